from django.apps import AppConfig


class PassportsConfig(AppConfig):
    """The national result: passports, their validity, and their adoption."""

    name = "passports"
