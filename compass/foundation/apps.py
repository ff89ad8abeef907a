from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """The cellar: knows no word of the domain."""

    name = "compass.foundation"
    label = "foundation"

    def ready(self) -> None:
        from compass.foundation import logs  # noqa: PLC0415 (settings must be complete first)

        logs.configure()
