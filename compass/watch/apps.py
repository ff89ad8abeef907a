from django.apps import AppConfig


class WatchConfig(AppConfig):
    """The clockwork: scheduled jobs that make one domain call each."""

    name = "compass.watch"
    label = "watch"
