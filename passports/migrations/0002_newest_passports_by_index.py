from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # The index is built beside running reads and writes, which no transaction allows.
    atomic = False

    dependencies = [
        ("passports", "0001_initial"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="passport",
            index=models.Index(
                condition=models.Q(("is_current", True)),
                fields=["-issued_at", "-id"],
                name="passport_newest",
            ),
        ),
    ]
