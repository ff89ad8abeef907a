from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

_TARGET = "kind, passport_id, innovation_id, clinical_area, assessor_id, search, need_id"


def _held_by(columns):
    """The same key over other columns: built beside the writing, then put in the place of the one before."""
    index = f"CREATE UNIQUE INDEX CONCURRENTLY subscription_key ON notices_subscription ({columns}) NULLS NOT DISTINCT"
    swap = (
        "ALTER TABLE notices_subscription DROP CONSTRAINT subscription_once, "
        "ADD CONSTRAINT subscription_once UNIQUE USING INDEX subscription_key"
    )
    # The first statement ends what a run that was cut off left behind: an index that is not valid.
    return ["DROP INDEX CONCURRENTLY IF EXISTS subscription_key", index, swap]


# Rolled back, an organisation follows a thing once: as the first of its people chose. Only the daily lines name the
# subscriptions, and without a reference.
_FIRST_ONLY = f"""
    DELETE FROM notices_subscription AS later WHERE id > (
        SELECT min(id) FROM notices_subscription AS first
        WHERE first.organisation_id = later.organisation_id
          AND ({", ".join("first." + column.strip() for column in _TARGET.split(","))})
              IS NOT DISTINCT FROM ({", ".join("later." + column.strip() for column in _TARGET.split(","))})
    )
"""


class Migration(migrations.Migration):
    # The new key is weaker than the one before, so what is there fits; columns get defaults that rewrite nothing.
    atomic = False
    dependencies = [("notices", "0005_deliveries")]

    operations = [
        migrations.AddField("cursor", "brought_id", models.BigIntegerField(db_default=0)),
        migrations.AddField("digestline", "subscription_id", models.BigIntegerField(blank=True, null=True)),
        AddIndexConcurrently(
            "webhookdelivery",
            models.Index(
                condition=models.Q(("dead_at", None), ("delivered_at", None)),
                fields=["endpoint", "id"],
                name="webhook_next",
            ),
        ),
        RemoveIndexConcurrently("webhookdelivery", "webhook_waiting"),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    _held_by(f"organisation_id, person_id, {_TARGET}"),
                    [_FIRST_ONLY, *_held_by(f"organisation_id, {_TARGET}")],
                )
            ],
            state_operations=[
                migrations.RemoveConstraint("subscription", "subscription_once"),
                migrations.AddConstraint(
                    "subscription",
                    models.UniqueConstraint(
                        fields=(
                            "organisation",
                            "person",
                            "kind",
                            "passport",
                            "innovation",
                            "clinical_area",
                            "assessor",
                            "search",
                            "need",
                        ),
                        name="subscription_once",
                        nulls_distinct=False,
                    ),
                ),
            ],
        ),
    ]
