from django.apps import AppConfig


class GuideConfig(AppConfig):
    """The buyer's guide: search, read, compare."""

    name = "compass.guide"
    label = "guide"
