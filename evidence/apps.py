from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """The innovator's workplace."""

    name = "evidence"
