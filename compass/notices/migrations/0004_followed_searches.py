import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evidence', '0022_makers_by_name'),
        ('notices', '0003_digests_and_webhooks'),
        ('passports', '0010_issue_under_a_notice'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('trusts', '0004_needs'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    # Subscriptions are few. Of the large tables, columns lose NOT NULL, which reads no row; the new rule of deliveries
    # reads each of them once, about a tenth of a second a million.
    operations = [
        migrations.CreateModel(
            name='CalendarLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'calendar address',
            },
        ),
        migrations.CreateModel(
            name='CalendarLinkEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('number', models.PositiveIntegerField()),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
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
        migrations.RemoveConstraint(
            model_name='subscription',
            name='subscription_target_of_its_kind',
        ),
        migrations.RemoveConstraint(
            model_name='webhookdelivery',
            name='webhook_delivery_about_a_passport_or_a_test',
        ),
        migrations.AddField(
            model_name='subscription',
            name='need',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='trusts.need'),
        ),
        migrations.AddField(
            model_name='subscription',
            name='search',
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='subscription',
            name='search_name',
            field=models.CharField(blank=True, db_default='', max_length=200),
        ),
        migrations.AddField(
            model_name='subscriptionevent',
            name='need',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='trusts.need'),
        ),
        migrations.AddField(
            model_name='subscriptionevent',
            name='search',
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='subscriptionevent',
            name='search_name',
            field=models.CharField(blank=True, db_default='', max_length=200),
        ),
        migrations.AlterField(
            model_name='digestline',
            name='passport',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='passports.passport'),
        ),
        migrations.AlterField(
            model_name='notice',
            name='passport',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='passports.passport'),
        ),
        migrations.AlterField(
            model_name='subscription',
            name='kind',
            field=models.CharField(choices=[('PASSPORT', 'This passport'), ('INNOVATION', 'This technology, with its later versions'), ('CLINICAL_AREA', 'A clinical area'), ('DECISIONS', "Passports that rest on one organisation's decisions"), ('EVERYTHING', 'Every passport'), ('SEARCH', 'A saved search'), ('NEED', 'A need')], db_default='PASSPORT', max_length=20),
        ),
        migrations.AlterField(
            model_name='subscriptionevent',
            name='kind',
            field=models.CharField(choices=[('PASSPORT', 'This passport'), ('INNOVATION', 'This technology, with its later versions'), ('CLINICAL_AREA', 'A clinical area'), ('DECISIONS', "Passports that rest on one organisation's decisions"), ('EVERYTHING', 'Every passport'), ('SEARCH', 'A saved search'), ('NEED', 'A need')], db_default='PASSPORT', max_length=20),
        ),
        # Rolled back, only what is about passports can stay.
        migrations.RunSQL(
            migrations.RunSQL.noop,
            """
            DELETE FROM notices_webhookdelivery WHERE notice_id IS NOT NULL AND passport_id IS NULL;
            DELETE FROM notices_notice WHERE passport_id IS NULL;
            DELETE FROM notices_digestline WHERE passport_id IS NULL;
            DELETE FROM notices_subscription WHERE kind IN ('SEARCH', 'NEED');
            SET CONSTRAINTS ALL IMMEDIATE;
            """,
        ),
        migrations.AddIndex(
            model_name='subscription',
            index=models.Index(condition=models.Q(('search__isnull', False)), fields=['search'], name='subscription_search'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='subscription',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "notices_subscriptionevent" ("assessor_id", "clinical_area", "created_at", "email", "frequency", "id", "innovation_id", "kind", "need_id", "organisation_id", "passport_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "search", "search_name") VALUES (NEW."assessor_id", NEW."clinical_area", NEW."created_at", NEW."email", NEW."frequency", NEW."id", NEW."innovation_id", NEW."kind", NEW."need_id", NEW."organisation_id", NEW."passport_id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."search", NEW."search_name"); RETURN NULL;', hash='5160dca9aa4e35a160aa0d95b79b7d9c9121abdb', operation='INSERT', pgid='pgtrigger_insert_insert_72620', table='notices_subscription', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='subscription',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "notices_subscriptionevent" ("assessor_id", "clinical_area", "created_at", "email", "frequency", "id", "innovation_id", "kind", "need_id", "organisation_id", "passport_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "search", "search_name") VALUES (NEW."assessor_id", NEW."clinical_area", NEW."created_at", NEW."email", NEW."frequency", NEW."id", NEW."innovation_id", NEW."kind", NEW."need_id", NEW."organisation_id", NEW."passport_id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."search", NEW."search_name"); RETURN NULL;', hash='6e8c3aa2edb173f1f244dfdadff4e91d05450539', operation='UPDATE', pgid='pgtrigger_update_update_2b320', table='notices_subscription', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='subscription',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "notices_subscriptionevent" ("assessor_id", "clinical_area", "created_at", "email", "frequency", "id", "innovation_id", "kind", "need_id", "organisation_id", "passport_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "search", "search_name") VALUES (OLD."assessor_id", OLD."clinical_area", OLD."created_at", OLD."email", OLD."frequency", OLD."id", OLD."innovation_id", OLD."kind", OLD."need_id", OLD."organisation_id", OLD."passport_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."search", OLD."search_name"); RETURN NULL;', hash='252167decbc2412ef1e836e33d52f7b726d9289f', operation='DELETE', pgid='pgtrigger_delete_delete_73b55', table='notices_subscription', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.UniqueConstraint(fields=('organisation', 'kind', 'passport', 'innovation', 'clinical_area', 'assessor', 'search', 'need'), name='subscription_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('assessor', None), ('clinical_area', ''), ('innovation', None), ('kind', 'EVERYTHING'), ('need', None), ('passport', None), ('search', None)), models.Q(('assessor', None), ('clinical_area', ''), ('innovation', None), ('kind', 'PASSPORT'), ('need', None), ('search', None), models.Q(('passport', None), _negated=True)), models.Q(('assessor', None), ('clinical_area', ''), ('kind', 'INNOVATION'), ('need', None), ('passport', None), ('search', None), models.Q(('innovation', None), _negated=True)), models.Q(('assessor', None), ('innovation', None), ('kind', 'CLINICAL_AREA'), ('need', None), ('passport', None), ('search', None), models.Q(('clinical_area', ''), _negated=True)), models.Q(('clinical_area', ''), ('innovation', None), ('kind', 'DECISIONS'), ('need', None), ('passport', None), ('search', None), models.Q(('assessor', None), _negated=True)), models.Q(('assessor', None), ('clinical_area', ''), ('innovation', None), ('kind', 'SEARCH'), ('need', None), ('passport', None), models.Q(('search', None), _negated=True)), models.Q(('assessor', None), ('clinical_area', ''), ('innovation', None), ('kind', 'NEED'), ('passport', None), ('search', None), models.Q(('need', None), _negated=True)), _connector='OR'), name='subscription_target_of_its_kind'),
        ),
        migrations.AddConstraint(
            model_name='webhookdelivery',
            constraint=models.CheckConstraint(condition=models.Q(('passport', None), ('notice__isnull', False), _connector='OR'), name='webhook_delivery_about_a_notice_or_a_test'),
        ),
        migrations.AddField(
            model_name='calendarlink',
            name='person',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='calendarlinkevent',
            name='person',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='calendarlinkevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='calendarlinkevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='notices.calendarlink'),
        ),
        migrations.AddConstraint(
            model_name='calendarlink',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='calendar_link_is_a_later_one'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='calendarlink',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "notices_calendarlinkevent" ("id", "made_at", "number", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."made_at", NEW."number", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='f411c64601bcbab9077b9219b3a5cd90aaf62e61', operation='INSERT', pgid='pgtrigger_insert_insert_70c30', table='notices_calendarlink', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='calendarlink',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "notices_calendarlinkevent" ("id", "made_at", "number", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."made_at", NEW."number", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='4e8ed245a9406e17b46a1dd3dc8eca983802a6fe', operation='UPDATE', pgid='pgtrigger_update_update_f0640', table='notices_calendarlink', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='calendarlinkevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6beb4dc29b156ecac7f936985b2df58034f5a007', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_02565', table='notices_calendarlinkevent', when='BEFORE')),
        ),
    ]
