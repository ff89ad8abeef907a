"""Placeholder."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("notices", "0004_followed_searches")]

    operations = []
