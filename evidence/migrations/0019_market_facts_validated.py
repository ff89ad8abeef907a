from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0018_market_facts"),
    ]

    operations = [
        *(ValidateConstraint("innovation", f"innovation_{name}_known") for name in ("settings", "benefits")),
    ]
