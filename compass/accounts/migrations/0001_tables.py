import compass.foundation.migrating
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    # All tables as they stand, in place of the steps that led to them: docs/decisions/0016-migrations-in-one-step.md.
    # Other apps are named by the last step that theirs replaces: Django then refuses a database that has only some.

    replaces = [
        ('accounts', '0001_initial'),
        ('accounts', '0002_machine_clients'),
    ]

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        compass.foundation.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='User',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('email', models.EmailField(max_length=254, unique=True)),
                        ('name', models.CharField(max_length=200)),
                        ('is_active', models.BooleanField(default=True)),
                    ],
                    options={
                        'verbose_name': 'person',
                        'verbose_name_plural': 'people',
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='person_email_lower_case'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_userevent" ("email", "id", "is_active", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."email", NEW."id", NEW."is_active", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='2d8bb85d8c449ec420ed954e076e02a7d80f2151', operation='INSERT', pgid='pgtrigger_insert_insert_3867c', table='accounts_user', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."name" IS DISTINCT FROM (NEW."name"))', func='INSERT INTO "accounts_userevent" ("email", "id", "is_active", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."email", NEW."id", NEW."is_active", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='b7ab1a259dfcccbdab81174e18183f734ecfa333', operation='UPDATE', pgid='pgtrigger_update_update_0e890', table='accounts_user', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='UserEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to=settings.AUTH_USER_MODEL)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('email', models.EmailField(max_length=254)),
                        ('name', models.CharField(max_length=200)),
                        ('is_active', models.BooleanField(default=True)),
                    ],
                    options={
                        'abstract': False,
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9e9498e73f6fbdf2642fb33fa14189f1ad2382c8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_45b21', table='accounts_userevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='MachineClient',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('client_id', models.CharField(max_length=40)),
                        ('secret_hash', models.CharField(max_length=64)),
                        ('name', models.CharField(max_length=200)),
                        ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='machine_clients', to=settings.AUTH_USER_MODEL)),
                        ('acts_for', models.CharField(max_length=60)),
                        ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('packs:read', 'Read evidence packs'), ('packs:write', 'Fill, check and submit evidence packs')], max_length=20), size=None)),
                        ('made_at', models.DateTimeField()),
                        ('expires_at', models.DateTimeField()),
                        ('last_used_at', models.DateTimeField(blank=True, null=True)),
                        ('revoked_at', models.DateTimeField(blank=True, null=True)),
                        ('revoked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'machine client',
                        'constraints': [
                            models.UniqueConstraint(fields=('client_id',), name='machine_client_id_once'),
                            models.UniqueConstraint(condition=models.Q(('revoked_at', None)), fields=('owner', 'acts_for', 'name'), name='machine_client_name_once_in_use'),
                            models.CheckConstraint(condition=models.Q(('secret_hash__regex', '^[0-9a-f]{64}$')), name='machine_client_secret_hashed'),
                            models.CheckConstraint(condition=models.Q(('acts_for__regex', '^[a-z]+:[1-9][0-9]*$')), name='machine_client_acts_for_somebody'),
                            models.CheckConstraint(condition=models.Q(('scopes__contained_by', ['packs:read', 'packs:write']), models.Q(('scopes', []), _negated=True)), name='machine_client_scopes_known'),
                            models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('made_at'))), name='machine_client_expires_later'),
                            models.CheckConstraint(condition=models.Q(models.Q(('revoked_at', None), ('revoked_by', None)), models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False)), _connector='OR'), name='machine_client_revoked_whole'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='revoked_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."revoked_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='75ab64ff979651d97334464c0460c3ff3fd79a9c', operation='UPDATE', pgid='pgtrigger_revoked_never_changed_631aa', table='accounts_machineclient', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='f8dc3a84d526adfa4677fce1e9a9287a806e712a', operation='DELETE', pgid='pgtrigger_never_deleted_33a52', table='accounts_machineclient', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_machineclientevent" ("acts_for", "client_id", "expires_at", "id", "made_at", "name", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at", "revoked_by_id", "scopes") VALUES (NEW."acts_for", NEW."client_id", NEW."expires_at", NEW."id", NEW."made_at", NEW."name", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."revoked_at", NEW."revoked_by_id", NEW."scopes"); RETURN NULL;', hash='b6bb94f0140a72f102b92f32ced3eb3ab5d75e7c', operation='INSERT', pgid='pgtrigger_insert_insert_69389', table='accounts_machineclient', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."acts_for" IS DISTINCT FROM (NEW."acts_for") OR OLD."client_id" IS DISTINCT FROM (NEW."client_id") OR OLD."expires_at" IS DISTINCT FROM (NEW."expires_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."revoked_at" IS DISTINCT FROM (NEW."revoked_at") OR OLD."revoked_by_id" IS DISTINCT FROM (NEW."revoked_by_id") OR OLD."scopes" IS DISTINCT FROM (NEW."scopes"))', func='INSERT INTO "accounts_machineclientevent" ("acts_for", "client_id", "expires_at", "id", "made_at", "name", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at", "revoked_by_id", "scopes") VALUES (NEW."acts_for", NEW."client_id", NEW."expires_at", NEW."id", NEW."made_at", NEW."name", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."revoked_at", NEW."revoked_by_id", NEW."scopes"); RETURN NULL;', hash='86f7c9f17e71397ad9d367974cd76c18c38a1d2a', operation='UPDATE', pgid='pgtrigger_update_update_d9265', table='accounts_machineclient', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='MachineClientEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accounts.machineclient')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('client_id', models.CharField(max_length=40)),
                        ('name', models.CharField(max_length=200)),
                        ('owner', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('acts_for', models.CharField(max_length=60)),
                        ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('packs:read', 'Read evidence packs'), ('packs:write', 'Fill, check and submit evidence packs')], max_length=20), size=None)),
                        ('made_at', models.DateTimeField()),
                        ('expires_at', models.DateTimeField()),
                        ('revoked_at', models.DateTimeField(blank=True, null=True)),
                        ('revoked_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'abstract': False,
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8af5d72917b949a24b774b6c1479e664502ef27f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_be188', table='accounts_machineclientevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='MachineToken',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tokens', to='accounts.machineclient')),
                        ('token_hash', models.CharField(max_length=64)),
                        ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('packs:read', 'Read evidence packs'), ('packs:write', 'Fill, check and submit evidence packs')], max_length=20), size=None)),
                        ('issued_at', models.DateTimeField()),
                        ('expires_at', models.DateTimeField()),
                    ],
                    options={
                        'verbose_name': 'machine token',
                        'constraints': [
                            models.UniqueConstraint(fields=('token_hash',), name='machine_token_once'),
                            models.CheckConstraint(condition=models.Q(('token_hash__regex', '^[0-9a-f]{64}$')), name='machine_token_hashed'),
                            models.CheckConstraint(condition=models.Q(('scopes__contained_by', ['packs:read', 'packs:write']), models.Q(('scopes', []), _negated=True)), name='machine_token_scopes_known'),
                            models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('issued_at'))), name='machine_token_expires_later'),
                        ],
                    },
                ),
            ],
        ),
    ]
