from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("guide", "0003_local_costs"),
    ]

    operations: list[migrations.operations.base.Operation] = []
