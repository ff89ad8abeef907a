import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    # Columns with a constant default are no rewrite, and the history leaves them out: they are personal data.
    dependencies = [("passports", "0011_asked_again")]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='adoption',
            name='update_update',
        ),
        migrations.AddField(
            model_name='adoption',
            name='contact_email',
            field=models.EmailField(blank=True, db_default='', max_length=254),
        ),
        migrations.AddField(
            model_name='adoption',
            name='contact_name',
            field=models.CharField(blank=True, db_default='', max_length=200),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='adoption',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."accepted_at" IS DISTINCT FROM (NEW."accepted_at") OR OLD."accepted_by_id" IS DISTINCT FROM (NEW."accepted_by_id") OR OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."live_at" IS DISTINCT FROM (NEW."live_at") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."passport_id" IS DISTINCT FROM (NEW."passport_id") OR OLD."state" IS DISTINCT FROM (NEW."state"))', func='INSERT INTO "passports_adoptionevent" ("accepted_at", "accepted_by_id", "ended_at", "id", "live_at", "organisation_id", "passport_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state") VALUES (NEW."accepted_at", NEW."accepted_by_id", NEW."ended_at", NEW."id", NEW."live_at", NEW."organisation_id", NEW."passport_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."state"); RETURN NULL;', hash='037ce6341d55884d4d4392ba8b0f62dfd8323ef1', operation='UPDATE', pgid='pgtrigger_update_update_7bad7', table='passports_adoption', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='adoption',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('contact_email', ''), ('contact_name', '')), models.Q(('contact_name', ''), ('contact_email', ''), _connector='OR', _negated=True), _connector='OR'), name='adoption_contact_whole'),
        ),
        migrations.AddConstraint(
            model_name='adoption',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'ENDED'), _negated=True), models.Q(('contact_email', ''), ('contact_name', '')), _connector='OR'), name='adoption_ended_without_contact'),
        ),
    ]
