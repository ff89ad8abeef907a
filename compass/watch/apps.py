from django.apps import AppConfig


class WatchConfig(AppConfig):
    """The clockwork: scheduled jobs that make one domain call each."""

    name = "compass.watch"
    label = "watch"

    def ready(self) -> None:
        # Every Django process, the web too, then sends tasks through our application and not through an unset default.
        import compass.celery  # noqa: F401, PLC0415
