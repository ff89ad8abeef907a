import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evidence', '0022_makers_by_name'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('trusts', '0003_decisions_and_conditions_hold_together'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Need',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200)),
                ('problem', models.TextField()),
                ('clinical_area', models.CharField(choices=[('CANCER', 'Cancer'), ('CARDIOLOGY', 'Heart and circulation'), ('DIABETES', 'Diabetes and endocrine'), ('DIGESTIVE', 'Digestive system'), ('EMERGENCY', 'Emergency and critical care'), ('EYES', 'Eyes'), ('MATERNITY', 'Maternity and newborn'), ('MENTAL_HEALTH', 'Mental health'), ('MUSCULOSKELETAL', 'Bones, joints and muscles'), ('NEUROLOGY', 'Brain and nerves'), ('RESPIRATORY', 'Lungs and breathing'), ('SURGERY', 'Surgery and wound care'), ('URINARY', 'Kidneys and urinary tract'), ('OTHER', 'Other')], max_length=20)),
                ('patients', models.PositiveIntegerField(blank=True, null=True)),
                ('needed_by', models.DateField(blank=True, null=True)),
                ('published_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('OPEN', 'Open for answers'), ('CLOSED', 'Closed')], default='OPEN', max_length=20)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, max_length=300)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='needs', to='trusts.organisation')),
                ('published_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'need',
            },
        ),
        migrations.CreateModel(
            name='NeedAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sentence', models.CharField(max_length=300)),
                ('answered_at', models.DateTimeField()),
                ('answered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('innovation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.innovation')),
                ('need', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='trusts.need')),
            ],
            options={
                'verbose_name': 'answer to a need',
            },
        ),
        migrations.CreateModel(
            name='NeedEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('title', models.CharField(max_length=200)),
                ('problem', models.TextField()),
                ('clinical_area', models.CharField(choices=[('CANCER', 'Cancer'), ('CARDIOLOGY', 'Heart and circulation'), ('DIABETES', 'Diabetes and endocrine'), ('DIGESTIVE', 'Digestive system'), ('EMERGENCY', 'Emergency and critical care'), ('EYES', 'Eyes'), ('MATERNITY', 'Maternity and newborn'), ('MENTAL_HEALTH', 'Mental health'), ('MUSCULOSKELETAL', 'Bones, joints and muscles'), ('NEUROLOGY', 'Brain and nerves'), ('RESPIRATORY', 'Lungs and breathing'), ('SURGERY', 'Surgery and wound care'), ('URINARY', 'Kidneys and urinary tract'), ('OTHER', 'Other')], max_length=20)),
                ('patients', models.PositiveIntegerField(blank=True, null=True)),
                ('needed_by', models.DateField(blank=True, null=True)),
                ('published_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('OPEN', 'Open for answers'), ('CLOSED', 'Closed')], default='OPEN', max_length=20)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, max_length=300)),
                ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='trusts.organisation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='trusts.need')),
                ('published_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='need',
            index=models.Index(fields=['state', '-id'], name='need_newest'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['OPEN', 'CLOSED'])), name='need_state_known'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('title'), models.F('organisation'), condition=models.Q(('state', 'OPEN')), name='need_title_once'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('problem', ''), _negated=True)), name='need_says_what'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.CheckConstraint(condition=models.Q(('patients', None), ('patients__gte', 1), _connector='OR'), name='need_of_somebody'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.CheckConstraint(condition=models.Q(('clinical_area__in', ['CANCER', 'CARDIOLOGY', 'DIABETES', 'DIGESTIVE', 'EMERGENCY', 'EYES', 'MATERNITY', 'MENTAL_HEALTH', 'MUSCULOSKELETAL', 'NEUROLOGY', 'RESPIRATORY', 'SURGERY', 'URINARY', 'OTHER'])), name='need_area_known'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('outcome', ''), ('state', 'OPEN')), models.Q(models.Q(('state', 'OPEN'), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='need_closed_with_its_time'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='need',
            trigger=pgtrigger.compiler.Trigger(name='legal_moves', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{OPEN:CLOSED}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='8810abf53a20c1a1ec125e57dad0370261dbafc3', operation='UPDATE', pgid='pgtrigger_legal_moves_72681', table='trusts_need', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='need',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='d06490c8fd62ade5ece6af3376250b4842ddaf5d', operation='DELETE', pgid='pgtrigger_never_deleted_20581', table='trusts_need', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='need',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "trusts_needevent" ("clinical_area", "closed_at", "id", "needed_by", "organisation_id", "outcome", "patients", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "published_at", "published_by_id", "state", "title") VALUES (NEW."clinical_area", NEW."closed_at", NEW."id", NEW."needed_by", NEW."organisation_id", NEW."outcome", NEW."patients", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."problem", NEW."published_at", NEW."published_by_id", NEW."state", NEW."title"); RETURN NULL;', hash='d248059549b35f0d975e5f691b1bbeacd3fff2c2', operation='INSERT', pgid='pgtrigger_insert_insert_041a3', table='trusts_need', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='need',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "trusts_needevent" ("clinical_area", "closed_at", "id", "needed_by", "organisation_id", "outcome", "patients", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "published_at", "published_by_id", "state", "title") VALUES (NEW."clinical_area", NEW."closed_at", NEW."id", NEW."needed_by", NEW."organisation_id", NEW."outcome", NEW."patients", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."problem", NEW."published_at", NEW."published_by_id", NEW."state", NEW."title"); RETURN NULL;', hash='dc0e9766bb4d845881c156c84f19c41d6e9e0928', operation='UPDATE', pgid='pgtrigger_update_update_28b0b', table='trusts_need', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='needanswer',
            constraint=models.UniqueConstraint(fields=('need', 'innovation'), name='need_answered_once'),
        ),
        migrations.AddConstraint(
            model_name='needanswer',
            constraint=models.CheckConstraint(condition=models.Q(('sentence', ''), _negated=True), name='need_answer_says_how'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='needanswer',
            trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='7fa3e296024f9aaf6502fe312620129c25a1c228', operation='UPDATE', pgid='pgtrigger_never_changed_8cde8', table='trusts_needanswer', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='needanswer',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='c67e983baa6811b15c1fde7b9fa52eccccfe0937', operation='DELETE', pgid='pgtrigger_never_deleted_c2725', table='trusts_needanswer', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='needevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1fd996fe216df8a80c819f8282a01fffa08fccc0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0af60', table='trusts_needevent', when='BEFORE')),
        ),
    ]
