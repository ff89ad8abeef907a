import django.contrib.postgres.indexes
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations


class Migration(migrations.Migration):
    # The change log is large and written all the time: the index is made beside the writing.
    atomic = False
    dependencies = [("foundation", "0003_email_opt_out")]

    operations = [
        AddIndexConcurrently(
            model_name="change",
            index=django.contrib.postgres.indexes.BrinIndex(
                autosummarize=True, fields=["occurred_at"], name="change_by_time"
            ),
        ),
    ]
