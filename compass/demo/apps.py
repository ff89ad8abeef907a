from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Invented companies, products and people for demonstrations; never installed in production."""

    name = "compass.demo"
    label = "demo"
