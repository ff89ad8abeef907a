from django.db import migrations

_BATCH = 1000
_FILL = """
    WITH batch AS (SELECT id FROM evidence_innovation WHERE id > %s ORDER BY id LIMIT %s)
    SELECT max(id), guide_write_entries(array_agg(id), (now() AT TIME ZONE 'Europe/London')::date) FROM batch
"""


def fill(_apps, schema_editor):
    """Write the entry of each technology. What changes meanwhile writes its own; run twice, it writes the same."""
    done = 0
    with schema_editor.connection.cursor() as cursor:
        while done is not None:
            cursor.execute(_FILL, [done, _BATCH])
            done = cursor.fetchone()[0]


class Migration(migrations.Migration):
    """The entries of technologies that were there before the triggers: each batch a transaction of its own."""

    atomic = False

    dependencies = [("guide", "0007_workbench")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
