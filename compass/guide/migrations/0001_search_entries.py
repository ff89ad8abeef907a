from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0018_market_facts"),
        ("passports", "0007_operators_work_in_pairs"),
        ("trusts", "0003_decisions_and_conditions_hold_together"),
    ]

    operations: list[migrations.operations.base.Operation] = []
