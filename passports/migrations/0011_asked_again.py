import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("passports", "0010_issue_under_a_notice")]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="noticematch",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="noticematch",
            name="update_update",
        ),
        migrations.RemoveConstraint(
            model_name="adopteracknowledgement",
            name="notice_acknowledged_once",
        ),
        migrations.RemoveConstraint(
            model_name="proposal",
            name="proposal_one_open_of_passport",
        ),
        migrations.AddField(
            model_name="adopteracknowledgement",
            name="revision",
            field=models.PositiveSmallIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name="noticematch",
            name="revision",
            field=models.PositiveSmallIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name="noticematchevent",
            name="revision",
            field=models.PositiveSmallIntegerField(db_default=1, default=1),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="noticematch",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "passports_noticematchevent" ("found_at", "id", "innovation_id", "is_certain", "judged_at", "judged_by_id", "judgement", "notice_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reasons", "revision", "score", "state") VALUES (NEW."found_at", NEW."id", NEW."innovation_id", NEW."is_certain", NEW."judged_at", NEW."judged_by_id", NEW."judgement", NEW."notice_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reasons", NEW."revision", NEW."score", NEW."state"); RETURN NULL;',
                    hash="8dde8aa971d103d8380b7cebfdd52248db58b8c7",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e19a2",
                    table="passports_noticematch",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="noticematch",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "passports_noticematchevent" ("found_at", "id", "innovation_id", "is_certain", "judged_at", "judged_by_id", "judgement", "notice_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reasons", "revision", "score", "state") VALUES (NEW."found_at", NEW."id", NEW."innovation_id", NEW."is_certain", NEW."judged_at", NEW."judged_by_id", NEW."judgement", NEW."notice_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reasons", NEW."revision", NEW."score", NEW."state"); RETURN NULL;',
                    hash="243951afa4f276e66be83fe183ec7643c9376404",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_bc6b8",
                    table="passports_noticematch",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="adopteracknowledgement",
            constraint=models.UniqueConstraint(
                fields=("match", "adoption", "revision"), name="notice_acknowledged_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "OPEN"), models.Q(("move", "SUSPEND"), _negated=True)),
                fields=("passport",),
                name="proposal_one_open_of_passport",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("move", "SUSPEND"), ("state", "OPEN")),
                fields=("passport",),
                name="proposal_one_open_suspension",
            ),
        ),
    ]
