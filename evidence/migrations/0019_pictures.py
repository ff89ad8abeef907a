from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0018_market_facts"),
    ]

    operations: list[migrations.operations.base.Operation] = []
