"""Placeholder."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("guide", "0006_watched_searches")]

    operations = []
