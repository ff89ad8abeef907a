"""Addresses of the guide. All public."""

from django.urls import path

from compass.guide.web import views

urlpatterns = [
    path("innovations/", views.Innovations.as_view(), name="innovations"),
    path("innovations/<slug:slug>/", views.InnovationPage.as_view(), name="innovation"),
    path("compare/", views.Compare.as_view(), name="compare"),
]
