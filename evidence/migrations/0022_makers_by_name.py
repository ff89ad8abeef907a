"""Placeholder."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("evidence", "0021_indexes_of_the_guide")]

    operations = []
