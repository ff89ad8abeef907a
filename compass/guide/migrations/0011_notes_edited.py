"""Notes that are edited and deleted, each with a key that no address can be counted by.

As in `0010_work` no table is rewritten or locked for longer than a moment: the key is a column without a value, then its
default for new rows alone, the old rows in batches, the unique index concurrently, and `NOT NULL` by a constraint that
is validated while others write. The history leaves the key out, so that filling it is no change.
"""

import django.contrib.postgres.functions
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models, transaction

from compass.foundation.migrating import Together

_BATCH = 1000
_FILL = """
    WITH batch AS (SELECT id FROM guide_shortlistnote WHERE key IS NULL ORDER BY id LIMIT %s)
    UPDATE guide_shortlistnote SET key = gen_random_uuid() WHERE id IN (SELECT id FROM batch)
"""


def fill(_apps, schema_editor):
    """Give every note a key, each batch in a transaction of its own; run twice, it goes on where it stopped."""
    connection = schema_editor.connection
    filled = _BATCH
    while filled == _BATCH:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute(_FILL, [_BATCH])
            filled = cursor.rowcount


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("guide", "0010_work")]

    operations = [
        Together(
            [
                pgtrigger.migrations.RemoveTrigger(
                    model_name='shortlistnote',
                    name='insert_insert',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='shortlistnote',
                    name='delete_delete',
                ),
                migrations.AddField(
                    model_name='shortlistnote',
                    name='edited_at',
                    field=models.DateTimeField(blank=True, null=True),
                ),
                migrations.AddField(
                    model_name='shortlistnoteevent',
                    name='edited_at',
                    field=models.DateTimeField(blank=True, null=True),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='shortlistnote',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "guide_shortlistnoteevent" ("edited_at", "entry_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "written_at") VALUES (NEW."edited_at", NEW."entry_id", NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."text", NEW."written_at"); RETURN NULL;', hash='1567e047c6cfb896addefc047b80b9aa02268275', operation='INSERT', pgid='pgtrigger_insert_insert_00f26', table='guide_shortlistnote', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='shortlistnote',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."edited_at" IS DISTINCT FROM (NEW."edited_at") OR OLD."entry_id" IS DISTINCT FROM (NEW."entry_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."written_at" IS DISTINCT FROM (NEW."written_at"))', func='INSERT INTO "guide_shortlistnoteevent" ("edited_at", "entry_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "written_at") VALUES (NEW."edited_at", NEW."entry_id", NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."text", NEW."written_at"); RETURN NULL;', hash='5065559d2bd8509a9a0de43c9a9de48655a16f7f', operation='UPDATE', pgid='pgtrigger_update_update_d89e2', table='guide_shortlistnote', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='shortlistnote',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "guide_shortlistnoteevent" ("edited_at", "entry_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "written_at") VALUES (OLD."edited_at", OLD."entry_id", OLD."id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."text", OLD."written_at"); RETURN NULL;', hash='a3e3c371d4c3b8bfa0154e430eed4569383db0fb', operation='DELETE', pgid='pgtrigger_delete_delete_f6cb2', table='guide_shortlistnote', when='AFTER')),
                ),
            ]
        ),
        migrations.SeparateDatabaseAndState(
            [
                migrations.RunSQL(
                    "ALTER TABLE guide_shortlistnote ADD COLUMN IF NOT EXISTS key uuid",
                    "ALTER TABLE guide_shortlistnote DROP COLUMN key",
                ),
                migrations.RunSQL(
                    "ALTER TABLE guide_shortlistnote ALTER COLUMN key SET DEFAULT gen_random_uuid()",
                    migrations.RunSQL.noop,
                ),
            ],
            [
                migrations.AddField(
                    model_name='shortlistnote',
                    name='key',
                    field=models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True),
                ),
            ],
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        *(
            migrations.RunSQL(statement, migrations.RunSQL.noop)
            for statement in (
                "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS guide_shortlistnote_key_once"
                " ON guide_shortlistnote (key)",
                "ALTER TABLE guide_shortlistnote ADD CONSTRAINT guide_shortlistnote_key_there"
                " CHECK (key IS NOT NULL) NOT VALID",
                "ALTER TABLE guide_shortlistnote VALIDATE CONSTRAINT guide_shortlistnote_key_there",
                "ALTER TABLE guide_shortlistnote ALTER COLUMN key SET NOT NULL,"
                " DROP CONSTRAINT guide_shortlistnote_key_there",
                "ALTER TABLE guide_shortlistnote ADD CONSTRAINT guide_shortlistnote_key_once"
                " UNIQUE USING INDEX guide_shortlistnote_key_once",
            )
        ),
    ]
