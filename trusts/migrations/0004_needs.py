"""Placeholder."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("trusts", "0003_decisions_and_conditions_hold_together")]

    operations = []
