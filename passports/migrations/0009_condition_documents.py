"""Placeholder."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("passports", "0008_living_passports")]

    operations = []
