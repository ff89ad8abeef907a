"""Leads that change, evaluations that are abandoned, kept records; and keys that no address can be counted by.

The keys are added so that no table is rewritten or locked for longer than a moment: a column without a value, then its
default for new rows alone, the old rows in batches, the unique index concurrently, and `NOT NULL` by a constraint that
is validated while others write. Triggers are replaced in one transaction: there is no moment without them.
"""

import django.contrib.postgres.functions
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.contrib.postgres.operations import AddConstraintNotValid, ValidateConstraint
from django.db import migrations, models, transaction

_KEYED = ("evaluation", "evaluator", "frozensearch", "shortlist", "shortlisted")
_BATCH = 1000
# Some of these rows never change and all of them have a history: a key is neither a change nor history.
_QUIET = """
    SELECT set_config('pgtrigger.ignore', (SELECT coalesce(array_agg(tgname::text), '{{}}')::text FROM pg_trigger
        WHERE tgrelid = 'guide_{table}'::regclass AND tgname LIKE 'pgtrigger%'), true)
"""
_FILL = """
    WITH batch AS (SELECT id FROM guide_{table} WHERE key IS NULL ORDER BY id LIMIT %s)
    UPDATE guide_{table} SET key = gen_random_uuid() WHERE id IN (SELECT id FROM batch)
"""


class Together(migrations.SeparateDatabaseAndState):
    """Operations in one transaction, inside a migration that has none."""

    def __init__(self, operations):
        super().__init__(operations, operations)

    def deconstruct(self):
        return self.__class__.__qualname__, [self.database_operations], {}

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        with transaction.atomic(using=schema_editor.connection.alias):
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        with transaction.atomic(using=schema_editor.connection.alias):
            super().database_backwards(app_label, schema_editor, from_state, to_state)


def fill(_apps, schema_editor):
    """Give every row a key, each batch in a transaction of its own; run twice, it goes on where it stopped."""
    connection = schema_editor.connection
    for table in _KEYED:
        filled = _BATCH
        while filled == _BATCH:
            with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
                cursor.execute(_QUIET.format(table=table))
                cursor.execute(_FILL.format(table=table), [_BATCH])
                filled = cursor.rowcount


def _column(table):
    """An empty column, and the key of each row that comes from now on."""
    return migrations.SeparateDatabaseAndState(
        [
            migrations.RunSQL(
                f"ALTER TABLE guide_{table} ADD COLUMN IF NOT EXISTS key uuid",
                f"ALTER TABLE guide_{table} DROP COLUMN key",
            ),
            migrations.RunSQL(
                f"ALTER TABLE guide_{table} ALTER COLUMN key SET DEFAULT gen_random_uuid()", migrations.RunSQL.noop
            ),
        ],
        [
            migrations.AddField(
                model_name=table,
                name="key",
                field=models.UUIDField(
                    db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True
                ),
            )
        ],
    )


