from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):
    # Outside of a transaction: reading and writing of certificates goes on meanwhile.
    atomic = False

    dependencies = [
        ("evidence", "0012_certificates_with_what_they_rest_on"),
    ]

    operations = [
        *(
            ValidateConstraint("certificate", f"certificate_{name}")
            for name in (
                "kind_known",
                "body_of_a_mark",
                "legislation_of_ce",
                "counts_no_longer_than_stated",
                "legislation_known",
                "body_number_of_four_digits",
            )
        ),
        AddIndexConcurrently(
            model_name="certificate",
            index=models.Index(fields=["ends_on"], name="certificate_ends"),
        ),
    ]
