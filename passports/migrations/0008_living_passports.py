import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('passports', '0007_operators_work_in_pairs'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='proposal',
            name='terms_never_changed',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='proposal',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='proposal',
            name='update_update',
        ),
        migrations.RemoveConstraint(
            model_name='proposal',
            name='proposal_of_one_subject',
        ),
        migrations.AddField(
            model_name='proposal',
            name='match',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='passports.noticematch'),
        ),
        migrations.AddField(
            model_name='proposalevent',
            name='match',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='passports.noticematch'),
        ),
        migrations.AlterField(
            model_name='proposal',
            name='move',
            field=models.CharField(choices=[('ISSUE', 'Issue the passport'), ('SUSPEND', 'Suspend the passport'), ('REINSTATE', 'Reinstate the passport'), ('WITHDRAW', 'Withdraw the passport for good'), ('DISCHARGE', 'Record the condition as met'), ('EXTEND', 'Give more time for the condition'), ('DISMISS', 'Dismiss the safety notice'), ('CLOSE', 'Close the safety notice')], max_length=20),
        ),
        migrations.AlterField(
            model_name='proposalevent',
            name='move',
            field=models.CharField(choices=[('ISSUE', 'Issue the passport'), ('SUSPEND', 'Suspend the passport'), ('REINSTATE', 'Reinstate the passport'), ('WITHDRAW', 'Withdraw the passport for good'), ('DISCHARGE', 'Record the condition as met'), ('EXTEND', 'Give more time for the condition'), ('DISMISS', 'Dismiss the safety notice'), ('CLOSE', 'Close the safety notice')], max_length=20),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='condition',
            trigger=pgtrigger.compiler.Trigger(name='of_its_decision', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (\n                SELECT FROM trusts_decisioncondition AS c\n                JOIN passports_submission AS s ON s.decision_id = c.decision_id\n                JOIN passports_passport AS p ON p.submission_id = s.id\n                WHERE p.id = NEW.passport_id AND c.id = NEW.set_by_id AND NEW.state = 'OPEN'\n                  AND (c.text, c.due_on, c.blocking) = (NEW.text, NEW.due_on, NEW.blocking)\n            ) THEN RAISE EXCEPTION 'a passport has the conditions that its decision set'; END IF;\n            RETURN NEW;\n        ", hash='39616ddf4ce8d6985880caedf42af8bef8e63326', operation='INSERT', pgid='pgtrigger_of_its_decision_c47c3', table='passports_condition', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='noticematch',
            trigger=pgtrigger.compiler.Trigger(name='lifted_by_two', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IN (\'CERTAIN\', \'CONFIRMED\') AND NOT (NEW."state" IN (\'CERTAIN\', \'CONFIRMED\')))', func="\n            IF NOT EXISTS (\n                SELECT FROM passports_proposal\n                WHERE match_id = NEW.id AND state = 'CONFIRMED'\n                  AND move = CASE NEW.state WHEN 'DISMISSED' THEN 'DISMISS' WHEN 'CLOSED' THEN 'CLOSE' END\n                  AND (closed_at, closed_by_id) = (NEW.judged_at, NEW.judged_by_id)\n                  -- Agreed about this suspension, not about one that was lifted before.\n                  AND proposed_at >= coalesce(OLD.judged_at, OLD.found_at)\n            ) THEN RAISE EXCEPTION 'a second person has to confirm this: a notice does not suspend any more'; END IF;\n            RETURN NEW;\n        ", hash='ff7f823d087b6b76b7ff43b95398e199e604ff7a', operation='UPDATE', pgid='pgtrigger_lifted_by_two_f6bc0', table='passports_noticematch', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='passport',
            trigger=pgtrigger.compiler.Trigger(name='suspended_by_a_proposal', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."state" = \'SUSPENDED\' AND NOT (OLD."state" = \'SUSPENDED\'))', func="\n            IF NOT EXISTS (\n                SELECT FROM passports_proposal WHERE passport_id = NEW.id AND move = 'SUSPEND' AND state = 'OPEN'\n            ) THEN RAISE EXCEPTION 'a suspension is proposed, for a second person to confirm or lift'; END IF;\n            RETURN NEW;\n        ", hash='781a560e681f1711149c6522c81d49c1ced09bc0', operation='UPDATE', pgid='pgtrigger_suspended_by_a_proposal_e1f45', table='passports_passport', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='passport',
            trigger=pgtrigger.compiler.Trigger(name='reinstated_by_two', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."state" = \'ACTIVE\' AND OLD."state" = \'SUSPENDED\')', func="\n            IF NOT EXISTS (\n                SELECT FROM passports_proposal AS lifted\n                WHERE lifted.passport_id = NEW.id AND (\n                    (lifted.move = 'SUSPEND' AND lifted.state = 'DECLINED')\n                    OR (lifted.move = 'REINSTATE' AND lifted.state = 'CONFIRMED')\n                ) AND NOT EXISTS (\n                    SELECT FROM passports_proposal AS later\n                    WHERE later.passport_id = NEW.id AND later.move = 'SUSPEND' AND later.id > lifted.id\n                )\n            ) THEN RAISE EXCEPTION 'a second person has to confirm this: REINSTATE'; END IF;\n            RETURN NEW;\n        ", hash='0571d8701ebbb282faff26217480fea3fe65d824', operation='UPDATE', pgid='pgtrigger_reinstated_by_two_7d0b5', table='passports_passport', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposal',
            trigger=pgtrigger.compiler.Trigger(name='terms_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."move" IS DISTINCT FROM (NEW."move") OR OLD."submission_id" IS DISTINCT FROM (NEW."submission_id") OR OLD."passport_id" IS DISTINCT FROM (NEW."passport_id") OR OLD."condition_id" IS DISTINCT FROM (NEW."condition_id") OR OLD."match_id" IS DISTINCT FROM (NEW."match_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."proposed_by_id" IS DISTINCT FROM (NEW."proposed_by_id") OR OLD."proposed_as" IS DISTINCT FROM (NEW."proposed_as") OR OLD."proposed_at" IS DISTINCT FROM (NEW."proposed_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='5cc3a46506fe717beb130d1a5de2a5b5fb0bd8cd', operation='UPDATE', pgid='pgtrigger_terms_never_changed_63f68', table='passports_proposal', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposal',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "passports_proposalevent" ("closed_as", "closed_at", "closed_by_id", "closing_reason", "condition_id", "due_on", "id", "match_id", "move", "passport_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_as", "proposed_at", "proposed_by_id", "reason", "state", "submission_id") VALUES (NEW."closed_as", NEW."closed_at", NEW."closed_by_id", NEW."closing_reason", NEW."condition_id", NEW."due_on", NEW."id", NEW."match_id", NEW."move", NEW."passport_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proposed_as", NEW."proposed_at", NEW."proposed_by_id", NEW."reason", NEW."state", NEW."submission_id"); RETURN NULL;', hash='31f608ee3693e5c8d2756a67219b225f9c58a530', operation='INSERT', pgid='pgtrigger_insert_insert_2d37d', table='passports_proposal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposal',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "passports_proposalevent" ("closed_as", "closed_at", "closed_by_id", "closing_reason", "condition_id", "due_on", "id", "match_id", "move", "passport_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_as", "proposed_at", "proposed_by_id", "reason", "state", "submission_id") VALUES (NEW."closed_as", NEW."closed_at", NEW."closed_by_id", NEW."closing_reason", NEW."condition_id", NEW."due_on", NEW."id", NEW."match_id", NEW."move", NEW."passport_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proposed_as", NEW."proposed_at", NEW."proposed_by_id", NEW."reason", NEW."state", NEW."submission_id"); RETURN NULL;', hash='eb45fe0a3a24c5eae5b093c2247fd0ca9325235b', operation='UPDATE', pgid='pgtrigger_update_update_f8de5', table='passports_proposal', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('condition__isnull', True), ('match__isnull', True), ('move__in', ('ISSUE',)), ('passport__isnull', True), ('submission__isnull', False)), models.Q(('condition__isnull', True), ('match__isnull', True), ('move__in', ('SUSPEND', 'REINSTATE', 'WITHDRAW')), ('passport__isnull', False), ('submission__isnull', True)), models.Q(('condition__isnull', False), ('match__isnull', True), ('move__in', ('DISCHARGE', 'EXTEND')), ('passport__isnull', True), ('submission__isnull', True)), models.Q(('condition__isnull', True), ('match__isnull', False), ('move__in', ('DISMISS', 'CLOSE')), ('passport__isnull', True), ('submission__isnull', True)), _connector='OR'), name='proposal_of_one_subject'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'OPEN')), fields=('match',), name='proposal_one_open_of_match'),
        ),
    ]
