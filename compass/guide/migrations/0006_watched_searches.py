"""Placeholder."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("guide", "0005_search_facets")]

    operations = []
