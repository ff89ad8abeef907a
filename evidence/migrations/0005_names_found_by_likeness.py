import django.contrib.postgres.indexes
from django.contrib.postgres.operations import AddIndexConcurrently, TrigramExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    # The index is built beside running reads and writes, which no transaction allows.
    atomic = False

    dependencies = [
        ("evidence", "0004_document_constraints_validated"),
    ]

    operations = [
        TrigramExtension(),
        AddIndexConcurrently(
            model_name="innovation",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("published_at__isnull", False)),
                fields=["name"],
                name="innovation_name_alike",
                opclasses=["gin_trgm_ops"],
            ),
        ),
    ]
