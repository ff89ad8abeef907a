"""Placeholder."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("evidence", "0020_page_facts")]

    operations = []
