"""Addresses of the front door."""

from django.urls import path

from compass.site.web import health, views

urlpatterns = [
    path("", views.Start.as_view(), name="start"),
    path("home/", views.Home.as_view(), name="home"),
    path("workplace/", views.Workplace.as_view(), name="workplace"),
    path("about/", views.About.as_view(), name="about"),
    path("accessibility/", views.Accessibility.as_view(), name="accessibility"),
    path("health/", health.health, name="health"),
    path("health/live/", health.live, name="health-live"),
]
