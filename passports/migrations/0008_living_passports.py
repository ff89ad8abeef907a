from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("passports", "0007_operators_work_in_pairs"),
    ]

    operations: list[migrations.operations.base.Operation] = []
