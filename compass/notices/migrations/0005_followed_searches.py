from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0004_told_in_time"),
    ]

    operations: list[migrations.operations.base.Operation] = []
