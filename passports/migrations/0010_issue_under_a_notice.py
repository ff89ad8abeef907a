"""Placeholder."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("passports", "0009_condition_documents")]

    operations = []
