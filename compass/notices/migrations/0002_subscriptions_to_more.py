import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    # Existing subscriptions stay what they were: to a passport, at once, by e-mail. The table is small (what each of
    # some hundred organisations follows), so its indexes and constraints are made in place.
    dependencies = [
        ('evidence', '0014_new_versions_start_from_the_last_pack'),
        ('notices', '0001_initial'),
        ('passports', '0004_certificate_reminders'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('trusts', '0003_decisions_and_conditions_hold_together'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='subscription',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='subscription',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='subscription',
            name='delete_delete',
        ),
        migrations.RemoveConstraint(
            model_name='subscription',
            name='subscription_once',
        ),
        migrations.AddField(
            model_name='subscription',
            name='assessor',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='trusts.organisation'),
        ),
        migrations.AddField(
            model_name='subscription',
            name='clinical_area',
            field=models.CharField(blank=True, choices=[('CANCER', 'Cancer'), ('CARDIOLOGY', 'Heart and circulation'), ('DIABETES', 'Diabetes and endocrine'), ('DIGESTIVE', 'Digestive system'), ('EMERGENCY', 'Emergency and critical care'), ('EYES', 'Eyes'), ('MATERNITY', 'Maternity and newborn'), ('MENTAL_HEALTH', 'Mental health'), ('MUSCULOSKELETAL', 'Bones, joints and muscles'), ('NEUROLOGY', 'Brain and nerves'), ('RESPIRATORY', 'Lungs and breathing'), ('SURGERY', 'Surgery and wound care'), ('URINARY', 'Kidneys and urinary tract'), ('OTHER', 'Other')], db_default='', max_length=20),
        ),
        migrations.AddField(
            model_name='subscription',
            name='email',
            field=models.BooleanField(db_default=True),
        ),
        migrations.AddField(
            model_name='subscription',
            name='frequency',
            field=models.CharField(choices=[('IMMEDIATE', 'At once, one e-mail for each notice'), ('DAILY', 'Once a day, one e-mail with all of them')], db_default='IMMEDIATE', max_length=20),
        ),
        migrations.AddField(
            model_name='subscription',
            name='innovation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.innovation'),
        ),
        migrations.AddField(
            model_name='subscription',
            name='kind',
            field=models.CharField(choices=[('PASSPORT', 'This passport'), ('INNOVATION', 'This technology, with its later versions'), ('CLINICAL_AREA', 'A clinical area'), ('DECISIONS', "Passports that rest on one organisation's decisions"), ('EVERYTHING', 'Every passport')], db_default='PASSPORT', max_length=20),
        ),
        migrations.AddField(
            model_name='subscriptionevent',
            name='assessor',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='trusts.organisation'),
        ),
        migrations.AddField(
            model_name='subscriptionevent',
            name='clinical_area',
            field=models.CharField(blank=True, choices=[('CANCER', 'Cancer'), ('CARDIOLOGY', 'Heart and circulation'), ('DIABETES', 'Diabetes and endocrine'), ('DIGESTIVE', 'Digestive system'), ('EMERGENCY', 'Emergency and critical care'), ('EYES', 'Eyes'), ('MATERNITY', 'Maternity and newborn'), ('MENTAL_HEALTH', 'Mental health'), ('MUSCULOSKELETAL', 'Bones, joints and muscles'), ('NEUROLOGY', 'Brain and nerves'), ('RESPIRATORY', 'Lungs and breathing'), ('SURGERY', 'Surgery and wound care'), ('URINARY', 'Kidneys and urinary tract'), ('OTHER', 'Other')], db_default='', max_length=20),
        ),
        migrations.AddField(
            model_name='subscriptionevent',
            name='email',
            field=models.BooleanField(db_default=True),
        ),
        migrations.AddField(
            model_name='subscriptionevent',
            name='frequency',
            field=models.CharField(choices=[('IMMEDIATE', 'At once, one e-mail for each notice'), ('DAILY', 'Once a day, one e-mail with all of them')], db_default='IMMEDIATE', max_length=20),
        ),
        migrations.AddField(
            model_name='subscriptionevent',
            name='innovation',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evidence.innovation'),
        ),
        migrations.AddField(
            model_name='subscriptionevent',
            name='kind',
            field=models.CharField(choices=[('PASSPORT', 'This passport'), ('INNOVATION', 'This technology, with its later versions'), ('CLINICAL_AREA', 'A clinical area'), ('DECISIONS', "Passports that rest on one organisation's decisions"), ('EVERYTHING', 'Every passport')], db_default='PASSPORT', max_length=20),
        ),
        migrations.AlterField(
            model_name='subscription',
            name='passport',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='subscriptions', to='passports.passport'),
        ),
        # Rolled back, only subscriptions to a passport can stay.
        migrations.RunSQL(migrations.RunSQL.noop, "DELETE FROM notices_subscription WHERE kind <> 'PASSPORT'"),
        migrations.AlterField(
            model_name='subscriptionevent',
            name='passport',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='passports.passport'),
        ),
        migrations.AddIndex(
            model_name='subscription',
            index=models.Index(condition=models.Q(('innovation', None), ('passport', None)), fields=['kind', 'clinical_area'], name='subscription_wide'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='subscription',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "notices_subscriptionevent" ("assessor_id", "clinical_area", "created_at", "email", "frequency", "id", "innovation_id", "kind", "organisation_id", "passport_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."assessor_id", NEW."clinical_area", NEW."created_at", NEW."email", NEW."frequency", NEW."id", NEW."innovation_id", NEW."kind", NEW."organisation_id", NEW."passport_id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='a4d7ffa8046ba6a6d53f3f9f367db013ad4d1b3c', operation='INSERT', pgid='pgtrigger_insert_insert_72620', table='notices_subscription', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='subscription',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "notices_subscriptionevent" ("assessor_id", "clinical_area", "created_at", "email", "frequency", "id", "innovation_id", "kind", "organisation_id", "passport_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."assessor_id", NEW."clinical_area", NEW."created_at", NEW."email", NEW."frequency", NEW."id", NEW."innovation_id", NEW."kind", NEW."organisation_id", NEW."passport_id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='0c9bf41d2290cc451c040239799ed53113548dc7', operation='UPDATE', pgid='pgtrigger_update_update_2b320', table='notices_subscription', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='subscription',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "notices_subscriptionevent" ("assessor_id", "clinical_area", "created_at", "email", "frequency", "id", "innovation_id", "kind", "organisation_id", "passport_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."assessor_id", OLD."clinical_area", OLD."created_at", OLD."email", OLD."frequency", OLD."id", OLD."innovation_id", OLD."kind", OLD."organisation_id", OLD."passport_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='56971a78c678e15fd19851db318559f3b7902c7e', operation='DELETE', pgid='pgtrigger_delete_delete_73b55', table='notices_subscription', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.UniqueConstraint(fields=('organisation', 'kind', 'passport', 'innovation', 'clinical_area', 'assessor'), name='subscription_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('assessor', None), ('clinical_area', ''), ('innovation', None), ('kind', 'EVERYTHING'), ('passport', None)), models.Q(('assessor', None), ('clinical_area', ''), ('innovation', None), ('kind', 'PASSPORT'), models.Q(('passport', None), _negated=True)), models.Q(('assessor', None), ('clinical_area', ''), ('kind', 'INNOVATION'), ('passport', None), models.Q(('innovation', None), _negated=True)), models.Q(('assessor', None), ('innovation', None), ('kind', 'CLINICAL_AREA'), ('passport', None), models.Q(('clinical_area', ''), _negated=True)), models.Q(('clinical_area', ''), ('innovation', None), ('kind', 'DECISIONS'), ('passport', None), models.Q(('assessor', None), _negated=True)), _connector='OR'), name='subscription_target_of_its_kind'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.CheckConstraint(condition=models.Q(('frequency__in', ['IMMEDIATE', 'DAILY'])), name='subscription_frequency_known'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.CheckConstraint(condition=models.Q(('clinical_area__in', ['', 'CANCER', 'CARDIOLOGY', 'DIABETES', 'DIGESTIVE', 'EMERGENCY', 'EYES', 'MATERNITY', 'MENTAL_HEALTH', 'MUSCULOSKELETAL', 'NEUROLOGY', 'RESPIRATORY', 'SURGERY', 'URINARY', 'OTHER'])), name='subscription_area_known'),
        ),
    ]
