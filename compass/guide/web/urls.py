"""Addresses of the guide. All public."""

from django.urls import path

from compass.foundation.web.past import with_past
from compass.guide.web import history, views

urlpatterns = [
    path("innovations/", views.Innovations.as_view(), name="innovations"),
    path("innovations/<slug:slug>/", with_past(views.InnovationPage, history.InnovationOn), name="innovation"),
    path("innovations/<slug:slug>/history/", history.InnovationHistory.as_view(), name="innovation-history"),
    path("compare/", views.Compare.as_view(), name="compare"),
]
