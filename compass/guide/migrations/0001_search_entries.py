from django.db import migrations


class Migration(migrations.Migration):
    """The words of device categories by index: a search looks each of its words up there."""

    dependencies = [
        ("evidence", "0018_market_facts"),
        ("passports", "0007_operators_work_in_pairs"),
        ("trusts", "0003_decisions_and_conditions_hold_together"),
    ]

    # The table is small and only ever loaded whole, so that building the index holds nobody up.
    operations = [
        migrations.RunSQL(
            "CREATE INDEX guide_emdn_words ON evidence_emdncode"
            " USING gin (to_tsvector('english'::regconfig, COALESCE(title, '')))",
            "DROP INDEX guide_emdn_words",
        ),
    ]
