"""Placeholder."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("guide", "0004_shortlists")]

    operations = []