def _unique(table):
    """The index beside the running writes, then the constraints, which find what they need."""
    return [
        migrations.RunSQL(statement, migrations.RunSQL.noop)
        for statement in (
            f"CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS guide_{table}_key_once ON guide_{table} (key)",
            f"ALTER TABLE guide_{table} ADD CONSTRAINT guide_{table}_key_there CHECK (key IS NOT NULL) NOT VALID",
            f"ALTER TABLE guide_{table} VALIDATE CONSTRAINT guide_{table}_key_there",
            f"ALTER TABLE guide_{table} ALTER COLUMN key SET NOT NULL, DROP CONSTRAINT guide_{table}_key_there",
            f"ALTER TABLE guide_{table} ADD CONSTRAINT guide_{table}_key_once UNIQUE USING INDEX guide_{table}_key_once",
        )
    ]


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("guide", "0009_asked_answers")]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name='EvaluationRecord',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('content', models.JSONField()),
                        ('content_hash', models.CharField(max_length=64)),
                        ('kept_at', models.DateTimeField()),
                    ],
                    options={
                        'verbose_name': 'record of an evaluation',
                    },
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='candidate',
                    name='insert_insert',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='candidate',
                    name='update_update',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='candidate',
                    name='delete_delete',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='evaluation',
                    name='legal_moves',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='evaluation',
                    name='closed_when_complete',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='evaluation',
                    name='insert_insert',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='evaluation',
                    name='update_update',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='evaluator',
                    name='update_update',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='shortlist',
                    name='update_update',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='shortlisted',
                    name='update_update',
                ),
                migrations.RemoveConstraint(
                    model_name='evaluation',
                    name='evaluation_state_known',
                ),
                migrations.AddField(
                    model_name='candidate',
                    name='cost_why',
                    field=models.CharField(blank=True, db_default='', max_length=300),
                ),
                migrations.AddField(
                    model_name='candidateevent',
                    name='cost_why',
                    field=models.CharField(blank=True, db_default='', max_length=300),
                ),
                migrations.AddField(
                    model_name='evaluation',
                    name='abandoned_at',
                    field=models.DateTimeField(blank=True, null=True),
                ),
                migrations.AddField(
                    model_name='evaluation',
                    name='abandoned_why',
                    field=models.CharField(blank=True, db_default='', max_length=300),
                ),
                migrations.AddField(
                    model_name='evaluation',
                    name='alone_why',
                    field=models.CharField(blank=True, db_default='', max_length=300),
                ),
                migrations.AddField(
                    model_name='evaluationevent',
                    name='abandoned_at',
                    field=models.DateTimeField(blank=True, null=True),
                ),
                migrations.AddField(
                    model_name='evaluationevent',
                    name='abandoned_why',
                    field=models.CharField(blank=True, db_default='', max_length=300),
                ),
                migrations.AddField(
                    model_name='evaluationevent',
                    name='alone_why',
                    field=models.CharField(blank=True, db_default='', max_length=300),
                ),
                migrations.AlterField(
                    model_name='evaluation',
                    name='state',
                    field=models.CharField(choices=[('DRAFTING', 'Being set up'), ('SCORING', 'Being scored'), ('MODERATION', 'In moderation'), ('CLOSED', 'Closed'), ('ABANDONED', 'Abandoned')], default='DRAFTING', max_length=20),
                ),
                migrations.AlterField(
                    model_name='evaluationevent',
                    name='state',
                    field=models.CharField(choices=[('DRAFTING', 'Being set up'), ('SCORING', 'Being scored'), ('MODERATION', 'In moderation'), ('CLOSED', 'Closed'), ('ABANDONED', 'Abandoned')], default='DRAFTING', max_length=20),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='candidate',
                    trigger=pgtrigger.compiler.Trigger(name='later_cost_with_a_reason', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF (OLD.purchase_cost, OLD.implementation_cost, OLD.operation_cost, OLD.disposal_cost, OLD.cost_source)\n                IS DISTINCT FROM\n                (NEW.purchase_cost, NEW.implementation_cost, NEW.operation_cost, NEW.disposal_cost, NEW.cost_source)\n                AND (NEW.cost_why !~ '\\S' OR NEW.purchase_cost IS NULL)\n                AND EXISTS (SELECT 1 FROM guide_evaluation WHERE id = NEW.evaluation_id AND state <> 'DRAFTING')\n            THEN RAISE EXCEPTION 'a cost that changes after scoring has opened says why'; END IF;\n            RETURN NEW;\n        ", hash='8316f9dcfaf2354fc99f42f8ef52472ad0680991', operation='UPDATE', pgid='pgtrigger_later_cost_with_a_reason_166d3', table='guide_candidate', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='candidate',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "guide_candidateevent" ("cost_source", "cost_why", "disposal_cost", "evaluation_id", "id", "implementation_cost", "innovation_id", "operation_cost", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purchase_cost") VALUES (NEW."cost_source", NEW."cost_why", NEW."disposal_cost", NEW."evaluation_id", NEW."id", NEW."implementation_cost", NEW."innovation_id", NEW."operation_cost", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."purchase_cost"); RETURN NULL;', hash='1f412d768815882a20380a23d74ef23bfd4bc57a', operation='INSERT', pgid='pgtrigger_insert_insert_20b67', table='guide_candidate', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='candidate',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "guide_candidateevent" ("cost_source", "cost_why", "disposal_cost", "evaluation_id", "id", "implementation_cost", "innovation_id", "operation_cost", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purchase_cost") VALUES (NEW."cost_source", NEW."cost_why", NEW."disposal_cost", NEW."evaluation_id", NEW."id", NEW."implementation_cost", NEW."innovation_id", NEW."operation_cost", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."purchase_cost"); RETURN NULL;', hash='63bcf4ac623888f9529612d43bcc416f8f84d34d', operation='UPDATE', pgid='pgtrigger_update_update_a2b91', table='guide_candidate', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='candidate',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "guide_candidateevent" ("cost_source", "cost_why", "disposal_cost", "evaluation_id", "id", "implementation_cost", "innovation_id", "operation_cost", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purchase_cost") VALUES (OLD."cost_source", OLD."cost_why", OLD."disposal_cost", OLD."evaluation_id", OLD."id", OLD."implementation_cost", OLD."innovation_id", OLD."operation_cost", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."purchase_cost"); RETURN NULL;', hash='b46c8a47ac931e7652878ab5413908f81b82aff0', operation='DELETE', pgid='pgtrigger_delete_delete_b30f7', table='guide_candidate', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='evaluation',
                    trigger=pgtrigger.compiler.Trigger(name='legal_moves', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{DRAFTING:ABANDONED,DRAFTING:SCORING,MODERATION:ABANDONED,MODERATION:CLOSED,SCORING:ABANDONED,SCORING:MODERATION}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='53eeddf279b662dd8b8bd61aadc0c1a3f96b06e4', operation='UPDATE', pgid='pgtrigger_legal_moves_067ca', table='guide_evaluation', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='evaluation',
                    trigger=pgtrigger.compiler.Trigger(name='closed_when_complete', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE moving text[] := '{state,closed_at,lead_id,alone_why,abandoned_at,abandoned_why}'; fewest int := 2;", func="\n            IF OLD.state IN ('CLOSED', 'ABANDONED') THEN\n                RAISE EXCEPTION 'an evaluation that has ended never changes';\n            END IF;\n            IF OLD.state <> 'DRAFTING' AND to_jsonb(OLD) - moving <> to_jsonb(NEW) - moving\n            THEN RAISE EXCEPTION 'an evaluation is set up before it is scored'; END IF;\n            IF NEW.alone_why <> OLD.alone_why AND NOT (OLD.state = 'SCORING' AND NEW.state = 'MODERATION')\n            THEN RAISE EXCEPTION 'why one evaluator is enough is said when moderation begins'; END IF;\n            IF OLD.state = 'SCORING' AND NEW.state = 'MODERATION' AND NEW.alone_why !~ '\\S' AND (\n                SELECT count(*) FROM guide_evaluator WHERE evaluation_id = NEW.id AND removed_at IS NULL\n            ) < fewest THEN RAISE EXCEPTION 'moderation needs two evaluators, or why one is enough'; END IF;\n            IF NEW.state = 'CLOSED' AND EXISTS (\n                SELECT 1 FROM guide_candidate AS c\n                JOIN guide_criterion AS q ON q.evaluation_id = c.evaluation_id\n                LEFT JOIN guide_moderatedscore AS m ON m.candidate_id = c.id AND m.criterion_id = q.id\n                WHERE c.evaluation_id = NEW.id AND (m.id IS NULL OR c.purchase_cost IS NULL)\n            ) THEN RAISE EXCEPTION 'an evaluation closes when everything is scored and costed'; END IF;\n            RETURN NEW;\n        ", hash='8f43152a23b2a8d90047157bb4207d93dafd8c66', operation='UPDATE', pgid='pgtrigger_closed_when_complete_259bc', table='guide_evaluation', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='evaluation',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "guide_evaluationevent" ("abandoned_at", "abandoned_why", "alone_why", "closed_at", "cost_weight", "id", "lead_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme_code", "scheme_version", "started_at", "state", "title", "years") VALUES (NEW."abandoned_at", NEW."abandoned_why", NEW."alone_why", NEW."closed_at", NEW."cost_weight", NEW."id", NEW."lead_id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."scheme_code", NEW."scheme_version", NEW."started_at", NEW."state", NEW."title", NEW."years"); RETURN NULL;', hash='d5ab49c67fac164899fef58e9710965e37fd51b7', operation='INSERT', pgid='pgtrigger_insert_insert_6e301', table='guide_evaluation', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='evaluation',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."abandoned_at" IS DISTINCT FROM (NEW."abandoned_at") OR OLD."abandoned_why" IS DISTINCT FROM (NEW."abandoned_why") OR OLD."alone_why" IS DISTINCT FROM (NEW."alone_why") OR OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."cost_weight" IS DISTINCT FROM (NEW."cost_weight") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."lead_id" IS DISTINCT FROM (NEW."lead_id") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."scheme_code" IS DISTINCT FROM (NEW."scheme_code") OR OLD."scheme_version" IS DISTINCT FROM (NEW."scheme_version") OR OLD."started_at" IS DISTINCT FROM (NEW."started_at") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."years" IS DISTINCT FROM (NEW."years"))', func='INSERT INTO "guide_evaluationevent" ("abandoned_at", "abandoned_why", "alone_why", "closed_at", "cost_weight", "id", "lead_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme_code", "scheme_version", "started_at", "state", "title", "years") VALUES (NEW."abandoned_at", NEW."abandoned_why", NEW."alone_why", NEW."closed_at", NEW."cost_weight", NEW."id", NEW."lead_id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."scheme_code", NEW."scheme_version", NEW."started_at", NEW."state", NEW."title", NEW."years"); RETURN NULL;', hash='1f6df9b837b12b2c7027c66c35efd4b2caa7f3dc', operation='UPDATE', pgid='pgtrigger_update_update_688a8', table='guide_evaluation', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='evaluator',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."evaluation_id" IS DISTINCT FROM (NEW."evaluation_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."removed_at" IS DISTINCT FROM (NEW."removed_at") OR OLD."removed_why" IS DISTINCT FROM (NEW."removed_why"))', func='INSERT INTO "guide_evaluatorevent" ("evaluation_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "removed_why") VALUES (NEW."evaluation_id", NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."removed_at", NEW."removed_why"); RETURN NULL;', hash='89a48c31d56af1093b2ad364440777df68d07822', operation='UPDATE', pgid='pgtrigger_update_update_8d2fd', table='guide_evaluator', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='shortlist',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."archived_at" IS DISTINCT FROM (NEW."archived_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."started_at" IS DISTINCT FROM (NEW."started_at") OR OLD."started_by_id" IS DISTINCT FROM (NEW."started_by_id"))', func='INSERT INTO "guide_shortlistevent" ("archived_at", "id", "name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "started_at", "started_by_id") VALUES (NEW."archived_at", NEW."id", NEW."name", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."started_at", NEW."started_by_id"); RETURN NULL;', hash='8d2bf261961d1e3c5054fb4e5c6ef71a977b2fe5', operation='UPDATE', pgid='pgtrigger_update_update_443eb', table='guide_shortlist', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='shortlisted',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."added_at" IS DISTINCT FROM (NEW."added_at") OR OLD."added_by_id" IS DISTINCT FROM (NEW."added_by_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."innovation_id" IS DISTINCT FROM (NEW."innovation_id") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."shortlist_id" IS DISTINCT FROM (NEW."shortlist_id"))', func='INSERT INTO "guide_shortlistedevent" ("added_at", "added_by_id", "id", "innovation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "shortlist_id") VALUES (NEW."added_at", NEW."added_by_id", NEW."id", NEW."innovation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."shortlist_id"); RETURN NULL;', hash='e5644b031ddf6fbfbf9e0aebdee7184398682c80', operation='UPDATE', pgid='pgtrigger_update_update_c1f53', table='guide_shortlisted', when='AFTER')),
                ),
                AddConstraintNotValid(
                    model_name='evaluation',
                    constraint=models.CheckConstraint(condition=models.Q(('state__in', ['DRAFTING', 'SCORING', 'MODERATION', 'CLOSED', 'ABANDONED'])), name='evaluation_state_known'),
                ),
                AddConstraintNotValid(
                    model_name='evaluation',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('abandoned_at__isnull', False), ('abandoned_why__regex', '\\S'), ('state', 'ABANDONED')), models.Q(models.Q(('state', 'ABANDONED'), _negated=True), ('abandoned_at', None), ('abandoned_why', '')), _connector='OR'), name='evaluation_abandoned_with_a_reason'),
                ),
                migrations.AddField(
                    model_name='evaluationrecord',
                    name='evaluation',
                    field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='record', to='guide.evaluation'),
                ),
                migrations.AddConstraint(
                    model_name='evaluationrecord',
                    constraint=models.CheckConstraint(condition=models.Q(('content_hash__regex', '^[0-9a-f]{64}$')), name='evaluation_record_hash_is_a_hash'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='evaluationrecord',
                    trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='9db1ef3d667020058e791bb09ec5c681b1698a6b', operation='UPDATE', pgid='pgtrigger_never_changed_37fa5', table='guide_evaluationrecord', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='evaluationrecord',
                    trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='9445af49c3346834d09be5710f4202ae6ba9c061', operation='DELETE', pgid='pgtrigger_never_deleted_ec7a3', table='guide_evaluationrecord', when='BEFORE')),
                ),
            ]
        ),
        ValidateConstraint(model_name="evaluation", name="evaluation_state_known"),
        ValidateConstraint(model_name="evaluation", name="evaluation_abandoned_with_a_reason"),
        *(_column(table) for table in _KEYED),
        migrations.RunPython(fill, migrations.RunPython.noop),
        *(operation for table in _KEYED for operation in _unique(table)),
    ]
