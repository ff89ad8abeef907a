"""Addresses of the front door."""

from django.urls import path, register_converter

from compass.site.web import following, health, log, views

register_converter(log.DayConverter, "day")

urlpatterns = [
    path("", views.Start.as_view(), name="start"),
    path("home/", views.Home.as_view(), name="home"),
    path("workplace/", views.Workplace.as_view(), name="workplace"),
    path("saved-searches/<uuid:uuid>/follow/", following.FollowSearch.as_view(), name="follow-search"),
    path("about/", views.About.as_view(), name="about"),
    path("accessibility/", views.Accessibility.as_view(), name="accessibility"),
    path("log/", log.Log.as_view(), name="log"),
    path("log/<day:day>.json", log.log_day, name="log-day"),
    path("log/<day:day>/<int:position>.json", log.log_proof, name="log-proof"),
    path("health/", health.health, name="health"),
    path("health/live/", health.live, name="health-live"),
]
