import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evidence', '0022_makers_by_name'),
        ('guide', '0005_search_facets'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('trusts', '0004_needs'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='WatchCursor',
            fields=[
                ('name', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('transaction_id', models.BigIntegerField(default=0)),
                ('day', models.DateField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='SavedSearch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('query', models.CharField(blank=True, max_length=4000)),
                ('saved_at', models.DateTimeField()),
                ('stopped_at', models.DateTimeField(blank=True, null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='trusts.organisation')),
                ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'saved search',
            },
        ),
        migrations.CreateModel(
            name='SavedMatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('found_at', models.DateTimeField()),
                ('innovation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.innovation')),
                ('saved_search', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='matches', to='guide.savedsearch')),
            ],
            options={
                'verbose_name': 'match of a saved search',
            },
        ),
        migrations.CreateModel(
            name='SavedSearchEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('name', models.CharField(max_length=200)),
                ('query', models.CharField(blank=True, max_length=4000)),
                ('saved_at', models.DateTimeField()),
                ('stopped_at', models.DateTimeField(blank=True, null=True)),
                ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='trusts.organisation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='guide.savedsearch')),
                ('saved_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='savedsearch',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('name'), models.F('organisation'), condition=models.Q(('stopped_at', None)), name='saved_search_name_once'),
        ),
        migrations.AddConstraint(
            model_name='savedsearch',
            constraint=models.UniqueConstraint(condition=models.Q(('stopped_at', None)), fields=('organisation', 'query'), name='saved_search_query_once'),
        ),
        migrations.AddConstraint(
            model_name='savedsearch',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='saved_search_has_a_name'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='savedsearch',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='c0a1b7365af7ded2dd2858b8af12c7bcb9d23925', operation='DELETE', pgid='pgtrigger_never_deleted_c4c41', table='guide_savedsearch', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='savedsearch',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "guide_savedsearchevent" ("id", "key", "name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "query", "saved_at", "saved_by_id", "stopped_at") VALUES (NEW."id", NEW."key", NEW."name", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."query", NEW."saved_at", NEW."saved_by_id", NEW."stopped_at"); RETURN NULL;', hash='9097bb372fabab8ce909256b91ef93ddc2ef2935', operation='INSERT', pgid='pgtrigger_insert_insert_9f690', table='guide_savedsearch', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='savedsearch',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "guide_savedsearchevent" ("id", "key", "name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "query", "saved_at", "saved_by_id", "stopped_at") VALUES (NEW."id", NEW."key", NEW."name", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."query", NEW."saved_at", NEW."saved_by_id", NEW."stopped_at"); RETURN NULL;', hash='334f021201049960068f87aa3470479374d06e04', operation='UPDATE', pgid='pgtrigger_update_update_c5a2a', table='guide_savedsearch', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='savedmatch',
            constraint=models.UniqueConstraint(fields=('saved_search', 'innovation'), name='saved_match_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='savedsearchevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c6095dd6ce96dc69dad8d368799477efb2014c25', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9eec4', table='guide_savedsearchevent', when='BEFORE')),
        ),
    ]
