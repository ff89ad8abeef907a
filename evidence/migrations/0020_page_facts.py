"""Placeholder."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("evidence", "0019_market_facts_validated")]

    operations = []
