from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Coalesce, Lower


class Migration(migrations.Migration):
    # Outside of a transaction: reading and writing go on meanwhile.
    atomic = False

    dependencies = [
        ("evidence", "0016_documents_scanned_again_and_sets_in_use_whole"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="document",
            index=models.Index(
                Coalesce("scanned_at", "uploaded_at"),
                "id",
                condition=models.Q(state="CLEAN"),
                name="document_looked_at",
            ),
        ),
        AddIndexConcurrently(
            model_name="innovation",
            index=models.Index(
                Lower("name"), "id", condition=models.Q(published_at__isnull=False), name="innovation_public_in_order"
            ),
        ),
        RemoveIndexConcurrently(model_name="innovation", name="innovation_public_by_name"),
    ]
