from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The front door: start page, home for each role, health, upkeep commands."""

    name = "compass.site"
    label = "front"
