from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("guide", "0001_search_entries"),
    ]

    operations: list[migrations.operations.base.Operation] = []
