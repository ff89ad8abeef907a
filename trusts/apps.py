from django.apps import AppConfig


class TrustsConfig(AppConfig):
    """The workplace of NHS organisations: nominating, assessing, deciding."""

    name = "trusts"
