from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations


class Migration(migrations.Migration):
    # The index is built beside running reads and writes, which no transaction allows.
    atomic = False

    dependencies = [("evidence", "0021_page_facts_validated")]

    operations = [
        AddIndexConcurrently(
            model_name="innovator",
            index=GinIndex(fields=["name"], name="innovator_name_alike", opclasses=["gin_trgm_ops"]),
        ),
    ]
