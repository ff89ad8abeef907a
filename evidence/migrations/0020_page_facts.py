import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evidence', '0019_market_facts_validated'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('alternative', models.CharField(max_length=300)),
                ('large', models.CharField(max_length=64)),
                ('large_width', models.PositiveSmallIntegerField()),
                ('large_height', models.PositiveSmallIntegerField()),
                ('small', models.CharField(max_length=64)),
                ('small_width', models.PositiveSmallIntegerField()),
                ('small_height', models.PositiveSmallIntegerField()),
                ('changed_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'picture',
            },
        ),
        migrations.CreateModel(
            name='PictureEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('alternative', models.CharField(max_length=300)),
                ('large', models.CharField(max_length=64)),
                ('large_width', models.PositiveSmallIntegerField()),
                ('large_height', models.PositiveSmallIntegerField()),
                ('small', models.CharField(max_length=64)),
                ('small_width', models.PositiveSmallIntegerField()),
                ('small_height', models.PositiveSmallIntegerField()),
                ('changed_at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='guidance',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='guidance',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='packstandard',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='packstandard',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='packstandard',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='guidance',
            name='publisher',
            field=models.CharField(blank=True, db_default='', max_length=200),
        ),
        migrations.AddField(
            model_name='guidanceevent',
            name='publisher',
            field=models.CharField(blank=True, db_default='', max_length=200),
        ),
        migrations.AddField(
            model_name='packstandard',
            name='applied',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='packstandard',
            name='met',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='packstandardevent',
            name='applied',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='packstandardevent',
            name='met',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='document',
            name='confidentiality',
            field=models.CharField(choices=[('PUBLIC', 'Public: anyone may read it on the passport page'), ('NHS_ONLY', 'NHS only: people with a role at an NHS organisation, signed in'), ('COMMERCIAL', 'In commercial confidence: the assessing panel only')], default='COMMERCIAL', max_length=20),
        ),
        migrations.AlterField(
            model_name='documentevent',
            name='confidentiality',
            field=models.CharField(choices=[('PUBLIC', 'Public: anyone may read it on the passport page'), ('NHS_ONLY', 'NHS only: people with a role at an NHS organisation, signed in'), ('COMMERCIAL', 'In commercial confidence: the assessing panel only')], default='COMMERCIAL', max_length=20),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='guidance',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "evidence_guidanceevent" ("aliases", "checked_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_on", "publisher", "reference", "replaced_by_id", "state", "title", "url") VALUES (NEW."aliases", NEW."checked_on", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published_on", NEW."publisher", NEW."reference", NEW."replaced_by_id", NEW."state", NEW."title", NEW."url"); RETURN NULL;', hash='6640817e4b5693978867f1ca2e293710dff2eeb7', operation='INSERT', pgid='pgtrigger_insert_insert_06eb3', table='evidence_guidance', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='guidance',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "evidence_guidanceevent" ("aliases", "checked_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_on", "publisher", "reference", "replaced_by_id", "state", "title", "url") VALUES (NEW."aliases", NEW."checked_on", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published_on", NEW."publisher", NEW."reference", NEW."replaced_by_id", NEW."state", NEW."title", NEW."url"); RETURN NULL;', hash='0aad6c761624781444994a2848001c1677a8c61f', operation='UPDATE', pgid='pgtrigger_update_update_f04cb', table='evidence_guidance', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='packstandard',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "evidence_packstandardevent" ("applied", "code", "id", "met", "pack_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "requirement_set_id") VALUES (NEW."applied", NEW."code", NEW."id", NEW."met", NEW."pack_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."requirement_set_id"); RETURN NULL;', hash='12f43cd06c92174d5dbda536597ad67e6674cad5', operation='INSERT', pgid='pgtrigger_insert_insert_08b45', table='evidence_packstandard', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='packstandard',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "evidence_packstandardevent" ("applied", "code", "id", "met", "pack_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "requirement_set_id") VALUES (NEW."applied", NEW."code", NEW."id", NEW."met", NEW."pack_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."requirement_set_id"); RETURN NULL;', hash='9ad92585c040e51e02cb4e420fab2f4d7b559da6', operation='UPDATE', pgid='pgtrigger_update_update_b76b6', table='evidence_packstandard', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='packstandard',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "evidence_packstandardevent" ("applied", "code", "id", "met", "pack_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "requirement_set_id") VALUES (OLD."applied", OLD."code", OLD."id", OLD."met", OLD."pack_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."requirement_set_id"); RETURN NULL;', hash='e29b823e2532ffc38cb24006139d147ed7633ab1', operation='DELETE', pgid='pgtrigger_delete_delete_f7f7f', table='evidence_packstandard', when='AFTER')),
        ),
        # Every row that stands has neither count, so there is nothing to look through.
        AddConstraintNotValid(
            model_name='packstandard',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('applied', None), ('met', None)), models.Q(('applied__isnull', False), ('met__isnull', False), ('met__lte', models.F('applied'))), _connector='OR'), name='pack_standard_counted_whole'),
        ),
        migrations.AddField(
            model_name='picture',
            name='changed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='picture',
            name='innovation',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='shown_as', to='evidence.innovation'),
        ),
        migrations.AddField(
            model_name='pictureevent',
            name='changed_by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='pictureevent',
            name='innovation',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evidence.innovation'),
        ),
        migrations.AddField(
            model_name='pictureevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='pictureevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='evidence.picture'),
        ),
        migrations.AddIndex(
            model_name='picture',
            index=models.Index(fields=['large'], name='picture_large'),
        ),
        migrations.AddIndex(
            model_name='picture',
            index=models.Index(fields=['small'], name='picture_small'),
        ),
        migrations.AddConstraint(
            model_name='picture',
            constraint=models.CheckConstraint(condition=models.Q(('alternative', ''), _negated=True), name='picture_told_in_words'),
        ),
        migrations.AddConstraint(
            model_name='picture',
            constraint=models.CheckConstraint(condition=models.Q(('large__regex', '^[0-9a-f]{64}$'), ('small__regex', '^[0-9a-f]{64}$')), name='picture_named_by_its_bytes'),
        ),
        migrations.AddConstraint(
            model_name='picture',
            constraint=models.CheckConstraint(condition=models.Q(('large_height__gt', 0), ('large_width__gt', 0), ('small_height__gt', 0), ('small_width__gt', 0)), name='picture_has_a_size'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='picture',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "evidence_pictureevent" ("alternative", "changed_at", "changed_by_id", "id", "innovation_id", "large", "large_height", "large_width", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "small", "small_height", "small_width") VALUES (NEW."alternative", NEW."changed_at", NEW."changed_by_id", NEW."id", NEW."innovation_id", NEW."large", NEW."large_height", NEW."large_width", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."small", NEW."small_height", NEW."small_width"); RETURN NULL;', hash='065983919543e7996bb8bab0b46a6522b491780d', operation='INSERT', pgid='pgtrigger_insert_insert_062f1', table='evidence_picture', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='picture',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "evidence_pictureevent" ("alternative", "changed_at", "changed_by_id", "id", "innovation_id", "large", "large_height", "large_width", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "small", "small_height", "small_width") VALUES (NEW."alternative", NEW."changed_at", NEW."changed_by_id", NEW."id", NEW."innovation_id", NEW."large", NEW."large_height", NEW."large_width", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."small", NEW."small_height", NEW."small_width"); RETURN NULL;', hash='1a2cbb367bb33ba500f3038e28b01aee7c483b01', operation='UPDATE', pgid='pgtrigger_update_update_a26a2', table='evidence_picture', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='picture',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "evidence_pictureevent" ("alternative", "changed_at", "changed_by_id", "id", "innovation_id", "large", "large_height", "large_width", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "small", "small_height", "small_width") VALUES (OLD."alternative", OLD."changed_at", OLD."changed_by_id", OLD."id", OLD."innovation_id", OLD."large", OLD."large_height", OLD."large_width", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."small", OLD."small_height", OLD."small_width"); RETURN NULL;', hash='010531f2a8bf78c8b9fccf4d76c3863da69934e9', operation='DELETE', pgid='pgtrigger_delete_delete_8fefa', table='evidence_picture', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pictureevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6a30d9343906932d8c5be84fe3b4d57a10d4c226', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_53d0d', table='evidence_pictureevent', when='BEFORE')),
        ),
        # What was stated until now has the address of its publisher.
        migrations.RunSQL(
            "UPDATE evidence_guidance SET publisher = 'NICE' WHERE url LIKE 'https://www.nice.org.uk/%'",
            migrations.RunSQL.noop,
        ),
    ]
