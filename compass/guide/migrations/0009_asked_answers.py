from importlib import import_module

from django.db import migrations

_FIRST = import_module("compass.guide.migrations.0005_search_facets")
_BEFORE = _FIRST.TAGS.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
_WHATEVER_STANDS_ABOVE = f"""
    UNION ALL SELECT s.innovation_id, CASE
            WHEN w.question = 'esf-tier' THEN 'tier:' || (w.value ->> 'choice')
            WHEN w.question = 'ivd-class' THEN 'class:IVD_' || (w.value ->> 'choice')
            WHEN w.question = 'device-class' THEN 'class:' || (w.value ->> 'choice')
            WHEN w.value ->> 'choice' = 'AIMD' THEN 'class:AIMD' END
        FROM (SELECT p.innovation_id, p.pack_id FROM {_FIRST.STANDING}) s JOIN evidence_answer w ON w.pack_id = s.pack_id
        AND w.question IN ('medical-device', 'device-class', 'ivd-class', 'esf-tier')
"""
# As `guide.queries.evidence.stated_classes`: an answer counts under one answer to the question above it, or is parked.
_AS_ASKED = f"""
    UNION ALL SELECT s.innovation_id, r.tag || coalesce(w.value ->> 'choice', r.choice)
        FROM (SELECT p.innovation_id, p.pack_id FROM {_FIRST.STANDING}) s JOIN evidence_answer a ON a.pack_id = s.pack_id
        JOIN (VALUES
            ('medical-device', 'AIMD', NULL, 'class:'), ('medical-device', 'DEVICE', 'device-class', 'class:'),
            ('medical-device', 'IVD', 'ivd-class', 'class:IVD_'), ('software', 'YES', 'esf-tier', 'tier:')
        ) AS r (above, choice, question, tag) ON r.above = a.question AND r.choice = a.value ->> 'choice'
        LEFT JOIN evidence_answer w ON w.pack_id = s.pack_id AND w.question = r.question
        WHERE r.question IS NULL OR w.value ->> 'choice' <> ''
"""
_AFTER = _BEFORE.replace(_WHATEVER_STANDS_ABOVE, _AS_ASKED)
_BATCH = 1000
# Only a current passport makes an answer public. What is already as it should be is not written again.
_WRITE = """
    WITH batch AS (
        SELECT innovation_id AS id FROM passports_passport WHERE is_current AND innovation_id > %s ORDER BY 1 LIMIT %s
    )
    SELECT max(id), guide_write_entries(array_agg(id), (now() AT TIME ZONE 'Europe/London')::date) FROM batch
"""


def write(_apps, schema_editor):
    """Write the entries anew as the function now says."""
    done = 0
    with schema_editor.connection.cursor() as cursor:
        while done is not None:
            cursor.execute(_WRITE, [done, _BATCH])
            done = cursor.fetchone()[0]


class Migration(migrations.Migration):
    """Filters know a class only where it was asked for; each batch of entries is a transaction of its own."""

    atomic = False

    dependencies = [("guide", "0008_search_entries_filled")]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, write),
        migrations.RunSQL(_AFTER, _BEFORE),
        migrations.RunPython(write, migrations.RunPython.noop),
    ]
