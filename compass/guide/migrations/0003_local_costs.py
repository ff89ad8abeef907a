from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("guide", "0002_value_schemes"),
    ]

    operations: list[migrations.operations.base.Operation] = []
