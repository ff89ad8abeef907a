from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0017_documents_by_last_scan_and_names_in_order"),
    ]

    operations: list[migrations.operations.base.Operation] = []
