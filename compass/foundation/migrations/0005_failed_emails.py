from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models
from django.db.models import Case, Q, When


class Migration(migrations.Migration):
    # The outbox is large and written all the time: columns get defaults that rewrite nothing, indexes are made beside
    # the writing, and the rule is held first and then looked up in what is there.
    atomic = False
    dependencies = [("foundation", "0004_changes_by_time")]

    operations = [
        migrations.AddField("email", "outcome", models.CharField(blank=True, db_default="", max_length=200)),
        migrations.AddField("email", "dropped_at", models.DateTimeField(blank=True, null=True)),
        AddConstraintNotValid(
            "email",
            models.CheckConstraint(
                condition=Q(("dropped_at", None), ("failed_at__isnull", False), _connector="OR"),
                name="email_dropped_was_given_up",
            ),
        ),
        ValidateConstraint("email", "email_dropped_was_given_up"),
        AddIndexConcurrently(
            "email",
            models.Index(
                Case(When(opt_out="", then=0), default=1),
                "id",
                condition=Q(("failed_at__isnull", True), ("sent_at__isnull", True)),
                name="email_in_order",
            ),
        ),
        AddIndexConcurrently(
            "email",
            models.Index(
                condition=Q(("dropped_at", None), ("failed_at__isnull", False)), fields=["-id"], name="email_given_up"
            ),
        ),
    ]
