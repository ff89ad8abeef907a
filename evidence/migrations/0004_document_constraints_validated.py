from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):
    # Outside of a transaction: reading and writing of documents goes on meanwhile.
    atomic = False

    dependencies = [
        ("evidence", "0003_document_quarantine_confidentiality_and_redaction"),
    ]

    operations = [
        *(
            ValidateConstraint("document", f"document_{name}")
            for name in ("state_known", "confidentiality_known", "redacted_to_be_shown", "scan_whole")
        ),
        AddIndexConcurrently(
            model_name="document",
            index=models.Index(fields=["id"], condition=models.Q(state="QUARANTINED"), name="document_waiting"),
        ),
        AddIndexConcurrently(
            model_name="document",
            index=models.Index(fields=["stored_as"], name="document_place"),
        ),
    ]
