"""Placeholder."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("notices", "0003_digests_and_webhooks")]

    operations = []
