import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("passports", "0012_adopter_contacts"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="noticematch",
            name="lifted_by_two",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="proposal",
            name="terms_never_changed",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="proposal",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="proposal",
            name="update_update",
        ),
        migrations.AddField(
            model_name="proposal",
            name="match_revision",
            field=models.PositiveSmallIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name="proposalevent",
            name="match_revision",
            field=models.PositiveSmallIntegerField(db_default=1, default=1),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="noticematch",
            trigger=pgtrigger.compiler.Trigger(
                name="lifted_by_two",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.\"state\" IN ('CERTAIN', 'CONFIRMED') AND NOT (NEW.\"state\" IN ('CERTAIN', 'CONFIRMED')))",
                    func="\n            IF NOT EXISTS (\n                SELECT FROM passports_proposal\n                WHERE match_id = NEW.id AND state = 'CONFIRMED'\n                  AND move = CASE NEW.state WHEN 'DISMISSED' THEN 'DISMISS' WHEN 'CLOSED' THEN 'CLOSE' END\n                  AND (closed_at, closed_by_id) = (NEW.judged_at, NEW.judged_by_id)\n                  -- Agreed about this suspension, not about one that was lifted before, and of the notice as it is.\n                  AND proposed_at >= coalesce(OLD.judged_at, OLD.found_at) AND match_revision = OLD.revision\n            ) THEN RAISE EXCEPTION 'a second person has to confirm this: a notice does not suspend any more'; END IF;\n            RETURN NEW;\n        ",
                    hash="3164cfb211dd62a7a66154fe68ed4f847058c770",
                    operation="UPDATE",
                    pgid="pgtrigger_lifted_by_two_f6bc0",
                    table="passports_noticematch",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposal",
            trigger=pgtrigger.compiler.Trigger(
                name="terms_never_changed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."move" IS DISTINCT FROM (NEW."move") OR OLD."submission_id" IS DISTINCT FROM (NEW."submission_id") OR OLD."passport_id" IS DISTINCT FROM (NEW."passport_id") OR OLD."condition_id" IS DISTINCT FROM (NEW."condition_id") OR OLD."match_id" IS DISTINCT FROM (NEW."match_id") OR OLD."match_revision" IS DISTINCT FROM (NEW."match_revision") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."proposed_by_id" IS DISTINCT FROM (NEW."proposed_by_id") OR OLD."proposed_as" IS DISTINCT FROM (NEW."proposed_as") OR OLD."proposed_at" IS DISTINCT FROM (NEW."proposed_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="f7c32d7aba243943102cc7ff1233dcab40b3458a",
                    operation="UPDATE",
                    pgid="pgtrigger_terms_never_changed_63f68",
                    table="passports_proposal",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposal",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "passports_proposalevent" ("closed_as", "closed_at", "closed_by_id", "closing_reason", "condition_id", "due_on", "id", "match_id", "match_revision", "move", "passport_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_as", "proposed_at", "proposed_by_id", "reason", "state", "submission_id") VALUES (NEW."closed_as", NEW."closed_at", NEW."closed_by_id", NEW."closing_reason", NEW."condition_id", NEW."due_on", NEW."id", NEW."match_id", NEW."match_revision", NEW."move", NEW."passport_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proposed_as", NEW."proposed_at", NEW."proposed_by_id", NEW."reason", NEW."state", NEW."submission_id"); RETURN NULL;',
                    hash="11b016ed64f8caa23ea84cd13d9e693110cfb791",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2d37d",
                    table="passports_proposal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposal",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "passports_proposalevent" ("closed_as", "closed_at", "closed_by_id", "closing_reason", "condition_id", "due_on", "id", "match_id", "match_revision", "move", "passport_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_as", "proposed_at", "proposed_by_id", "reason", "state", "submission_id") VALUES (NEW."closed_as", NEW."closed_at", NEW."closed_by_id", NEW."closing_reason", NEW."condition_id", NEW."due_on", NEW."id", NEW."match_id", NEW."match_revision", NEW."move", NEW."passport_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proposed_as", NEW."proposed_at", NEW."proposed_by_id", NEW."reason", NEW."state", NEW."submission_id"); RETURN NULL;',
                    hash="7ebfbaa6cab09affdd10efa95bbbc02c8c4e46ce",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f8de5",
                    table="passports_proposal",
                    when="AFTER",
                ),
            ),
        ),
    ]
