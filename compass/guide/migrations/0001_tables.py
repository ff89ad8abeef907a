import compass.foundation.migrating
import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import pgtrigger.compiler
import uuid
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    # All tables as they stand, in place of the steps that led to them: docs/decisions/0016-migrations-in-one-step.md.
    # Other apps are named by the last step that theirs replaces: Django then refuses a database that has only some.

    replaces = [
        ('guide', '0001_search_entries'),
        ('guide', '0002_value_schemes'),
        ('guide', '0003_local_costs'),
        ('guide', '0004_shortlists'),
        ('guide', '0006_watched_searches'),
        ('guide', '0007_workbench'),
        ('guide', '0009_asked_answers'),
        ('guide', '0010_work'),
        ('guide', '0011_notes_edited'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('evidence', '0022_makers_by_name'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('trusts', '0005_needs_corrected'),
    ]

    operations = [
        compass.foundation.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='SearchEntry',
                    fields=[
                        ('innovation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='search_entry', serialize=False, to='evidence.innovation')),
                        ('innovator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='evidence.innovator')),
                        ('name', models.CharField(max_length=200)),
                        ('kind', models.CharField(max_length=20)),
                        ('clinical_area', models.CharField(max_length=20)),
                        ('status', models.CharField(max_length=25)),
                        ('until', models.DateField(null=True)),
                        ('published_at', models.DateTimeField(null=True)),
                        ('adopters', models.PositiveIntegerField()),
                        ('search', django.contrib.postgres.search.SearchVectorField()),
                        ('tags', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(db_collation='C'), size=None)),
                        ('lasts_from', models.DateField(null=True)),
                        ('lasts_until', models.DateField(null=True)),
                        ('categories', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=13), size=None)),
                    ],
                    options={
                        'verbose_name': 'search entry',
                        'verbose_name_plural': 'search entries',
                        'indexes': [
                            django.contrib.postgres.indexes.GinIndex(fields=['search'], name='search_entry_words'),
                            django.contrib.postgres.indexes.GinIndex(fields=['tags'], name='search_entry_tags'),
                            django.contrib.postgres.indexes.GinIndex(condition=models.Q(('published_at__isnull', False)), fields=['name'], name='search_entry_name_alike', opclasses=['gin_trgm_ops']),
                            models.Index(django.db.models.functions.text.Lower('name'), models.F('innovation'), condition=models.Q(('published_at__isnull', False)), name='search_entry_in_order'),
                            models.Index(condition=models.Q(('lasts_until__isnull', False)), fields=['lasts_until'], name='search_entry_due'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='FrozenSearch',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True)),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='trusts.organisation')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('made_at', models.DateTimeField()),
                        ('content', models.JSONField()),
                        ('content_hash', models.CharField(max_length=64)),
                    ],
                    options={
                        'verbose_name': 'frozen search',
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('content_hash__regex', '^[0-9a-f]{64}$')), name='frozen_search_hash_is_a_hash'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='be8129e8b5c834f477e012229c3d8800747e4d80', operation='UPDATE', pgid='pgtrigger_never_changed_2c137', table='guide_frozensearch', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='b7038738438ce3e6c753452b125dd3200cc4ecd1', operation='DELETE', pgid='pgtrigger_never_deleted_fc9e8', table='guide_frozensearch', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='LocalCost',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='trusts.organisation')),
                        ('innovation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.innovation')),
                        ('pack', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.pack')),
                        ('model_hash', models.CharField(max_length=64)),
                        ('numbers', models.JSONField(default=dict)),
                        ('revision', models.PositiveIntegerField()),
                        ('changed_at', models.DateTimeField()),
                        ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'local cost',
                        'constraints': [
                            models.UniqueConstraint(fields=('organisation', 'innovation'), name='local_cost_once'),
                            models.CheckConstraint(condition=models.Q(('revision__gte', 1)), name='local_cost_revision_counts_from_one'),
                            models.CheckConstraint(condition=models.Q(('model_hash__regex', '^[0-9a-f]{64}$')), name='local_cost_hash_is_a_hash'),
                            models.CheckConstraint(condition=models.Q(('numbers__contains', {})), name='local_cost_numbers_have_names'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='frozen_pack_of_the_technology', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF NOT EXISTS (\n                        SELECT 1 FROM evidence_pack\n                        WHERE id = NEW.pack_id AND innovation_id = NEW.innovation_id AND state = 'FROZEN'\n                    ) THEN RAISE EXCEPTION 'local costs rest on a frozen pack of the same technology'; END IF;\n                    RETURN NEW;\n                ", hash='6c85340d8b71cd29ae13a8378597b0904b4c32a6', operation='INSERT OR UPDATE', pgid='pgtrigger_frozen_pack_of_the_technology_f4279', table='guide_localcost', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "guide_localcostevent" ("changed_at", "changed_by_id", "id", "innovation_id", "model_hash", "numbers", "organisation_id", "pack_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision") VALUES (NEW."changed_at", NEW."changed_by_id", NEW."id", NEW."innovation_id", NEW."model_hash", NEW."numbers", NEW."organisation_id", NEW."pack_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."revision"); RETURN NULL;', hash='3aa1dd426dca224e8cbe9bf8c6012f09c3f7f52b', operation='INSERT', pgid='pgtrigger_insert_insert_5070f', table='guide_localcost', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "guide_localcostevent" ("changed_at", "changed_by_id", "id", "innovation_id", "model_hash", "numbers", "organisation_id", "pack_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision") VALUES (NEW."changed_at", NEW."changed_by_id", NEW."id", NEW."innovation_id", NEW."model_hash", NEW."numbers", NEW."organisation_id", NEW."pack_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."revision"); RETURN NULL;', hash='41f74a55ffccd1b672ba3495fe9c1996d598d453', operation='UPDATE', pgid='pgtrigger_update_update_7450c', table='guide_localcost', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='LocalCostEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='guide.localcost')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='trusts.organisation')),
                        ('innovation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evidence.innovation')),
                        ('pack', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evidence.pack')),
                        ('model_hash', models.CharField(max_length=64)),
                        ('numbers', models.JSONField(default=dict)),
                        ('revision', models.PositiveIntegerField()),
                        ('changed_at', models.DateTimeField()),
                        ('changed_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'abstract': False,
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a645663606e126fc137cf0265cff8237c2e1e448', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_53ed8', table='guide_localcostevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='SavedSearch',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='trusts.organisation')),
                        ('name', models.CharField(max_length=200)),
                        ('query', models.CharField(blank=True, max_length=4000)),
                        ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('saved_at', models.DateTimeField()),
                        ('stopped_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'verbose_name': 'saved search',
                        'constraints': [
                            models.UniqueConstraint(django.db.models.functions.text.Lower('name'), models.F('organisation'), condition=models.Q(('stopped_at', None)), name='saved_search_name_once'),
                            models.UniqueConstraint(condition=models.Q(('stopped_at', None)), fields=('organisation', 'query'), name='saved_search_query_once'),
                            models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='saved_search_has_a_name'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='c0a1b7365af7ded2dd2858b8af12c7bcb9d23925', operation='DELETE', pgid='pgtrigger_never_deleted_c4c41', table='guide_savedsearch', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "guide_savedsearchevent" ("id", "key", "name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "query", "saved_at", "saved_by_id", "stopped_at") VALUES (NEW."id", NEW."key", NEW."name", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."query", NEW."saved_at", NEW."saved_by_id", NEW."stopped_at"); RETURN NULL;', hash='9097bb372fabab8ce909256b91ef93ddc2ef2935', operation='INSERT', pgid='pgtrigger_insert_insert_9f690', table='guide_savedsearch', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "guide_savedsearchevent" ("id", "key", "name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "query", "saved_at", "saved_by_id", "stopped_at") VALUES (NEW."id", NEW."key", NEW."name", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."query", NEW."saved_at", NEW."saved_by_id", NEW."stopped_at"); RETURN NULL;', hash='334f021201049960068f87aa3470479374d06e04', operation='UPDATE', pgid='pgtrigger_update_update_c5a2a', table='guide_savedsearch', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='SavedSearchEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='guide.savedsearch')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('key', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='trusts.organisation')),
                        ('name', models.CharField(max_length=200)),
                        ('query', models.CharField(blank=True, max_length=4000)),
                        ('saved_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('saved_at', models.DateTimeField()),
                        ('stopped_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'abstract': False,
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c6095dd6ce96dc69dad8d368799477efb2014c25', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9eec4', table='guide_savedsearchevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='SavedMatch',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('saved_search', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='matches', to='guide.savedsearch')),
                        ('innovation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.innovation')),
                        ('found_at', models.DateTimeField()),
                    ],
                    options={
                        'verbose_name': 'match of a saved search',
                        'constraints': [
                            models.UniqueConstraint(fields=('saved_search', 'innovation'), name='saved_match_once'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='WatchCursor',
                    fields=[
                        ('name', models.CharField(max_length=20, primary_key=True, serialize=False)),
                        ('transaction_id', models.BigIntegerField(default=0)),
                        ('day', models.DateField(blank=True, null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='SchemeVersion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='trusts.organisation')),
                        ('number', models.PositiveSmallIntegerField()),
                        ('title', models.CharField(max_length=200)),
                        ('cost_weight', models.DecimalField(decimal_places=2, max_digits=5)),
                        ('questions', models.JSONField()),
                        ('why', models.CharField(max_length=300)),
                        ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('made_at', models.DateTimeField()),
                    ],
                    options={
                        'verbose_name': 'version of a scheme',
                        'constraints': [
                            models.UniqueConstraint(fields=('organisation', 'number'), name='scheme_version_once'),
                            models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='scheme_version_counts_from_one'),
                            models.CheckConstraint(condition=models.Q(('cost_weight__range', (Decimal('0'), Decimal('40')))), name='scheme_version_cost_at_most_forty'),
                            models.CheckConstraint(condition=models.Q(('title__regex', '\\S'), ('why__regex', '\\S')), name='scheme_version_says_why'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='a3be10c04b60994a7b2c1cfb803192ae5a168e21', operation='UPDATE', pgid='pgtrigger_never_changed_ff00f', table='guide_schemeversion', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='9baea6fd00c8b21945129f9a6d636ea4d15a8fea', operation='DELETE', pgid='pgtrigger_never_deleted_9d42a', table='guide_schemeversion', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='keeps_the_rule', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE value numeric; social numeric; many int; keys int; fine boolean; domains text[] := '{SOCIAL_VALUE,EFFICIENCY,PATIENT_AND_STAFF,SUPPLY_CHAIN,PURPOSE}'; least_value numeric := 60; least_social numeric := 10; everything numeric := 100;", func="\n                    SELECT coalesce(sum((q ->> 'weight')::numeric), 0),\n                        coalesce(sum((q ->> 'weight')::numeric) FILTER (WHERE q ->> 'domain' = 'SOCIAL_VALUE'), 0),\n                        count(*), count(DISTINCT q ->> 'key'),\n                        coalesce(bool_and(coalesce(q ->> 'domain' = ANY (domains) AND q ->> 'text' ~ '\\S'\n                            AND q ->> 'key' ~ '^[-a-z0-9]+$' AND (q ->> 'weight')::numeric >= 0, false)), false)\n                        INTO value, social, many, keys, fine FROM jsonb_array_elements(NEW.questions) AS q;\n                    IF NOT fine OR many <> keys OR value < least_value OR social < least_social\n                        OR value + NEW.cost_weight <> everything\n                    THEN RAISE EXCEPTION 'this version breaks the rule of the scheme'; END IF;\n                    RETURN NEW;\n                ", hash='f1dcdb519d6886c299157d2058fb6537c3e6caf0', operation='INSERT', pgid='pgtrigger_keeps_the_rule_2e03a', table='guide_schemeversion', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Shortlist',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True)),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='trusts.organisation')),
                        ('name', models.CharField(max_length=200)),
                        ('started_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('started_at', models.DateTimeField()),
                        ('archived_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'verbose_name': 'shortlist',
                        'constraints': [
                            models.UniqueConstraint(django.db.models.functions.text.Lower('name'), models.F('organisation'), condition=models.Q(('archived_at', None)), name='shortlist_name_once'),
                            models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='shortlist_has_a_name'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='f85337a363bbb2a6112a7e3ade1d7d3465644d6a', operation='DELETE', pgid='pgtrigger_never_deleted_078ab', table='guide_shortlist', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "guide_shortlistevent" ("archived_at", "id", "name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "started_at", "started_by_id") VALUES (NEW."archived_at", NEW."id", NEW."name", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."started_at", NEW."started_by_id"); RETURN NULL;', hash='aae3334a3e850845b296b079acacda6f9c524b37', operation='INSERT', pgid='pgtrigger_insert_insert_44491', table='guide_shortlist', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."archived_at" IS DISTINCT FROM (NEW."archived_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."started_at" IS DISTINCT FROM (NEW."started_at") OR OLD."started_by_id" IS DISTINCT FROM (NEW."started_by_id"))', func='INSERT INTO "guide_shortlistevent" ("archived_at", "id", "name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "started_at", "started_by_id") VALUES (NEW."archived_at", NEW."id", NEW."name", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."started_at", NEW."started_by_id"); RETURN NULL;', hash='8d2bf261961d1e3c5054fb4e5c6ef71a977b2fe5', operation='UPDATE', pgid='pgtrigger_update_update_443eb', table='guide_shortlist', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='ShortlistEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='guide.shortlist')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='trusts.organisation')),
                        ('name', models.CharField(max_length=200)),
                        ('started_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('started_at', models.DateTimeField()),
                        ('archived_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'abstract': False,
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5629283da8d48b750caaa1571284d3e4f84f9a31', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_41029', table='guide_shortlistevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Shortlisted',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True)),
                        ('shortlist', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='guide.shortlist')),
                        ('innovation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.innovation')),
                        ('position', models.PositiveSmallIntegerField()),
                        ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('added_at', models.DateTimeField()),
                    ],
                    options={
                        'verbose_name': 'shortlisted technology',
                        'constraints': [
                            models.UniqueConstraint(fields=('shortlist', 'innovation'), name='shortlisted_once'),
                            models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('shortlist', 'position'), name='shortlisted_one_a_place'),
                            models.CheckConstraint(condition=models.Q(('position__gte', 1)), name='shortlisted_counted_from_one'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "guide_shortlistedevent" ("added_at", "added_by_id", "id", "innovation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "shortlist_id") VALUES (NEW."added_at", NEW."added_by_id", NEW."id", NEW."innovation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."shortlist_id"); RETURN NULL;', hash='413abd4f5cb39eda3ece82935fe947fdb11a2561', operation='INSERT', pgid='pgtrigger_insert_insert_05867', table='guide_shortlisted', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."added_at" IS DISTINCT FROM (NEW."added_at") OR OLD."added_by_id" IS DISTINCT FROM (NEW."added_by_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."innovation_id" IS DISTINCT FROM (NEW."innovation_id") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."shortlist_id" IS DISTINCT FROM (NEW."shortlist_id"))', func='INSERT INTO "guide_shortlistedevent" ("added_at", "added_by_id", "id", "innovation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "shortlist_id") VALUES (NEW."added_at", NEW."added_by_id", NEW."id", NEW."innovation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."shortlist_id"); RETURN NULL;', hash='e5644b031ddf6fbfbf9e0aebdee7184398682c80', operation='UPDATE', pgid='pgtrigger_update_update_c1f53', table='guide_shortlisted', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "guide_shortlistedevent" ("added_at", "added_by_id", "id", "innovation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "shortlist_id") VALUES (OLD."added_at", OLD."added_by_id", OLD."id", OLD."innovation_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."shortlist_id"); RETURN NULL;', hash='10dbe4386436cb61132d3452001df571abf45358', operation='DELETE', pgid='pgtrigger_delete_delete_b9984', table='guide_shortlisted', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='ShortlistedEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='guide.shortlisted')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('shortlist', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='guide.shortlist')),
                        ('innovation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evidence.innovation')),
                        ('position', models.PositiveSmallIntegerField()),
                        ('added_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('added_at', models.DateTimeField()),
                    ],
                    options={
                        'abstract': False,
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='bed230327d71856965d428f391f864b3d43fdd2e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_78e3a', table='guide_shortlistedevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Vote',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('entry', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='votes', to='guide.shortlisted')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('choice', models.CharField(choices=[('FOR', 'For'), ('AGAINST', 'Against'), ('UNSURE', 'Unsure')], max_length=10)),
                        ('voted_at', models.DateTimeField()),
                    ],
                    options={
                        'verbose_name': 'vote',
                        'constraints': [
                            models.UniqueConstraint(fields=('entry', 'person'), name='vote_once'),
                            models.CheckConstraint(condition=models.Q(('choice__in', ['FOR', 'AGAINST', 'UNSURE'])), name='vote_choice_known'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "guide_voteevent" ("choice", "entry_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "voted_at") VALUES (NEW."choice", NEW."entry_id", NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."voted_at"); RETURN NULL;', hash='853694704ad803fb77f567c79bf255f09b4d5644', operation='INSERT', pgid='pgtrigger_insert_insert_09e9c', table='guide_vote', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "guide_voteevent" ("choice", "entry_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "voted_at") VALUES (NEW."choice", NEW."entry_id", NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."voted_at"); RETURN NULL;', hash='c83fe7afb57acde87fc0f96f5666ea6df753da79', operation='UPDATE', pgid='pgtrigger_update_update_63829', table='guide_vote', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "guide_voteevent" ("choice", "entry_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "voted_at") VALUES (OLD."choice", OLD."entry_id", OLD."id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."voted_at"); RETURN NULL;', hash='f94bb056d73ffef28f4122a6ca58d6ae4fe770b6', operation='DELETE', pgid='pgtrigger_delete_delete_60e7e', table='guide_vote', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='VoteEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='guide.vote')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('entry', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='guide.shortlisted')),
                        ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('choice', models.CharField(choices=[('FOR', 'For'), ('AGAINST', 'Against'), ('UNSURE', 'Unsure')], max_length=10)),
                        ('voted_at', models.DateTimeField()),
                    ],
                    options={
                        'abstract': False,
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f4bf781086632b307935675b9dcda33a56e55e8c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_86b46', table='guide_voteevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='ShortlistNote',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True)),
                        ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='guide.shortlisted')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('text', models.TextField()),
                        ('written_at', models.DateTimeField()),
                        ('edited_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'verbose_name': 'note on a shortlist',
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='shortlist_note_says_something'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "guide_shortlistnoteevent" ("edited_at", "entry_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "written_at") VALUES (NEW."edited_at", NEW."entry_id", NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."text", NEW."written_at"); RETURN NULL;', hash='1567e047c6cfb896addefc047b80b9aa02268275', operation='INSERT', pgid='pgtrigger_insert_insert_00f26', table='guide_shortlistnote', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."edited_at" IS DISTINCT FROM (NEW."edited_at") OR OLD."entry_id" IS DISTINCT FROM (NEW."entry_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."written_at" IS DISTINCT FROM (NEW."written_at"))', func='INSERT INTO "guide_shortlistnoteevent" ("edited_at", "entry_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "written_at") VALUES (NEW."edited_at", NEW."entry_id", NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."text", NEW."written_at"); RETURN NULL;', hash='5065559d2bd8509a9a0de43c9a9de48655a16f7f', operation='UPDATE', pgid='pgtrigger_update_update_d89e2', table='guide_shortlistnote', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "guide_shortlistnoteevent" ("edited_at", "entry_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "written_at") VALUES (OLD."edited_at", OLD."entry_id", OLD."id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."text", OLD."written_at"); RETURN NULL;', hash='a3e3c371d4c3b8bfa0154e430eed4569383db0fb', operation='DELETE', pgid='pgtrigger_delete_delete_f6cb2', table='guide_shortlistnote', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='ShortlistNoteEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='guide.shortlistnote')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('entry', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='guide.shortlisted')),
                        ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('text', models.TextField()),
                        ('written_at', models.DateTimeField()),
                        ('edited_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'abstract': False,
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5e7faa7838fd942add8c2c7a4029816488bc279d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_17cae', table='guide_shortlistnoteevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Evaluation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True)),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evaluations', to='trusts.organisation')),
                        ('title', models.CharField(max_length=200)),
                        ('scheme_code', models.CharField(max_length=60)),
                        ('scheme_version', models.CharField(max_length=20)),
                        ('cost_weight', models.DecimalField(decimal_places=2, max_digits=5)),
                        ('years', models.PositiveSmallIntegerField()),
                        ('state', models.CharField(choices=[('DRAFTING', 'Being set up'), ('SCORING', 'Being scored'), ('MODERATION', 'In moderation'), ('CLOSED', 'Closed'), ('ABANDONED', 'Abandoned')], default='DRAFTING', max_length=20)),
                        ('lead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('started_at', models.DateTimeField()),
                        ('closed_at', models.DateTimeField(blank=True, null=True)),
                        ('alone_why', models.CharField(blank=True, db_default='', max_length=300)),
                        ('abandoned_at', models.DateTimeField(blank=True, null=True)),
                        ('abandoned_why', models.CharField(blank=True, db_default='', max_length=300)),
                    ],
                    options={
                        'verbose_name': 'evaluation',
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('state__in', ['DRAFTING', 'SCORING', 'MODERATION', 'CLOSED', 'ABANDONED'])), name='evaluation_state_known'),
                            models.CheckConstraint(condition=models.Q(('cost_weight__range', (Decimal('0'), Decimal('40')))), name='evaluation_cost_at_most_forty'),
                            models.CheckConstraint(condition=models.Q(('years__range', (1, 30))), name='evaluation_years_in_range'),
                            models.CheckConstraint(condition=models.Q(('title__regex', '\\S')), name='evaluation_has_a_title'),
                            models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state', 'CLOSED')), models.Q(models.Q(('state', 'CLOSED'), _negated=True), ('closed_at', None)), _connector='OR'), name='evaluation_closed_with_date'),
                            models.CheckConstraint(condition=models.Q(models.Q(('abandoned_at__isnull', False), ('abandoned_why__regex', '\\S'), ('state', 'ABANDONED')), models.Q(models.Q(('state', 'ABANDONED'), _negated=True), ('abandoned_at', None), ('abandoned_why', '')), _connector='OR'), name='evaluation_abandoned_with_a_reason'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='legal_moves', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{DRAFTING:ABANDONED,DRAFTING:SCORING,MODERATION:ABANDONED,MODERATION:CLOSED,SCORING:ABANDONED,SCORING:MODERATION}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='53eeddf279b662dd8b8bd61aadc0c1a3f96b06e4', operation='UPDATE', pgid='pgtrigger_legal_moves_067ca', table='guide_evaluation', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='cb5bafea7ee00bc14cba7fc38df48232ef7c7fcf', operation='DELETE', pgid='pgtrigger_never_deleted_22191', table='guide_evaluation', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='closed_when_complete', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE moving text[] := '{state,closed_at,lead_id,alone_why,abandoned_at,abandoned_why}'; fewest int := 2;", func="\n            IF OLD.state IN ('CLOSED', 'ABANDONED') THEN\n                RAISE EXCEPTION 'an evaluation that has ended never changes';\n            END IF;\n            IF OLD.state <> 'DRAFTING' AND to_jsonb(OLD) - moving <> to_jsonb(NEW) - moving\n            THEN RAISE EXCEPTION 'an evaluation is set up before it is scored'; END IF;\n            IF NEW.alone_why <> OLD.alone_why AND NOT (OLD.state = 'SCORING' AND NEW.state = 'MODERATION')\n            THEN RAISE EXCEPTION 'why one evaluator is enough is said when moderation begins'; END IF;\n            IF OLD.state = 'SCORING' AND NEW.state = 'MODERATION' AND NEW.alone_why !~ '\\S' AND (\n                SELECT count(*) FROM guide_evaluator WHERE evaluation_id = NEW.id AND removed_at IS NULL\n            ) < fewest THEN RAISE EXCEPTION 'moderation needs two evaluators, or why one is enough'; END IF;\n            IF NEW.state = 'CLOSED' AND EXISTS (\n                SELECT 1 FROM guide_candidate AS c\n                JOIN guide_criterion AS q ON q.evaluation_id = c.evaluation_id\n                LEFT JOIN guide_moderatedscore AS m ON m.candidate_id = c.id AND m.criterion_id = q.id\n                WHERE c.evaluation_id = NEW.id AND (m.id IS NULL OR c.purchase_cost IS NULL)\n            ) THEN RAISE EXCEPTION 'an evaluation closes when everything is scored and costed'; END IF;\n            RETURN NEW;\n        ", hash='8f43152a23b2a8d90047157bb4207d93dafd8c66', operation='UPDATE', pgid='pgtrigger_closed_when_complete_259bc', table='guide_evaluation', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='weights_and_technologies', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare="DECLARE key text := 'id'; subject bigint; value numeric; social numeric; cost numeric; least_value numeric := 60; least_social numeric := 10; everything numeric := 100; fewest int := 2; most int := 10;", func="\n            IF TG_OP = 'DELETE' THEN subject := to_jsonb(OLD) ->> key; ELSE subject := to_jsonb(NEW) ->> key; END IF;\n            SELECT cost_weight INTO cost FROM guide_evaluation WHERE id = subject;\n            SELECT coalesce(sum(weight), 0), coalesce(sum(weight) FILTER (WHERE domain = 'SOCIAL_VALUE'), 0)\n                INTO value, social FROM guide_criterion WHERE evaluation_id = subject;\n            IF value < least_value OR social < least_social OR value + cost <> everything THEN\n                RAISE EXCEPTION 'the weights of evaluation % break the rule of the scheme', subject;\n            END IF;\n            IF (SELECT count(*) FROM guide_candidate WHERE evaluation_id = subject) NOT BETWEEN fewest AND most THEN\n                RAISE EXCEPTION 'evaluation % compares too few or too many technologies', subject;\n            END IF;\n            RETURN NULL;\n        ", hash='032ccfd619823ee7b0b752d31e9799d398e5bb91', operation='INSERT OR UPDATE', pgid='pgtrigger_weights_and_technologies_2b395', table='guide_evaluation', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "guide_evaluationevent" ("abandoned_at", "abandoned_why", "alone_why", "closed_at", "cost_weight", "id", "lead_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme_code", "scheme_version", "started_at", "state", "title", "years") VALUES (NEW."abandoned_at", NEW."abandoned_why", NEW."alone_why", NEW."closed_at", NEW."cost_weight", NEW."id", NEW."lead_id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."scheme_code", NEW."scheme_version", NEW."started_at", NEW."state", NEW."title", NEW."years"); RETURN NULL;', hash='d5ab49c67fac164899fef58e9710965e37fd51b7', operation='INSERT', pgid='pgtrigger_insert_insert_6e301', table='guide_evaluation', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."abandoned_at" IS DISTINCT FROM (NEW."abandoned_at") OR OLD."abandoned_why" IS DISTINCT FROM (NEW."abandoned_why") OR OLD."alone_why" IS DISTINCT FROM (NEW."alone_why") OR OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."cost_weight" IS DISTINCT FROM (NEW."cost_weight") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."lead_id" IS DISTINCT FROM (NEW."lead_id") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."scheme_code" IS DISTINCT FROM (NEW."scheme_code") OR OLD."scheme_version" IS DISTINCT FROM (NEW."scheme_version") OR OLD."started_at" IS DISTINCT FROM (NEW."started_at") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."years" IS DISTINCT FROM (NEW."years"))', func='INSERT INTO "guide_evaluationevent" ("abandoned_at", "abandoned_why", "alone_why", "closed_at", "cost_weight", "id", "lead_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme_code", "scheme_version", "started_at", "state", "title", "years") VALUES (NEW."abandoned_at", NEW."abandoned_why", NEW."alone_why", NEW."closed_at", NEW."cost_weight", NEW."id", NEW."lead_id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."scheme_code", NEW."scheme_version", NEW."started_at", NEW."state", NEW."title", NEW."years"); RETURN NULL;', hash='1f6df9b837b12b2c7027c66c35efd4b2caa7f3dc', operation='UPDATE', pgid='pgtrigger_update_update_688a8', table='guide_evaluation', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='EvaluationEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='guide.evaluation')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='trusts.organisation')),
                        ('title', models.CharField(max_length=200)),
                        ('scheme_code', models.CharField(max_length=60)),
                        ('scheme_version', models.CharField(max_length=20)),
                        ('cost_weight', models.DecimalField(decimal_places=2, max_digits=5)),
                        ('years', models.PositiveSmallIntegerField()),
                        ('state', models.CharField(choices=[('DRAFTING', 'Being set up'), ('SCORING', 'Being scored'), ('MODERATION', 'In moderation'), ('CLOSED', 'Closed'), ('ABANDONED', 'Abandoned')], default='DRAFTING', max_length=20)),
                        ('lead', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('started_at', models.DateTimeField()),
                        ('closed_at', models.DateTimeField(blank=True, null=True)),
                        ('alone_why', models.CharField(blank=True, db_default='', max_length=300)),
                        ('abandoned_at', models.DateTimeField(blank=True, null=True)),
                        ('abandoned_why', models.CharField(blank=True, db_default='', max_length=300)),
                    ],
                    options={
                        'abstract': False,
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3272bea11b22dee949a8b2e0613700e4805e2a97', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8ef35', table='guide_evaluationevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Criterion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='criteria', to='guide.evaluation')),
                        ('key', models.SlugField(max_length=60)),
                        ('position', models.PositiveSmallIntegerField()),
                        ('domain', models.CharField(choices=[('SOCIAL_VALUE', 'Social value'), ('EFFICIENCY', 'Efficiency'), ('PATIENT_AND_STAFF', 'Patients and staff'), ('SUPPLY_CHAIN', 'Supply chain'), ('PURPOSE', 'Purpose')], max_length=20)),
                        ('text', models.CharField(max_length=300)),
                        ('weight', models.DecimalField(decimal_places=2, max_digits=5)),
                    ],
                    options={
                        'verbose_name': 'criterion',
                        'constraints': [
                            models.UniqueConstraint(fields=('evaluation', 'key'), name='criterion_once'),
                            models.CheckConstraint(condition=models.Q(('domain__in', ['SOCIAL_VALUE', 'EFFICIENCY', 'PATIENT_AND_STAFF', 'SUPPLY_CHAIN', 'PURPOSE'])), name='criterion_domain_known'),
                            models.CheckConstraint(condition=models.Q(('weight__range', (0, 100))), name='criterion_weight_in_range'),
                            models.CheckConstraint(condition=models.Q(('text__regex', '\\S')), name='criterion_has_a_text'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='held_by_state', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE subject bigint; allowed text[] := '{DRAFTING}';", func="\n            IF TG_OP = 'DELETE' THEN subject := OLD.evaluation_id; ELSE subject := NEW.evaluation_id; END IF;\n            IF TG_OP = 'UPDATE' AND OLD.evaluation_id <> NEW.evaluation_id THEN\n                RAISE EXCEPTION 'a part of an evaluation stays in it';\n            END IF;\n            PERFORM 1 FROM guide_evaluation WHERE id = subject AND state = ANY (allowed) FOR SHARE;\n            IF NOT FOUND THEN RAISE EXCEPTION 'evaluation % is past that', subject; END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ", hash='7edf1ad3fb44e67ddc8a50fa7eb164eb94a86a59', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_held_by_state_4d0c6', table='guide_criterion', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='weights_add_up', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare="DECLARE key text := 'evaluation_id'; subject bigint; value numeric; social numeric; cost numeric; least_value numeric := 60; least_social numeric := 10; everything numeric := 100; fewest int := 2; most int := 10;", func="\n            IF TG_OP = 'DELETE' THEN subject := to_jsonb(OLD) ->> key; ELSE subject := to_jsonb(NEW) ->> key; END IF;\n            SELECT cost_weight INTO cost FROM guide_evaluation WHERE id = subject;\n            SELECT coalesce(sum(weight), 0), coalesce(sum(weight) FILTER (WHERE domain = 'SOCIAL_VALUE'), 0)\n                INTO value, social FROM guide_criterion WHERE evaluation_id = subject;\n            IF value < least_value OR social < least_social OR value + cost <> everything THEN\n                RAISE EXCEPTION 'the weights of evaluation % break the rule of the scheme', subject;\n            END IF;\n            IF (SELECT count(*) FROM guide_candidate WHERE evaluation_id = subject) NOT BETWEEN fewest AND most THEN\n                RAISE EXCEPTION 'evaluation % compares too few or too many technologies', subject;\n            END IF;\n            RETURN NULL;\n        ", hash='3d3404c22374d7aa3354d0fdfbe0b2b98b3a10fb', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_weights_add_up_059c4', table='guide_criterion', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "guide_criterionevent" ("domain", "evaluation_id", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "text", "weight") VALUES (NEW."domain", NEW."evaluation_id", NEW."id", NEW."key", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."text", NEW."weight"); RETURN NULL;', hash='f38819400f53d8c689f2dd77c821cf9cd9339309', operation='INSERT', pgid='pgtrigger_insert_insert_96376', table='guide_criterion', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "guide_criterionevent" ("domain", "evaluation_id", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "text", "weight") VALUES (NEW."domain", NEW."evaluation_id", NEW."id", NEW."key", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."text", NEW."weight"); RETURN NULL;', hash='d9fa21c1219fba7f3a2d7d379b940ac0643ffc41', operation='UPDATE', pgid='pgtrigger_update_update_f7447', table='guide_criterion', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "guide_criterionevent" ("domain", "evaluation_id", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "text", "weight") VALUES (OLD."domain", OLD."evaluation_id", OLD."id", OLD."key", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."text", OLD."weight"); RETURN NULL;', hash='a9a4f8476d475ed77969bbf9c524b2ddec32e190', operation='DELETE', pgid='pgtrigger_delete_delete_2ad05', table='guide_criterion', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='CriterionEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='guide.criterion')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('evaluation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='guide.evaluation')),
                        ('key', models.SlugField(db_index=False, max_length=60)),
                        ('position', models.PositiveSmallIntegerField()),
                        ('domain', models.CharField(choices=[('SOCIAL_VALUE', 'Social value'), ('EFFICIENCY', 'Efficiency'), ('PATIENT_AND_STAFF', 'Patients and staff'), ('SUPPLY_CHAIN', 'Supply chain'), ('PURPOSE', 'Purpose')], max_length=20)),
                        ('text', models.CharField(max_length=300)),
                        ('weight', models.DecimalField(decimal_places=2, max_digits=5)),
                    ],
                    options={
                        'abstract': False,
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3e7f18980041e8b48526ab4e287d4e0479785c3c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f92a8', table='guide_criterionevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Candidate',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='candidates', to='guide.evaluation')),
                        ('innovation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.innovation')),
                        ('purchase_cost', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                        ('implementation_cost', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                        ('operation_cost', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                        ('disposal_cost', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                        ('cost_source', models.CharField(blank=True, max_length=300)),
                        ('cost_why', models.CharField(blank=True, db_default='', max_length=300)),
                    ],
                    options={
                        'verbose_name': 'candidate',
                        'constraints': [
                            models.UniqueConstraint(fields=('evaluation', 'innovation'), name='candidate_once'),
                            models.CheckConstraint(condition=models.Q(models.Q(('cost_source', ''), ('disposal_cost', None), ('implementation_cost', None), ('operation_cost', None), ('purchase_cost', None)), models.Q(('disposal_cost__isnull', False), ('implementation_cost__isnull', False), ('operation_cost__isnull', False), ('purchase_cost__isnull', False), ('disposal_cost__gte', 0), ('implementation_cost__gte', 0), ('operation_cost__gte', 0), ('purchase_cost__gte', 0), ('cost_source__regex', '\\S'), ('purchase_cost__gt', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('implementation_cost'), '*', models.Value(-1)), '-', models.F('operation_cost')), '-', models.F('disposal_cost')))), _connector='OR'), name='candidate_cost_whole_and_sourced'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='held_by_state', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE subject bigint; allowed text[] := '{DRAFTING,SCORING,MODERATION}';", func="\n            IF TG_OP = 'DELETE' THEN subject := OLD.evaluation_id; ELSE subject := NEW.evaluation_id; END IF;\n            IF TG_OP = 'UPDATE' AND OLD.evaluation_id <> NEW.evaluation_id THEN\n                RAISE EXCEPTION 'a part of an evaluation stays in it';\n            END IF;\n            PERFORM 1 FROM guide_evaluation WHERE id = subject AND state = ANY (allowed) FOR SHARE;\n            IF NOT FOUND THEN RAISE EXCEPTION 'evaluation % is past that', subject; END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ", hash='c8aee4c7e158ca8bfb28c64f8f6be6a70c867d63', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_held_by_state_33f60', table='guide_candidate', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='later_cost_with_a_reason', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF (OLD.purchase_cost, OLD.implementation_cost, OLD.operation_cost, OLD.disposal_cost, OLD.cost_source)\n                IS DISTINCT FROM\n                (NEW.purchase_cost, NEW.implementation_cost, NEW.operation_cost, NEW.disposal_cost, NEW.cost_source)\n                AND (NEW.cost_why !~ '\\S' OR NEW.purchase_cost IS NULL)\n                AND EXISTS (SELECT 1 FROM guide_evaluation WHERE id = NEW.evaluation_id AND state <> 'DRAFTING')\n            THEN RAISE EXCEPTION 'a cost that changes after scoring has opened says why'; END IF;\n            RETURN NEW;\n        ", hash='8316f9dcfaf2354fc99f42f8ef52472ad0680991', operation='UPDATE', pgid='pgtrigger_later_cost_with_a_reason_166d3', table='guide_candidate', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='two_to_ten_technologies', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare="DECLARE key text := 'evaluation_id'; subject bigint; value numeric; social numeric; cost numeric; least_value numeric := 60; least_social numeric := 10; everything numeric := 100; fewest int := 2; most int := 10;", func="\n            IF TG_OP = 'DELETE' THEN subject := to_jsonb(OLD) ->> key; ELSE subject := to_jsonb(NEW) ->> key; END IF;\n            SELECT cost_weight INTO cost FROM guide_evaluation WHERE id = subject;\n            SELECT coalesce(sum(weight), 0), coalesce(sum(weight) FILTER (WHERE domain = 'SOCIAL_VALUE'), 0)\n                INTO value, social FROM guide_criterion WHERE evaluation_id = subject;\n            IF value < least_value OR social < least_social OR value + cost <> everything THEN\n                RAISE EXCEPTION 'the weights of evaluation % break the rule of the scheme', subject;\n            END IF;\n            IF (SELECT count(*) FROM guide_candidate WHERE evaluation_id = subject) NOT BETWEEN fewest AND most THEN\n                RAISE EXCEPTION 'evaluation % compares too few or too many technologies', subject;\n            END IF;\n            RETURN NULL;\n        ", hash='23e1f38da7d3f31777ad6dfc20d866db045ec8c7', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_two_to_ten_technologies_f6aa6', table='guide_candidate', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "guide_candidateevent" ("cost_source", "cost_why", "disposal_cost", "evaluation_id", "id", "implementation_cost", "innovation_id", "operation_cost", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purchase_cost") VALUES (NEW."cost_source", NEW."cost_why", NEW."disposal_cost", NEW."evaluation_id", NEW."id", NEW."implementation_cost", NEW."innovation_id", NEW."operation_cost", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."purchase_cost"); RETURN NULL;', hash='1f412d768815882a20380a23d74ef23bfd4bc57a', operation='INSERT', pgid='pgtrigger_insert_insert_20b67', table='guide_candidate', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "guide_candidateevent" ("cost_source", "cost_why", "disposal_cost", "evaluation_id", "id", "implementation_cost", "innovation_id", "operation_cost", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purchase_cost") VALUES (NEW."cost_source", NEW."cost_why", NEW."disposal_cost", NEW."evaluation_id", NEW."id", NEW."implementation_cost", NEW."innovation_id", NEW."operation_cost", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."purchase_cost"); RETURN NULL;', hash='63bcf4ac623888f9529612d43bcc416f8f84d34d', operation='UPDATE', pgid='pgtrigger_update_update_a2b91', table='guide_candidate', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "guide_candidateevent" ("cost_source", "cost_why", "disposal_cost", "evaluation_id", "id", "implementation_cost", "innovation_id", "operation_cost", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purchase_cost") VALUES (OLD."cost_source", OLD."cost_why", OLD."disposal_cost", OLD."evaluation_id", OLD."id", OLD."implementation_cost", OLD."innovation_id", OLD."operation_cost", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."purchase_cost"); RETURN NULL;', hash='b46c8a47ac931e7652878ab5413908f81b82aff0', operation='DELETE', pgid='pgtrigger_delete_delete_b30f7', table='guide_candidate', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='CandidateEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='guide.candidate')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('evaluation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='guide.evaluation')),
                        ('innovation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evidence.innovation')),
                        ('purchase_cost', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                        ('implementation_cost', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                        ('operation_cost', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                        ('disposal_cost', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                        ('cost_source', models.CharField(blank=True, max_length=300)),
                        ('cost_why', models.CharField(blank=True, db_default='', max_length=300)),
                    ],
                    options={
                        'abstract': False,
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c097184d7794b891c22b10ed717b5e0ed76e07f9', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_95671', table='guide_candidateevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Evaluator',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True)),
                        ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evaluators', to='guide.evaluation')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('removed_at', models.DateTimeField(blank=True, null=True)),
                        ('removed_why', models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        'verbose_name': 'evaluator',
                        'constraints': [
                            models.UniqueConstraint(fields=('evaluation', 'person'), name='evaluator_once'),
                            models.CheckConstraint(condition=models.Q(models.Q(('removed_at', None), ('removed_why', '')), models.Q(('removed_at__isnull', False), ('removed_why__regex', '\\S')), _connector='OR'), name='evaluator_removed_with_a_reason'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='held_by_state', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE subject bigint; allowed text[] := '{DRAFTING,SCORING}';", func="\n            IF TG_OP = 'DELETE' THEN subject := OLD.evaluation_id; ELSE subject := NEW.evaluation_id; END IF;\n            IF TG_OP = 'UPDATE' AND OLD.evaluation_id <> NEW.evaluation_id THEN\n                RAISE EXCEPTION 'a part of an evaluation stays in it';\n            END IF;\n            PERFORM 1 FROM guide_evaluation WHERE id = subject AND state = ANY (allowed) FOR SHARE;\n            IF NOT FOUND THEN RAISE EXCEPTION 'evaluation % is past that', subject; END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ", hash='a257f8bca5f25eaf9ceb894264fbe1b9768a4577', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_held_by_state_1b9d0', table='guide_evaluator', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='9bdaa9e38f0f35d6f3adefbab77ffd26fcbc5194', operation='DELETE', pgid='pgtrigger_never_deleted_a6faf', table='guide_evaluator', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='member_of_the_organisation', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF NOT EXISTS (\n                        SELECT 1 FROM guide_evaluation AS e\n                        JOIN trusts_organisation AS own ON own.id = e.organisation_id\n                        JOIN trusts_organisation AS working ON working.current_id = own.current_id\n                        JOIN trusts_member AS m ON m.organisation_id = working.id\n                        WHERE e.id = NEW.evaluation_id AND m.person_id = NEW.person_id\n                    ) THEN RAISE EXCEPTION 'an evaluator is a member of the organisation'; END IF;\n                    RETURN NEW;\n                ", hash='4159c60b7fbb810ad109dde4e7802733bc7b72c9', operation='INSERT OR UPDATE', pgid='pgtrigger_member_of_the_organisation_1fb27', table='guide_evaluator', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "guide_evaluatorevent" ("evaluation_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "removed_why") VALUES (NEW."evaluation_id", NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."removed_at", NEW."removed_why"); RETURN NULL;', hash='254d6229efcb0863126fa8a4effc3bee73d8e4c3', operation='INSERT', pgid='pgtrigger_insert_insert_72e52', table='guide_evaluator', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."evaluation_id" IS DISTINCT FROM (NEW."evaluation_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."removed_at" IS DISTINCT FROM (NEW."removed_at") OR OLD."removed_why" IS DISTINCT FROM (NEW."removed_why"))', func='INSERT INTO "guide_evaluatorevent" ("evaluation_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "removed_why") VALUES (NEW."evaluation_id", NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."removed_at", NEW."removed_why"); RETURN NULL;', hash='89a48c31d56af1093b2ad364440777df68d07822', operation='UPDATE', pgid='pgtrigger_update_update_8d2fd', table='guide_evaluator', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "guide_evaluatorevent" ("evaluation_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "removed_why") VALUES (OLD."evaluation_id", OLD."id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."removed_at", OLD."removed_why"); RETURN NULL;', hash='c8282cb68219982c5eb0cbb9f71c62d2394b21fa', operation='DELETE', pgid='pgtrigger_delete_delete_2b15c', table='guide_evaluator', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='EvaluatorEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='guide.evaluator')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('evaluation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='guide.evaluation')),
                        ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('removed_at', models.DateTimeField(blank=True, null=True)),
                        ('removed_why', models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        'abstract': False,
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2610bd3e9a319cd9e44a76a5fdc25c036f4357fd', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d48f3', table='guide_evaluatorevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='EvaluatorScore',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('evaluator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='guide.evaluator')),
                        ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='guide.criterion')),
                        ('candidate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='guide.candidate')),
                        ('points', models.PositiveSmallIntegerField()),
                        ('reason', models.TextField()),
                        ('scored_at', models.DateTimeField()),
                    ],
                    options={
                        'verbose_name': "evaluator's score",
                        'constraints': [
                            models.UniqueConstraint(fields=('evaluator', 'criterion', 'candidate'), name='evaluator_score_once'),
                            models.CheckConstraint(condition=models.Q(('points__range', (0, 4))), name='evaluator_score_on_the_scale'),
                            models.CheckConstraint(condition=models.Q(('reason__regex', '\\S')), name='evaluator_score_with_reason'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='4cc7454903ce025e1e00fda44c430299a023f86c', operation='DELETE', pgid='pgtrigger_never_deleted_5bd86', table='guide_evaluatorscore', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='of_one_evaluation', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE found bigint; allowed text[] := '{SCORING}'; by_evaluator boolean := True;", func="\n            IF TG_OP = 'UPDATE' AND\n                (OLD.candidate_id, OLD.criterion_id) IS DISTINCT FROM (NEW.candidate_id, NEW.criterion_id)\n            THEN RAISE EXCEPTION 'a score stays where it was given'; END IF;\n            SELECT e.id INTO found FROM guide_candidate AS c\n                JOIN guide_evaluation AS e ON e.id = c.evaluation_id\n                JOIN guide_criterion AS q ON q.evaluation_id = e.id AND q.id = NEW.criterion_id\n                WHERE c.id = NEW.candidate_id AND e.state = ANY (allowed) FOR SHARE OF e;\n            IF found IS NULL OR by_evaluator AND NOT EXISTS (\n                SELECT 1 FROM guide_evaluator\n                WHERE evaluation_id = found AND id = (to_jsonb(NEW) ->> 'evaluator_id')::bigint\n                    AND removed_at IS NULL\n            ) THEN RAISE EXCEPTION 'the evaluation is not open for this'; END IF;\n            RETURN NEW;\n        ", hash='2c558d55f2dea70dd12dde17707b08fe3e391df8', operation='INSERT OR UPDATE', pgid='pgtrigger_of_one_evaluation_09e87', table='guide_evaluatorscore', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "guide_evaluatorscoreevent" ("candidate_id", "criterion_id", "evaluator_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "reason", "scored_at") VALUES (NEW."candidate_id", NEW."criterion_id", NEW."evaluator_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."points", NEW."reason", NEW."scored_at"); RETURN NULL;', hash='371a5a82d718fc5107215e28cecac7abc439853c', operation='INSERT', pgid='pgtrigger_insert_insert_d66ef', table='guide_evaluatorscore', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "guide_evaluatorscoreevent" ("candidate_id", "criterion_id", "evaluator_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "reason", "scored_at") VALUES (NEW."candidate_id", NEW."criterion_id", NEW."evaluator_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."points", NEW."reason", NEW."scored_at"); RETURN NULL;', hash='d2cbb77a0baa459214abb38c22a73051c0dee42a', operation='UPDATE', pgid='pgtrigger_update_update_b9fdf', table='guide_evaluatorscore', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='EvaluatorScoreEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='guide.evaluatorscore')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('evaluator', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='guide.evaluator')),
                        ('criterion', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='guide.criterion')),
                        ('candidate', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='guide.candidate')),
                        ('points', models.PositiveSmallIntegerField()),
                        ('reason', models.TextField()),
                        ('scored_at', models.DateTimeField()),
                    ],
                    options={
                        'abstract': False,
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b7ffd14f7b93c2e2697fd7d6f3f9e92f6db76469', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a36b2', table='guide_evaluatorscoreevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='ModeratedScore',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moderated', to='guide.criterion')),
                        ('candidate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moderated', to='guide.candidate')),
                        ('points', models.PositiveSmallIntegerField()),
                        ('reason', models.TextField()),
                        ('moderated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('moderated_at', models.DateTimeField()),
                    ],
                    options={
                        'verbose_name': 'moderated score',
                        'constraints': [
                            models.UniqueConstraint(fields=('criterion', 'candidate'), name='moderated_score_once'),
                            models.CheckConstraint(condition=models.Q(('points__range', (0, 4))), name='moderated_score_on_the_scale'),
                            models.CheckConstraint(condition=models.Q(('reason__regex', '\\S')), name='moderated_score_with_reason'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='ff7aafcbc5861c2764be4ed4e10d72f704731530', operation='DELETE', pgid='pgtrigger_never_deleted_915f2', table='guide_moderatedscore', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='of_one_evaluation', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE found bigint; allowed text[] := '{MODERATION}'; by_evaluator boolean := False;", func="\n            IF TG_OP = 'UPDATE' AND\n                (OLD.candidate_id, OLD.criterion_id) IS DISTINCT FROM (NEW.candidate_id, NEW.criterion_id)\n            THEN RAISE EXCEPTION 'a score stays where it was given'; END IF;\n            SELECT e.id INTO found FROM guide_candidate AS c\n                JOIN guide_evaluation AS e ON e.id = c.evaluation_id\n                JOIN guide_criterion AS q ON q.evaluation_id = e.id AND q.id = NEW.criterion_id\n                WHERE c.id = NEW.candidate_id AND e.state = ANY (allowed) FOR SHARE OF e;\n            IF found IS NULL OR by_evaluator AND NOT EXISTS (\n                SELECT 1 FROM guide_evaluator\n                WHERE evaluation_id = found AND id = (to_jsonb(NEW) ->> 'evaluator_id')::bigint\n                    AND removed_at IS NULL\n            ) THEN RAISE EXCEPTION 'the evaluation is not open for this'; END IF;\n            RETURN NEW;\n        ", hash='d16729479bb3d3ba67e641996bdef5ba754b1e70', operation='INSERT OR UPDATE', pgid='pgtrigger_of_one_evaluation_70bd2', table='guide_moderatedscore', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "guide_moderatedscoreevent" ("candidate_id", "criterion_id", "id", "moderated_at", "moderated_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "reason") VALUES (NEW."candidate_id", NEW."criterion_id", NEW."id", NEW."moderated_at", NEW."moderated_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."points", NEW."reason"); RETURN NULL;', hash='b8f3b1fd662dd1dcd41c5d2b1b7510f2a76866f0', operation='INSERT', pgid='pgtrigger_insert_insert_f86b2', table='guide_moderatedscore', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "guide_moderatedscoreevent" ("candidate_id", "criterion_id", "id", "moderated_at", "moderated_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "reason") VALUES (NEW."candidate_id", NEW."criterion_id", NEW."id", NEW."moderated_at", NEW."moderated_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."points", NEW."reason"); RETURN NULL;', hash='ac4e862a097f46e7122f517a113efefd96e2106d', operation='UPDATE', pgid='pgtrigger_update_update_0ac59', table='guide_moderatedscore', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='ModeratedScoreEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='guide.moderatedscore')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('criterion', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='guide.criterion')),
                        ('candidate', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='guide.candidate')),
                        ('points', models.PositiveSmallIntegerField()),
                        ('reason', models.TextField()),
                        ('moderated_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('moderated_at', models.DateTimeField()),
                    ],
                    options={
                        'abstract': False,
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f97270f5ce043fd1320249f9a6c08c938169b875', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_984ab', table='guide_moderatedscoreevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='EvaluationRecord',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('evaluation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='record', to='guide.evaluation')),
                        ('content', models.JSONField()),
                        ('content_hash', models.CharField(max_length=64)),
                        ('kept_at', models.DateTimeField()),
                    ],
                    options={
                        'verbose_name': 'record of an evaluation',
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('content_hash__regex', '^[0-9a-f]{64}$')), name='evaluation_record_hash_is_a_hash'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='9db1ef3d667020058e791bb09ec5c681b1698a6b', operation='UPDATE', pgid='pgtrigger_never_changed_37fa5', table='guide_evaluationrecord', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='9445af49c3346834d09be5710f4202ae6ba9c061', operation='DELETE', pgid='pgtrigger_never_deleted_ec7a3', table='guide_evaluationrecord', when='BEFORE')),
                        ],
                    },
                ),
            ],
        ),
        # These keys were once added beside running writes; their rules keep the names that they were given there.
        *(
            migrations.RunSQL(
                f'ALTER TABLE guide_{table} RENAME CONSTRAINT guide_{table}_key_key TO guide_{table}_key_once',
                migrations.RunSQL.noop,
            )
            for table in ('evaluation', 'evaluator', 'frozensearch', 'shortlist', 'shortlisted', 'shortlistnote')
        ),
    ]
