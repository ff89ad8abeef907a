from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Telling those who follow something, once each."""

    name = "compass.notices"
    label = "notices"
