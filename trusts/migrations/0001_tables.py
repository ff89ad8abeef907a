import compass.foundation.migrating
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    # All tables as they stand, in place of the steps that led to them: docs/decisions/0016-migrations-in-one-step.md.
    # Other apps are named by the last step that theirs replaces: Django then refuses a database that has only some.

    replaces = [
        ('trusts', '0001_initial'),
        ('trusts', '0002_one_spelling_of_versions'),
        ('trusts', '0003_decisions_and_conditions_hold_together'),
        ('trusts', '0004_needs'),
        ('trusts', '0005_needs_corrected'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('evidence', '0022_makers_by_name'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        compass.foundation.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='Organisation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('ods_code', models.CharField(max_length=10, unique=True, validators=[django.core.validators.RegexValidator('^[A-Z0-9]{3,10}$')])),
                        ('kind', models.CharField(choices=[('REGION', 'NHS region'), ('ICB', 'Integrated care board'), ('TRUST', 'NHS trust')], max_length=10)),
                        ('name', models.CharField(max_length=200)),
                        ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='trusts.organisation')),
                        ('icb', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='trusts', to='trusts.organisation')),
                        ('town', models.CharField(blank=True, max_length=80)),
                        ('postcode', models.CharField(blank=True, max_length=10)),
                        ('opened_on', models.DateField(blank=True, null=True)),
                        ('closed_on', models.DateField(blank=True, null=True)),
                        ('current', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='carried', to='trusts.organisation')),
                    ],
                    options={
                        'verbose_name': 'organisation',
                        'indexes': [
                            models.Index(fields=['kind', 'name'], name='organisation_by_kind'),
                        ],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('ods_code__regex', '^[A-Z0-9]{3,10}$')), name='organisation_ods_code_form'),
                            models.CheckConstraint(condition=models.Q(('kind__in', ['REGION', 'ICB', 'TRUST'])), name='organisation_kind_known'),
                            models.CheckConstraint(condition=models.Q(('closed_on', None), ('opened_on', None), ('closed_on__gte', models.F('opened_on')), _connector='OR'), name='organisation_closes_after_it_opens'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='6d530f40dd3c721e4bb9a6e30c11bf14e422531d', operation='DELETE', pgid='pgtrigger_never_deleted_37c0d', table='trusts_organisation', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "trusts_organisationevent" ("closed_on", "current_id", "icb_id", "id", "kind", "name", "ods_code", "opened_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "postcode", "region_id", "town") VALUES (NEW."closed_on", NEW."current_id", NEW."icb_id", NEW."id", NEW."kind", NEW."name", NEW."ods_code", NEW."opened_on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."postcode", NEW."region_id", NEW."town"); RETURN NULL;', hash='7b03e28de939ce3c657401b35ee1d6ff558ea9f8', operation='INSERT', pgid='pgtrigger_insert_insert_625c7', table='trusts_organisation', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "trusts_organisationevent" ("closed_on", "current_id", "icb_id", "id", "kind", "name", "ods_code", "opened_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "postcode", "region_id", "town") VALUES (NEW."closed_on", NEW."current_id", NEW."icb_id", NEW."id", NEW."kind", NEW."name", NEW."ods_code", NEW."opened_on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."postcode", NEW."region_id", NEW."town"); RETURN NULL;', hash='a91f744f89c612904767c72593a0ac8ede9ad342', operation='UPDATE', pgid='pgtrigger_update_update_d25e6', table='trusts_organisation', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='OrganisationEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='trusts.organisation')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('ods_code', models.CharField(max_length=10, validators=[django.core.validators.RegexValidator('^[A-Z0-9]{3,10}$')])),
                        ('kind', models.CharField(choices=[('REGION', 'NHS region'), ('ICB', 'Integrated care board'), ('TRUST', 'NHS trust')], max_length=10)),
                        ('name', models.CharField(max_length=200)),
                        ('region', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='trusts.organisation')),
                        ('icb', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='trusts.organisation')),
                        ('town', models.CharField(blank=True, max_length=80)),
                        ('postcode', models.CharField(blank=True, max_length=10)),
                        ('opened_on', models.DateField(blank=True, null=True)),
                        ('closed_on', models.DateField(blank=True, null=True)),
                        ('current', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='trusts.organisation')),
                    ],
                    options={
                        'abstract': False,
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='215c11f2e2f9cffba7db6eab3b31c513ce9b2d9a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4f127', table='trusts_organisationevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Succession',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('predecessor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='successions', to='trusts.organisation')),
                        ('successor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inheritances', to='trusts.organisation')),
                        ('on', models.DateField()),
                        ('kind', models.CharField(choices=[('MERGER', 'Merger'), ('ACQUISITION', 'Acquisition'), ('SPLIT', 'Split')], max_length=12)),
                    ],
                    options={
                        'verbose_name': 'succession',
                        'constraints': [
                            models.UniqueConstraint(fields=('predecessor', 'successor'), name='succession_once'),
                            models.CheckConstraint(condition=models.Q(('predecessor', models.F('successor')), _negated=True), name='succession_to_another'),
                            models.CheckConstraint(condition=models.Q(('kind__in', ['MERGER', 'ACQUISITION', 'SPLIT'])), name='succession_kind_known'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='6d37b1dff4b2485ae8c7c858373addea53442ab1', operation='DELETE', pgid='pgtrigger_never_deleted_9520d', table='trusts_succession', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "trusts_successionevent" ("id", "kind", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "predecessor_id", "successor_id") VALUES (NEW."id", NEW."kind", NEW."on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."predecessor_id", NEW."successor_id"); RETURN NULL;', hash='6457c8e383b0d0703d30702a0abd66d69250fbea', operation='INSERT', pgid='pgtrigger_insert_insert_59c33', table='trusts_succession', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "trusts_successionevent" ("id", "kind", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "predecessor_id", "successor_id") VALUES (NEW."id", NEW."kind", NEW."on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."predecessor_id", NEW."successor_id"); RETURN NULL;', hash='dab0d59334b987db2a38b6fe62337272a8dc34a1', operation='UPDATE', pgid='pgtrigger_update_update_2b7d7', table='trusts_succession', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='SuccessionEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='trusts.succession')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('predecessor', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='trusts.organisation')),
                        ('successor', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='trusts.organisation')),
                        ('on', models.DateField()),
                        ('kind', models.CharField(choices=[('MERGER', 'Merger'), ('ACQUISITION', 'Acquisition'), ('SPLIT', 'Split')], max_length=12)),
                    ],
                    options={
                        'abstract': False,
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='455c255a6f88ffc1624c9f1430f614b49bee5f72', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_33b1e', table='trusts_successionevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Member',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='trusts.organisation')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                        ('role', models.CharField(choices=[('NOMINATOR', 'Nominator: nominates technologies for assessment'), ('INNOVATION_LEAD', 'Innovation lead: follows assessments and submits decisions to Compass'), ('BUYER', 'Buyer: adopts technologies and follows passports')], max_length=20)),
                    ],
                    options={
                        'verbose_name': 'member',
                        'constraints': [
                            models.UniqueConstraint(fields=('organisation', 'person', 'role'), name='member_role_once'),
                            models.CheckConstraint(condition=models.Q(('role__in', ['NOMINATOR', 'INNOVATION_LEAD', 'BUYER'])), name='member_role_known'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "trusts_memberevent" ("id", "organisation_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") VALUES (NEW."id", NEW."organisation_id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role"); RETURN NULL;', hash='99c989828f1c3746107dd0ec57d4a0df523ee00e', operation='INSERT', pgid='pgtrigger_insert_insert_be546', table='trusts_member', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "trusts_memberevent" ("id", "organisation_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") VALUES (NEW."id", NEW."organisation_id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role"); RETURN NULL;', hash='470886632727be6c6e588d244d2c94d65cc49a12', operation='UPDATE', pgid='pgtrigger_update_update_55378', table='trusts_member', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "trusts_memberevent" ("id", "organisation_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") VALUES (OLD."id", OLD."organisation_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."role"); RETURN NULL;', hash='66775b8c6400ed961e39b79566a64fbef29f4b6b', operation='DELETE', pgid='pgtrigger_delete_delete_d31be', table='trusts_member', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='MemberEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='trusts.member')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='trusts.organisation')),
                        ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('role', models.CharField(choices=[('NOMINATOR', 'Nominator: nominates technologies for assessment'), ('INNOVATION_LEAD', 'Innovation lead: follows assessments and submits decisions to Compass'), ('BUYER', 'Buyer: adopts technologies and follows passports')], max_length=20)),
                    ],
                    options={
                        'abstract': False,
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ea9edd8f520aa6642db54b76698fb47772c526d0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9c654', table='trusts_memberevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Panel',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='panels', to='trusts.organisation')),
                        ('name', models.CharField(max_length=200)),
                        ('quorum', models.PositiveSmallIntegerField(default=3, validators=[django.core.validators.MinValueValidator(2)])),
                    ],
                    options={
                        'verbose_name': 'panel',
                        'constraints': [
                            models.UniqueConstraint(fields=('organisation', 'name'), name='panel_once'),
                            models.CheckConstraint(condition=models.Q(('quorum__gte', 2)), name='panel_quorum_at_least_two'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "trusts_panelevent" ("id", "name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quorum") VALUES (NEW."id", NEW."name", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."quorum"); RETURN NULL;', hash='c030a970740fb11a4b44067ff35bb29945dafb81', operation='INSERT', pgid='pgtrigger_insert_insert_4d1ae', table='trusts_panel', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "trusts_panelevent" ("id", "name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quorum") VALUES (NEW."id", NEW."name", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."quorum"); RETURN NULL;', hash='0381767fa2079932ed84c632bc00d5caf83242f1', operation='UPDATE', pgid='pgtrigger_update_update_10d8e', table='trusts_panel', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='PanelEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='trusts.panel')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='trusts.organisation')),
                        ('name', models.CharField(max_length=200)),
                        ('quorum', models.PositiveSmallIntegerField(default=3, validators=[django.core.validators.MinValueValidator(2)])),
                    ],
                    options={
                        'abstract': False,
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0b786ccf03d69081724075675ddd04aad869fb74', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_aeaf8', table='trusts_panelevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='PanelMember',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('panel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='trusts.panel')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to=settings.AUTH_USER_MODEL)),
                        ('seat', models.CharField(choices=[('CHAIR', 'Chair'), ('CLINICAL_LEAD', 'Clinical lead'), ('CLINICAL_SAFETY', 'Clinical safety officer'), ('CIO', 'Chief information officer'), ('INFORMATION_GOVERNANCE', 'Information governance lead'), ('OPERATIONS', 'Operations director'), ('FINANCE', 'Finance lead'), ('PROCUREMENT', 'Procurement lead')], max_length=30)),
                        ('sections', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('CLINICAL', 'Clinical evidence'), ('VALUE', 'Cost and value'), ('OPERATIONS', 'Workflow and operations'), ('ASSURANCE', 'Regulation and safety')], max_length=20), blank=True, default=list, size=None)),
                    ],
                    options={
                        'verbose_name': 'panel member',
                        'constraints': [
                            models.UniqueConstraint(fields=('panel', 'person'), name='panel_member_once'),
                            models.UniqueConstraint(condition=models.Q(('seat', 'CHAIR')), fields=('panel',), name='panel_one_chair'),
                            models.CheckConstraint(condition=models.Q(('seat__in', ['CHAIR', 'CLINICAL_LEAD', 'CLINICAL_SAFETY', 'CIO', 'INFORMATION_GOVERNANCE', 'OPERATIONS', 'FINANCE', 'PROCUREMENT'])), name='panel_member_seat_known'),
                            models.CheckConstraint(condition=models.Q(('sections__contained_by', ['CLINICAL', 'VALUE', 'OPERATIONS', 'ASSURANCE'])), name='panel_member_sections_known'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "trusts_panelmemberevent" ("id", "panel_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seat", "sections") VALUES (NEW."id", NEW."panel_id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."seat", NEW."sections"); RETURN NULL;', hash='b3a31eec1625d703b329c56f07a640cd4a0da40c', operation='INSERT', pgid='pgtrigger_insert_insert_21bfc', table='trusts_panelmember', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "trusts_panelmemberevent" ("id", "panel_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seat", "sections") VALUES (NEW."id", NEW."panel_id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."seat", NEW."sections"); RETURN NULL;', hash='b4bbf4fdf6624c4754e315ae84ba16719a99e2d3', operation='UPDATE', pgid='pgtrigger_update_update_b7b73', table='trusts_panelmember', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "trusts_panelmemberevent" ("id", "panel_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seat", "sections") VALUES (OLD."id", OLD."panel_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."seat", OLD."sections"); RETURN NULL;', hash='3c2088e774e2d26228d63ce7d36977be5a019a7a', operation='DELETE', pgid='pgtrigger_delete_delete_1a66b', table='trusts_panelmember', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='PanelMemberEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='trusts.panelmember')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('panel', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='trusts.panel')),
                        ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('seat', models.CharField(choices=[('CHAIR', 'Chair'), ('CLINICAL_LEAD', 'Clinical lead'), ('CLINICAL_SAFETY', 'Clinical safety officer'), ('CIO', 'Chief information officer'), ('INFORMATION_GOVERNANCE', 'Information governance lead'), ('OPERATIONS', 'Operations director'), ('FINANCE', 'Finance lead'), ('PROCUREMENT', 'Procurement lead')], max_length=30)),
                        ('sections', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('CLINICAL', 'Clinical evidence'), ('VALUE', 'Cost and value'), ('OPERATIONS', 'Workflow and operations'), ('ASSURANCE', 'Regulation and safety')], max_length=20), blank=True, default=list, size=None)),
                    ],
                    options={
                        'abstract': False,
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='bcd14dd9b3544dfefb45be324e99912d12d95d17', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ef835', table='trusts_panelmemberevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Assessment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('pack', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='evidence.pack')),
                        ('innovation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='evidence.innovation')),
                        ('product_version', models.CharField(max_length=40)),
                        ('version_key', models.GeneratedField(db_persist=True, expression=models.Func(models.Func(models.Func(models.Func(django.db.models.functions.text.Lower(models.Func(models.F('product_version'), function='NORMALIZE', output_field=models.TextField(), template='%(function)s(%(expressions)s, NFKC)')), models.Value('\\s+'), models.Value(''), models.Value('g'), function='REGEXP_REPLACE', output_field=models.TextField()), models.Value('^(version|ver|v)[._-]*(?=[0-9])'), models.Value(''), models.Value('g'), function='REGEXP_REPLACE', output_field=models.TextField()), models.Value('(?<![0-9])0+(?=[0-9])'), models.Value(''), models.Value('g'), function='REGEXP_REPLACE', output_field=models.TextField()), models.Value('(\\.0*)+$'), models.Value(''), models.Value('g'), function='REGEXP_REPLACE', output_field=models.TextField()), output_field=models.TextField())),
                        ('panel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='trusts.panel')),
                        ('state', models.CharField(choices=[('OPEN', 'In assessment'), ('APPROVED', 'Approved'), ('APPROVED_WITH_CONDITIONS', 'Approved with conditions'), ('TRIAL_ONLY', 'For trial only'), ('DEFERRED', 'Deferred for information'), ('REJECTED', 'Not approved')], default='OPEN', max_length=30)),
                        ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('requested_at', models.DateTimeField()),
                        ('closed_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'verbose_name': 'assessment',
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('state__in', ['OPEN', 'APPROVED', 'APPROVED_WITH_CONDITIONS', 'TRIAL_ONLY', 'DEFERRED', 'REJECTED'])), name='assessment_state_known'),
                            models.UniqueConstraint(condition=models.Q(('state__in', ('OPEN', 'APPROVED', 'APPROVED_WITH_CONDITIONS'))), fields=('innovation', 'version_key'), name='assessment_once_while_it_stands'),
                            models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('state', 'OPEN')), models.Q(models.Q(('state', 'OPEN'), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='assessment_closed_with_date'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='legal_moves', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{OPEN:APPROVED,OPEN:APPROVED_WITH_CONDITIONS,OPEN:DEFERRED,OPEN:REJECTED,OPEN:TRIAL_ONLY}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='9701fb29f8f8225635674398a8da17c696aa8adf', operation='UPDATE', pgid='pgtrigger_legal_moves_741d4', table='trusts_assessment', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='2cb40652d135e7a50a1a3060bd4feb210fe4db60', operation='DELETE', pgid='pgtrigger_never_deleted_22566', table='trusts_assessment', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='of_frozen_pack', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF NOT EXISTS (\n                        SELECT 1 FROM evidence_pack\n                        WHERE id = NEW.pack_id AND state = 'FROZEN'\n                          AND innovation_id = NEW.innovation_id AND product_version = NEW.product_version\n                    ) THEN RAISE EXCEPTION 'an assessment is of a frozen pack and of its product version'; END IF;\n                    RETURN NEW;\n                ", hash='4230746908f1eece665ae06b669c389cbec8b88d', operation='INSERT OR UPDATE', pgid='pgtrigger_of_frozen_pack_b7127', table='trusts_assessment', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='closed_by_its_decision', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare="DECLARE subject bigint := coalesce((to_jsonb(NEW) ->> 'assessment_id')::bigint, NEW.id);", func="\n            IF EXISTS (\n                SELECT 1 FROM trusts_assessment AS a LEFT JOIN trusts_decision AS d ON d.assessment_id = a.id\n                WHERE a.id = subject AND a.state IS DISTINCT FROM coalesce(d.outcome, 'OPEN')\n            ) THEN RAISE EXCEPTION 'an assessment is closed by its decision and has its outcome'; END IF;\n            RETURN NULL;\n        ", hash='d90d96bb0cf2c691904f33ad809778d486384fff', operation='INSERT OR UPDATE', pgid='pgtrigger_closed_by_its_decision_d8a0b', table='trusts_assessment', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "trusts_assessmentevent" ("closed_at", "id", "innovation_id", "pack_id", "panel_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "product_version", "requested_at", "requested_by_id", "state") VALUES (NEW."closed_at", NEW."id", NEW."innovation_id", NEW."pack_id", NEW."panel_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."product_version", NEW."requested_at", NEW."requested_by_id", NEW."state"); RETURN NULL;', hash='020c0a3acf867f9a07ddb0d2e18cce4d5741ad1d', operation='INSERT', pgid='pgtrigger_insert_insert_abaae', table='trusts_assessment', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."innovation_id" IS DISTINCT FROM (NEW."innovation_id") OR OLD."pack_id" IS DISTINCT FROM (NEW."pack_id") OR OLD."panel_id" IS DISTINCT FROM (NEW."panel_id") OR OLD."product_version" IS DISTINCT FROM (NEW."product_version") OR OLD."requested_at" IS DISTINCT FROM (NEW."requested_at") OR OLD."requested_by_id" IS DISTINCT FROM (NEW."requested_by_id") OR OLD."state" IS DISTINCT FROM (NEW."state"))', func='INSERT INTO "trusts_assessmentevent" ("closed_at", "id", "innovation_id", "pack_id", "panel_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "product_version", "requested_at", "requested_by_id", "state") VALUES (NEW."closed_at", NEW."id", NEW."innovation_id", NEW."pack_id", NEW."panel_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."product_version", NEW."requested_at", NEW."requested_by_id", NEW."state"); RETURN NULL;', hash='a647f9552a174a935d9c3cebb3091b7cb1270280', operation='UPDATE', pgid='pgtrigger_update_update_cbc78', table='trusts_assessment', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='AssessmentEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='trusts.assessment')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('pack', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evidence.pack')),
                        ('innovation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evidence.innovation')),
                        ('product_version', models.CharField(max_length=40)),
                        ('panel', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='trusts.panel')),
                        ('state', models.CharField(choices=[('OPEN', 'In assessment'), ('APPROVED', 'Approved'), ('APPROVED_WITH_CONDITIONS', 'Approved with conditions'), ('TRIAL_ONLY', 'For trial only'), ('DEFERRED', 'Deferred for information'), ('REJECTED', 'Not approved')], default='OPEN', max_length=30)),
                        ('requested_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('requested_at', models.DateTimeField()),
                        ('closed_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'abstract': False,
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1c51312a624b919ce800b9c920939127c5663fb0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b8c75', table='trusts_assessmentevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Interest',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interests', to='trusts.assessment')),
                        ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interests', to='trusts.panelmember')),
                        ('exclusion', models.CharField(choices=[('NONE', 'No interest to declare'), ('PARTIAL', 'An interest that touches some sections'), ('FULL', 'An interest that keeps me out of this assessment')], max_length=10)),
                        ('detail', models.TextField(blank=True)),
                        ('excluded_sections', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('CLINICAL', 'Clinical evidence'), ('VALUE', 'Cost and value'), ('OPERATIONS', 'Workflow and operations'), ('ASSURANCE', 'Regulation and safety')], max_length=20), blank=True, default=list, size=None)),
                        ('declared_at', models.DateTimeField()),
                    ],
                    options={
                        'verbose_name': 'interest',
                        'constraints': [
                            models.UniqueConstraint(fields=('assessment', 'member'), name='interest_once'),
                            models.CheckConstraint(condition=models.Q(('exclusion__in', ['NONE', 'PARTIAL', 'FULL'])), name='interest_exclusion_known'),
                            models.CheckConstraint(condition=models.Q(('exclusion', 'NONE'), models.Q(('detail', ''), _negated=True), _connector='OR'), name='interest_said_in_words'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='held_by_decision', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE standing text;', func="\n            IF TG_OP <> 'INSERT' THEN\n                SELECT state INTO standing FROM trusts_assessment WHERE id = OLD.assessment_id FOR SHARE;\n                IF standing <> 'OPEN' THEN RAISE EXCEPTION 'assessment % is decided', OLD.assessment_id; END IF;\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            SELECT state INTO standing FROM trusts_assessment WHERE id = NEW.assessment_id FOR SHARE;\n            IF standing <> 'OPEN' THEN RAISE EXCEPTION 'assessment % is decided', NEW.assessment_id; END IF;\n            RETURN NEW;\n        ", hash='af11d19355dbf93839d8080ce7bc190fb41e7f57', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_held_by_decision_0a783', table='trusts_interest', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "trusts_interestevent" ("assessment_id", "declared_at", "detail", "excluded_sections", "exclusion", "id", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."assessment_id", NEW."declared_at", NEW."detail", NEW."excluded_sections", NEW."exclusion", NEW."id", NEW."member_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='c68fb213a59c887bcb03c5abd97b756428268eb4', operation='INSERT', pgid='pgtrigger_insert_insert_842f4', table='trusts_interest', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "trusts_interestevent" ("assessment_id", "declared_at", "detail", "excluded_sections", "exclusion", "id", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."assessment_id", NEW."declared_at", NEW."detail", NEW."excluded_sections", NEW."exclusion", NEW."id", NEW."member_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='b777b9ebdc6b591ec0224fc07d1ab692b3f02fa1', operation='UPDATE', pgid='pgtrigger_update_update_ae7ed', table='trusts_interest', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='InterestEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='trusts.interest')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('assessment', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='trusts.assessment')),
                        ('member', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='trusts.panelmember')),
                        ('exclusion', models.CharField(choices=[('NONE', 'No interest to declare'), ('PARTIAL', 'An interest that touches some sections'), ('FULL', 'An interest that keeps me out of this assessment')], max_length=10)),
                        ('detail', models.TextField(blank=True)),
                        ('excluded_sections', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('CLINICAL', 'Clinical evidence'), ('VALUE', 'Cost and value'), ('OPERATIONS', 'Workflow and operations'), ('ASSURANCE', 'Regulation and safety')], max_length=20), blank=True, default=list, size=None)),
                        ('declared_at', models.DateTimeField()),
                    ],
                    options={
                        'abstract': False,
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='be99cf1d9ce50fc7865071aaad10042e63c1345a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_39b18', table='trusts_interestevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Score',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='trusts.assessment')),
                        ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='trusts.panelmember')),
                        ('section', models.CharField(choices=[('CLINICAL', 'Clinical evidence'), ('VALUE', 'Cost and value'), ('OPERATIONS', 'Workflow and operations'), ('ASSURANCE', 'Regulation and safety')], max_length=20)),
                        ('points', models.PositiveSmallIntegerField()),
                        ('reason', models.TextField()),
                        ('scored_at', models.DateTimeField()),
                    ],
                    options={
                        'verbose_name': 'score',
                        'constraints': [
                            models.UniqueConstraint(fields=('assessment', 'member', 'section'), name='score_once'),
                            models.CheckConstraint(condition=models.Q(('points__range', (1, 5))), name='score_from_one_to_five'),
                            models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='score_with_reason'),
                            models.CheckConstraint(condition=models.Q(('section__in', ['CLINICAL', 'VALUE', 'OPERATIONS', 'ASSURANCE'])), name='score_section_known'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='held_by_decision', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE standing text;', func="\n            IF TG_OP <> 'INSERT' THEN\n                SELECT state INTO standing FROM trusts_assessment WHERE id = OLD.assessment_id FOR SHARE;\n                IF standing <> 'OPEN' THEN RAISE EXCEPTION 'assessment % is decided', OLD.assessment_id; END IF;\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            SELECT state INTO standing FROM trusts_assessment WHERE id = NEW.assessment_id FOR SHARE;\n            IF standing <> 'OPEN' THEN RAISE EXCEPTION 'assessment % is decided', NEW.assessment_id; END IF;\n            RETURN NEW;\n        ", hash='a00f4e5b31a89b32096f405d5a12437c9d4583d1', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_held_by_decision_94378', table='trusts_score', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "trusts_scoreevent" ("assessment_id", "id", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "reason", "scored_at", "section") VALUES (NEW."assessment_id", NEW."id", NEW."member_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."points", NEW."reason", NEW."scored_at", NEW."section"); RETURN NULL;', hash='998d8d93ae6a0b4300d3ebdf778aef29115dc5ba', operation='INSERT', pgid='pgtrigger_insert_insert_ca6a0', table='trusts_score', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "trusts_scoreevent" ("assessment_id", "id", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "reason", "scored_at", "section") VALUES (NEW."assessment_id", NEW."id", NEW."member_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."points", NEW."reason", NEW."scored_at", NEW."section"); RETURN NULL;', hash='b80adc2cae9f8c843ee4ff7e71f1af5cb0fc18eb', operation='UPDATE', pgid='pgtrigger_update_update_69426', table='trusts_score', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='ScoreEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='trusts.score')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('assessment', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='trusts.assessment')),
                        ('member', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='trusts.panelmember')),
                        ('section', models.CharField(choices=[('CLINICAL', 'Clinical evidence'), ('VALUE', 'Cost and value'), ('OPERATIONS', 'Workflow and operations'), ('ASSURANCE', 'Regulation and safety')], max_length=20)),
                        ('points', models.PositiveSmallIntegerField()),
                        ('reason', models.TextField()),
                        ('scored_at', models.DateTimeField()),
                    ],
                    options={
                        'abstract': False,
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d3e927ad1206cec168efc90430f0527fb6cf2732', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_2a26c', table='trusts_scoreevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Decision',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('assessment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='trusts.assessment')),
                        ('outcome', models.CharField(choices=[('APPROVED', 'Approved'), ('APPROVED_WITH_CONDITIONS', 'Approved with conditions'), ('TRIAL_ONLY', 'For trial only'), ('DEFERRED', 'Deferred for information'), ('REJECTED', 'Not approved')], max_length=30)),
                        ('reason', models.TextField()),
                        ('dissent', models.TextField(blank=True)),
                        ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='trusts.panelmember')),
                        ('decided_at', models.DateTimeField()),
                        ('present', models.PositiveSmallIntegerField()),
                        ('quorum', models.PositiveSmallIntegerField()),
                    ],
                    options={
                        'verbose_name': 'decision',
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('present__gte', models.F('quorum'))), name='decision_quorate'),
                            models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='decision_with_reason'),
                            models.CheckConstraint(condition=models.Q(('outcome__in', ['APPROVED', 'APPROVED_WITH_CONDITIONS', 'TRIAL_ONLY', 'DEFERRED', 'REJECTED'])), name='decision_outcome_known'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='62d1d696f41ccecb61ceea959f4945f1aed4c498', operation='UPDATE', pgid='pgtrigger_never_changed_89dbb', table='trusts_decision', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='ef8691f47a4166b4d41292c7eed6f78b3d1bbfaa', operation='DELETE', pgid='pgtrigger_never_deleted_f8e1a', table='trusts_decision', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='closes_its_assessment', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare="DECLARE subject bigint := coalesce((to_jsonb(NEW) ->> 'assessment_id')::bigint, NEW.id);", func="\n            IF EXISTS (\n                SELECT 1 FROM trusts_assessment AS a LEFT JOIN trusts_decision AS d ON d.assessment_id = a.id\n                WHERE a.id = subject AND a.state IS DISTINCT FROM coalesce(d.outcome, 'OPEN')\n            ) THEN RAISE EXCEPTION 'an assessment is closed by its decision and has its outcome'; END IF;\n            RETURN NULL;\n        ", hash='87f2b677fcd8c85d5f5cff1e94e09420c733d09c', operation='INSERT', pgid='pgtrigger_closes_its_assessment_d324f', table='trusts_decision', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "trusts_decisionevent" ("assessment_id", "decided_at", "decided_by_id", "dissent", "id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "present", "quorum", "reason") VALUES (NEW."assessment_id", NEW."decided_at", NEW."decided_by_id", NEW."dissent", NEW."id", NEW."outcome", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."present", NEW."quorum", NEW."reason"); RETURN NULL;', hash='3b91b011ecc498a0943ea8428003deca6fd57327', operation='INSERT', pgid='pgtrigger_insert_insert_15411', table='trusts_decision', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "trusts_decisionevent" ("assessment_id", "decided_at", "decided_by_id", "dissent", "id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "present", "quorum", "reason") VALUES (NEW."assessment_id", NEW."decided_at", NEW."decided_by_id", NEW."dissent", NEW."id", NEW."outcome", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."present", NEW."quorum", NEW."reason"); RETURN NULL;', hash='d7d093ab6d0f6cbf79c4aeaed051101db341dc13', operation='UPDATE', pgid='pgtrigger_update_update_d690f', table='trusts_decision', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='DecisionEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='trusts.decision')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('assessment', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='trusts.assessment')),
                        ('outcome', models.CharField(choices=[('APPROVED', 'Approved'), ('APPROVED_WITH_CONDITIONS', 'Approved with conditions'), ('TRIAL_ONLY', 'For trial only'), ('DEFERRED', 'Deferred for information'), ('REJECTED', 'Not approved')], max_length=30)),
                        ('reason', models.TextField()),
                        ('dissent', models.TextField(blank=True)),
                        ('decided_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='trusts.panelmember')),
                        ('decided_at', models.DateTimeField()),
                        ('present', models.PositiveSmallIntegerField()),
                        ('quorum', models.PositiveSmallIntegerField()),
                    ],
                    options={
                        'abstract': False,
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2d90d4c1d09866e4a1d1749855b5acc511c936f5', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7b286', table='trusts_decisionevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='DecisionCondition',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conditions', to='trusts.decision')),
                        ('text', models.TextField()),
                        ('due_on', models.DateField()),
                        ('blocking', models.BooleanField(default=True)),
                    ],
                    options={
                        'verbose_name': 'condition of a decision',
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='f305e842a0658c0d3e0891a1801349efeef749a2', operation='UPDATE', pgid='pgtrigger_never_changed_dab9b', table='trusts_decisioncondition', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='0b07b89fb9dfb88b63cc72d16a9ccd52cd9624c8', operation='DELETE', pgid='pgtrigger_never_deleted_f5ef0', table='trusts_decisioncondition', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='set_with_the_decision', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    PERFORM 1 FROM trusts_decision AS d JOIN trusts_assessment AS a ON a.id = d.assessment_id\n                    WHERE d.id = NEW.decision_id AND d.outcome = 'APPROVED_WITH_CONDITIONS' AND a.state = 'OPEN'\n                    FOR SHARE OF a;\n                    IF NOT FOUND THEN RAISE EXCEPTION 'conditions are set with the decision, never after it'; END IF;\n                    RETURN NEW;\n                ", hash='439af0f0b832a8aa781609ea3fef700bc6e083e3', operation='INSERT', pgid='pgtrigger_set_with_the_decision_1c9fe', table='trusts_decisioncondition', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "trusts_decisionconditionevent" ("blocking", "decision_id", "due_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (NEW."blocking", NEW."decision_id", NEW."due_on", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."text"); RETURN NULL;', hash='f791962bd2a8eaa327db05d2a5531ff35642a359', operation='INSERT', pgid='pgtrigger_insert_insert_e941c', table='trusts_decisioncondition', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "trusts_decisionconditionevent" ("blocking", "decision_id", "due_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (NEW."blocking", NEW."decision_id", NEW."due_on", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."text"); RETURN NULL;', hash='ea7877debb742c45fe74d7752e349559c37da645', operation='UPDATE', pgid='pgtrigger_update_update_970ef', table='trusts_decisioncondition', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='DecisionConditionEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='trusts.decisioncondition')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('decision', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='trusts.decision')),
                        ('text', models.TextField()),
                        ('due_on', models.DateField()),
                        ('blocking', models.BooleanField(default=True)),
                    ],
                    options={
                        'abstract': False,
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='63903c9fd197f6162165f8d528757f32935732eb', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_fc37f', table='trusts_decisionconditionevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Need',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='needs', to='trusts.organisation')),
                        ('title', models.CharField(max_length=200)),
                        ('problem', models.TextField()),
                        ('clinical_area', models.CharField(choices=[('CANCER', 'Cancer'), ('CARDIOLOGY', 'Heart and circulation'), ('DIABETES', 'Diabetes and endocrine'), ('DIGESTIVE', 'Digestive system'), ('EMERGENCY', 'Emergency and critical care'), ('EYES', 'Eyes'), ('MATERNITY', 'Maternity and newborn'), ('MENTAL_HEALTH', 'Mental health'), ('MUSCULOSKELETAL', 'Bones, joints and muscles'), ('NEUROLOGY', 'Brain and nerves'), ('RESPIRATORY', 'Lungs and breathing'), ('SURGERY', 'Surgery and wound care'), ('URINARY', 'Kidneys and urinary tract'), ('OTHER', 'Other')], max_length=20)),
                        ('patients', models.PositiveIntegerField(blank=True, null=True)),
                        ('needed_by', models.DateField(blank=True, null=True)),
                        ('published_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('published_at', models.DateTimeField()),
                        ('state', models.CharField(choices=[('OPEN', 'Open for answers'), ('CLOSED', 'Closed')], default='OPEN', max_length=20)),
                        ('closed_at', models.DateTimeField(blank=True, null=True)),
                        ('outcome', models.CharField(blank=True, max_length=300)),
                        ('changed_at', models.DateTimeField(blank=True, null=True)),
                        ('revision', models.PositiveIntegerField(db_default=1)),
                    ],
                    options={
                        'verbose_name': 'need',
                        'indexes': [
                            models.Index(fields=['state', '-id'], name='need_newest'),
                            django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('title', 'problem', config='english'), name='need_words'),
                            django.contrib.postgres.indexes.GinIndex(fields=['title'], name='need_title_alike', opclasses=['gin_trgm_ops']),
                        ],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('state__in', ['OPEN', 'CLOSED'])), name='need_state_known'),
                            models.UniqueConstraint(django.db.models.functions.text.Lower('title'), models.F('organisation'), condition=models.Q(('state', 'OPEN')), name='need_title_once'),
                            models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('problem', ''), _negated=True)), name='need_says_what'),
                            models.CheckConstraint(condition=models.Q(('patients', None), ('patients__gte', 1), _connector='OR'), name='need_of_somebody'),
                            models.CheckConstraint(condition=models.Q(('clinical_area__in', ['CANCER', 'CARDIOLOGY', 'DIABETES', 'DIGESTIVE', 'EMERGENCY', 'EYES', 'MATERNITY', 'MENTAL_HEALTH', 'MUSCULOSKELETAL', 'NEUROLOGY', 'RESPIRATORY', 'SURGERY', 'URINARY', 'OTHER'])), name='need_area_known'),
                            models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('outcome', ''), ('state', 'OPEN')), models.Q(models.Q(('state', 'OPEN'), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='need_closed_with_its_time'),
                            models.CheckConstraint(condition=models.Q(models.Q(('changed_at', None), ('revision', 1)), models.Q(('changed_at__isnull', False), ('revision__gte', 2)), _connector='OR'), name='need_changed_with_its_time'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='legal_moves', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{OPEN:CLOSED}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='8810abf53a20c1a1ec125e57dad0370261dbafc3', operation='UPDATE', pgid='pgtrigger_legal_moves_72681', table='trusts_need', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='d06490c8fd62ade5ece6af3376250b4842ddaf5d', operation='DELETE', pgid='pgtrigger_never_deleted_20581', table='trusts_need', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "trusts_needevent" ("changed_at", "clinical_area", "closed_at", "id", "needed_by", "organisation_id", "outcome", "patients", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "published_at", "published_by_id", "revision", "state", "title") VALUES (NEW."changed_at", NEW."clinical_area", NEW."closed_at", NEW."id", NEW."needed_by", NEW."organisation_id", NEW."outcome", NEW."patients", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."problem", NEW."published_at", NEW."published_by_id", NEW."revision", NEW."state", NEW."title"); RETURN NULL;', hash='2f55aaa49ddfdd69dc5079624c4566e4841e4f2e', operation='INSERT', pgid='pgtrigger_insert_insert_041a3', table='trusts_need', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "trusts_needevent" ("changed_at", "clinical_area", "closed_at", "id", "needed_by", "organisation_id", "outcome", "patients", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "published_at", "published_by_id", "revision", "state", "title") VALUES (NEW."changed_at", NEW."clinical_area", NEW."closed_at", NEW."id", NEW."needed_by", NEW."organisation_id", NEW."outcome", NEW."patients", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."problem", NEW."published_at", NEW."published_by_id", NEW."revision", NEW."state", NEW."title"); RETURN NULL;', hash='b1c7c17242e1b5679a677e6c15f6796f62e209cc', operation='UPDATE', pgid='pgtrigger_update_update_28b0b', table='trusts_need', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='NeedEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='trusts.need')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='trusts.organisation')),
                        ('title', models.CharField(max_length=200)),
                        ('problem', models.TextField()),
                        ('clinical_area', models.CharField(choices=[('CANCER', 'Cancer'), ('CARDIOLOGY', 'Heart and circulation'), ('DIABETES', 'Diabetes and endocrine'), ('DIGESTIVE', 'Digestive system'), ('EMERGENCY', 'Emergency and critical care'), ('EYES', 'Eyes'), ('MATERNITY', 'Maternity and newborn'), ('MENTAL_HEALTH', 'Mental health'), ('MUSCULOSKELETAL', 'Bones, joints and muscles'), ('NEUROLOGY', 'Brain and nerves'), ('RESPIRATORY', 'Lungs and breathing'), ('SURGERY', 'Surgery and wound care'), ('URINARY', 'Kidneys and urinary tract'), ('OTHER', 'Other')], max_length=20)),
                        ('patients', models.PositiveIntegerField(blank=True, null=True)),
                        ('needed_by', models.DateField(blank=True, null=True)),
                        ('published_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('published_at', models.DateTimeField()),
                        ('state', models.CharField(choices=[('OPEN', 'Open for answers'), ('CLOSED', 'Closed')], default='OPEN', max_length=20)),
                        ('closed_at', models.DateTimeField(blank=True, null=True)),
                        ('outcome', models.CharField(blank=True, max_length=300)),
                        ('changed_at', models.DateTimeField(blank=True, null=True)),
                        ('revision', models.PositiveIntegerField(db_default=1)),
                    ],
                    options={
                        'abstract': False,
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1fd996fe216df8a80c819f8282a01fffa08fccc0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0af60', table='trusts_needevent', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='NeedAnswer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('need', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='trusts.need')),
                        ('innovation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.innovation')),
                        ('sentence', models.CharField(max_length=300)),
                        ('answered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('answered_at', models.DateTimeField()),
                    ],
                    options={
                        'verbose_name': 'answer to a need',
                        'constraints': [
                            models.UniqueConstraint(fields=('need', 'innovation'), name='need_answered_once'),
                            models.CheckConstraint(condition=models.Q(('sentence', ''), _negated=True), name='need_answer_says_how'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='7fa3e296024f9aaf6502fe312620129c25a1c228', operation='UPDATE', pgid='pgtrigger_never_changed_8cde8', table='trusts_needanswer', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='c67e983baa6811b15c1fde7b9fa52eccccfe0937', operation='DELETE', pgid='pgtrigger_never_deleted_c2725', table='trusts_needanswer', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Nomination',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='nominations', to='trusts.organisation')),
                        ('nominated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('nominated_at', models.DateTimeField()),
                        ('technology_name', models.CharField(max_length=200)),
                        ('kind', models.CharField(choices=[('DEVICE', 'Medical device'), ('DIAGNOSTIC', 'Diagnostic'), ('DIGITAL', 'Digital health')], max_length=20)),
                        ('clinical_area', models.CharField(choices=[('CANCER', 'Cancer'), ('CARDIOLOGY', 'Heart and circulation'), ('DIABETES', 'Diabetes and endocrine'), ('DIGESTIVE', 'Digestive system'), ('EMERGENCY', 'Emergency and critical care'), ('EYES', 'Eyes'), ('MATERNITY', 'Maternity and newborn'), ('MENTAL_HEALTH', 'Mental health'), ('MUSCULOSKELETAL', 'Bones, joints and muscles'), ('NEUROLOGY', 'Brain and nerves'), ('RESPIRATORY', 'Lungs and breathing'), ('SURGERY', 'Surgery and wound care'), ('URINARY', 'Kidneys and urinary tract'), ('OTHER', 'Other')], max_length=20)),
                        ('problem', models.TextField()),
                        ('innovator_name', models.CharField(max_length=200)),
                        ('contact_email', models.EmailField(max_length=254)),
                        ('state', models.CharField(choices=[('INVITED', 'Waiting for the innovator'), ('ACCEPTED', 'Accepted by the innovator'), ('DECLINED', 'Declined by the innovator'), ('WITHDRAWN', 'Withdrawn')], default='INVITED', max_length=20)),
                        ('answered_at', models.DateTimeField(blank=True, null=True)),
                        ('innovation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='nominations', to='evidence.innovation')),
                    ],
                    options={
                        'verbose_name': 'nomination',
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('state__in', ['INVITED', 'ACCEPTED', 'DECLINED', 'WITHDRAWN'])), name='nomination_state_known'),
                            models.CheckConstraint(condition=models.Q(models.Q(('innovation__isnull', False), ('state', 'ACCEPTED')), models.Q(models.Q(('state', 'ACCEPTED'), _negated=True), ('innovation', None)), _connector='OR'), name='nomination_accepted_with_innovation'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='legal_moves', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{INVITED:ACCEPTED,INVITED:DECLINED,INVITED:WITHDRAWN}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='fe3d088d4a1d37b1b66f523059ac2c536a56293b', operation='UPDATE', pgid='pgtrigger_legal_moves_24bfa', table='trusts_nomination', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='e6993445110465ac4a05bf108079d581fc34c274', operation='DELETE', pgid='pgtrigger_never_deleted_bc69b', table='trusts_nomination', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "trusts_nominationevent" ("answered_at", "clinical_area", "contact_email", "id", "innovation_id", "innovator_name", "kind", "nominated_at", "nominated_by_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "state", "technology_name") VALUES (NEW."answered_at", NEW."clinical_area", NEW."contact_email", NEW."id", NEW."innovation_id", NEW."innovator_name", NEW."kind", NEW."nominated_at", NEW."nominated_by_id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."problem", NEW."state", NEW."technology_name"); RETURN NULL;', hash='10918d1f7390ef4f619d95e47a6bc92718c7727b', operation='INSERT', pgid='pgtrigger_insert_insert_5b3a3', table='trusts_nomination', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "trusts_nominationevent" ("answered_at", "clinical_area", "contact_email", "id", "innovation_id", "innovator_name", "kind", "nominated_at", "nominated_by_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "state", "technology_name") VALUES (NEW."answered_at", NEW."clinical_area", NEW."contact_email", NEW."id", NEW."innovation_id", NEW."innovator_name", NEW."kind", NEW."nominated_at", NEW."nominated_by_id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."problem", NEW."state", NEW."technology_name"); RETURN NULL;', hash='0bfcb3fd31d3ca1d89ef9fe2da9d5cd2f87879c5', operation='UPDATE', pgid='pgtrigger_update_update_df0d9', table='trusts_nomination', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='NominationEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='trusts.nomination')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='trusts.organisation')),
                        ('nominated_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('nominated_at', models.DateTimeField()),
                        ('technology_name', models.CharField(max_length=200)),
                        ('kind', models.CharField(choices=[('DEVICE', 'Medical device'), ('DIAGNOSTIC', 'Diagnostic'), ('DIGITAL', 'Digital health')], max_length=20)),
                        ('clinical_area', models.CharField(choices=[('CANCER', 'Cancer'), ('CARDIOLOGY', 'Heart and circulation'), ('DIABETES', 'Diabetes and endocrine'), ('DIGESTIVE', 'Digestive system'), ('EMERGENCY', 'Emergency and critical care'), ('EYES', 'Eyes'), ('MATERNITY', 'Maternity and newborn'), ('MENTAL_HEALTH', 'Mental health'), ('MUSCULOSKELETAL', 'Bones, joints and muscles'), ('NEUROLOGY', 'Brain and nerves'), ('RESPIRATORY', 'Lungs and breathing'), ('SURGERY', 'Surgery and wound care'), ('URINARY', 'Kidneys and urinary tract'), ('OTHER', 'Other')], max_length=20)),
                        ('problem', models.TextField()),
                        ('innovator_name', models.CharField(max_length=200)),
                        ('contact_email', models.EmailField(max_length=254)),
                        ('state', models.CharField(choices=[('INVITED', 'Waiting for the innovator'), ('ACCEPTED', 'Accepted by the innovator'), ('DECLINED', 'Declined by the innovator'), ('WITHDRAWN', 'Withdrawn')], default='INVITED', max_length=20)),
                        ('answered_at', models.DateTimeField(blank=True, null=True)),
                        ('innovation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evidence.innovation')),
                    ],
                    options={
                        'abstract': False,
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0e13a6d49c726ce9974b8f7bc9d7302b19d5a0a1', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_55c0f', table='trusts_nominationevent', when='BEFORE')),
                        ],
                    },
                ),
            ],
        ),
    ]
