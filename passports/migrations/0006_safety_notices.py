import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evidence', '0014_new_versions_start_from_the_last_pack'),
        ('passports', '0005_status_lists'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SafetyNoticeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('source', models.CharField(choices=[('GOVUK', 'MHRA, on GOV.UK'), ('FDA', 'FDA (United States)')], max_length=20)),
                ('source_id', models.CharField(max_length=300)),
                ('title', models.CharField(max_length=300)),
                ('published_on', models.DateField(blank=True, null=True)),
                ('url', models.URLField(max_length=500)),
                ('maker', models.CharField(blank=True, max_length=200)),
                ('products', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None)),
                ('identifiers', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None)),
                ('lots', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=70), blank=True, default=list, size=None)),
                ('body', models.TextField(blank=True, max_length=20000)),
                ('revised_at', models.DateTimeField(blank=True, null=True)),
                ('is_summary', models.BooleanField(default=False)),
                ('is_withdrawn', models.BooleanField(default=False)),
                ('digest', models.CharField(max_length=64)),
                ('imported_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='NoticeMatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('score', models.PositiveSmallIntegerField()),
                ('is_certain', models.BooleanField(default=False)),
                ('reasons', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('state', models.CharField(choices=[('WAITING', 'Waiting for a person'), ('CERTAIN', 'Certain by identifier'), ('CONFIRMED', 'Confirmed'), ('DISMISSED', 'Dismissed'), ('CLOSED', 'Dealt with')], default='WAITING', max_length=20)),
                ('found_at', models.DateTimeField()),
                ('judged_at', models.DateTimeField(blank=True, null=True)),
                ('judgement', models.TextField(blank=True)),
                ('innovation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notice_matches', to='evidence.innovation')),
                ('judged_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'safety notice match',
            },
        ),
        migrations.CreateModel(
            name='AdopterAcknowledgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.TextField(blank=True)),
                ('acknowledged_at', models.DateTimeField()),
                ('acknowledged_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('adoption', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acknowledgements', to='passports.adoption')),
                ('match', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acknowledgements', to='passports.noticematch')),
            ],
            options={
                'verbose_name': 'acknowledgement of a safety notice',
            },
        ),
        migrations.CreateModel(
            name='NoticeSetAside',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=20)),
                ('reference', models.CharField(blank=True, max_length=300)),
                ('reason', models.CharField(max_length=300)),
                ('raw', models.TextField(blank=True)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('found_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'safety notice set aside',
            },
        ),
        migrations.CreateModel(
            name='SafetyNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('GOVUK', 'MHRA, on GOV.UK'), ('FDA', 'FDA (United States)')], max_length=20)),
                ('source_id', models.CharField(max_length=300)),
                ('title', models.CharField(max_length=300)),
                ('published_on', models.DateField(blank=True, null=True)),
                ('url', models.URLField(max_length=500)),
                ('maker', models.CharField(blank=True, max_length=200)),
                ('products', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None)),
                ('identifiers', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None)),
                ('lots', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=70), blank=True, default=list, size=None)),
                ('body', models.TextField(blank=True, max_length=20000)),
                ('revised_at', models.DateTimeField(blank=True, null=True)),
                ('is_summary', models.BooleanField(default=False)),
                ('is_withdrawn', models.BooleanField(default=False)),
                ('digest', models.CharField(max_length=64)),
                ('imported_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'safety notice',
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['identifiers'], name='safety_notice_identifiers')],
                'constraints': [models.UniqueConstraint(fields=('source', 'source_id'), name='safety_notice_once'), models.CheckConstraint(condition=models.Q(('source__in', ['GOVUK', 'FDA'])), name='safety_notice_source_known'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='safety_notice_with_title'), models.CheckConstraint(condition=models.Q(('digest__regex', '^[0-9a-f]{64}$')), name='safety_notice_digest_whole')],
            },
        ),
        migrations.CreateModel(
            name='NoticeMatchEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('score', models.PositiveSmallIntegerField()),
                ('is_certain', models.BooleanField(default=False)),
                ('reasons', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('state', models.CharField(choices=[('WAITING', 'Waiting for a person'), ('CERTAIN', 'Certain by identifier'), ('CONFIRMED', 'Confirmed'), ('DISMISSED', 'Dismissed'), ('CLOSED', 'Dealt with')], default='WAITING', max_length=20)),
                ('found_at', models.DateTimeField()),
                ('judged_at', models.DateTimeField(blank=True, null=True)),
                ('judgement', models.TextField(blank=True)),
                ('innovation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evidence.innovation')),
                ('judged_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='passports.noticematch')),
                ('notice', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='passports.safetynotice')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='noticematch',
            name='notice',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='matches', to='passports.safetynotice'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='safetynotice',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='948f523fe614d48f2d2a9b203ef66b4260b0973a', operation='DELETE', pgid='pgtrigger_never_deleted_651c4', table='passports_safetynotice', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='safetynotice',
            trigger=pgtrigger.compiler.Trigger(name='origin_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."imported_at" IS DISTINCT FROM (NEW."imported_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='2efd132f41987eacba346a48cf5f2c711baafa53', operation='UPDATE', pgid='pgtrigger_origin_never_changed_f9651', table='passports_safetynotice', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='safetynotice',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "passports_safetynoticeevent" ("body", "changed_at", "digest", "id", "identifiers", "imported_at", "is_summary", "is_withdrawn", "lots", "maker", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "products", "published_on", "revised_at", "source", "source_id", "title", "url") VALUES (NEW."body", NEW."changed_at", NEW."digest", NEW."id", NEW."identifiers", NEW."imported_at", NEW."is_summary", NEW."is_withdrawn", NEW."lots", NEW."maker", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."products", NEW."published_on", NEW."revised_at", NEW."source", NEW."source_id", NEW."title", NEW."url"); RETURN NULL;', hash='0a863fae41319ced16fa66f4ef022f4f70fc3840', operation='INSERT', pgid='pgtrigger_insert_insert_4bfe0', table='passports_safetynotice', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='safetynotice',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "passports_safetynoticeevent" ("body", "changed_at", "digest", "id", "identifiers", "imported_at", "is_summary", "is_withdrawn", "lots", "maker", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "products", "published_on", "revised_at", "source", "source_id", "title", "url") VALUES (NEW."body", NEW."changed_at", NEW."digest", NEW."id", NEW."identifiers", NEW."imported_at", NEW."is_summary", NEW."is_withdrawn", NEW."lots", NEW."maker", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."products", NEW."published_on", NEW."revised_at", NEW."source", NEW."source_id", NEW."title", NEW."url"); RETURN NULL;', hash='9084985631d6c2fb8fcd031f9fb46405ab7195e0', operation='UPDATE', pgid='pgtrigger_update_update_d4f1a', table='passports_safetynotice', when='AFTER')),
        ),
        migrations.AddField(
            model_name='safetynoticeevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='safetynoticeevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='passports.safetynotice'),
        ),
        migrations.AddConstraint(
            model_name='adopteracknowledgement',
            constraint=models.UniqueConstraint(fields=('match', 'adoption'), name='notice_acknowledged_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='adopteracknowledgement',
            trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='1666561969d3d54d78d5a595d8f28515fda7fd5e', operation='UPDATE', pgid='pgtrigger_never_changed_6ce7f', table='passports_adopteracknowledgement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='adopteracknowledgement',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='5b50798165c5f4b284f96f58d15af89a897ae938', operation='DELETE', pgid='pgtrigger_never_deleted_7e141', table='passports_adopteracknowledgement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='adopteracknowledgement',
            trigger=pgtrigger.compiler.Trigger(name='of_what_it_adopted', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF NOT EXISTS (\n                        SELECT FROM passports_noticematch AS m\n                        JOIN passports_passport AS p ON p.innovation_id = m.innovation_id\n                        JOIN passports_adoption AS a ON a.passport_id = p.id\n                        WHERE m.id = NEW.match_id AND a.id = NEW.adoption_id\n                    ) THEN RAISE EXCEPTION 'a notice is acknowledged by adopters of the technology it concerns'; END IF;\n                    RETURN NEW;\n                ", hash='08b0998a08c0a90f560bc7a5976d7bf24ad855e3', operation='INSERT', pgid='pgtrigger_of_what_it_adopted_032cc', table='passports_adopteracknowledgement', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='noticesetaside',
            index=models.Index(condition=models.Q(('settled_at', None)), fields=['-id'], name='notice_set_aside_open'),
        ),
        migrations.AddConstraint(
            model_name='noticesetaside',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('settled_by', None)), models.Q(('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='notice_set_aside_settled_whole'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='noticesetaside',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='853a2bf4755893efb92951cf5f8c073a20d7ae2f', operation='DELETE', pgid='pgtrigger_never_deleted_1c26d', table='passports_noticesetaside', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='noticesetaside',
            trigger=pgtrigger.compiler.Trigger(name='content_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."raw" IS DISTINCT FROM (NEW."raw") OR OLD."digest" IS DISTINCT FROM (NEW."digest") OR OLD."found_at" IS DISTINCT FROM (NEW."found_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='bef851936c6edcb4097e99b7c54393ec64d0ab9c', operation='UPDATE', pgid='pgtrigger_content_never_changed_1cc45', table='passports_noticesetaside', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='noticematchevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ea6c594781d66a2672ee18b078880a1b79b92cb7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_fb3e3', table='passports_noticematchevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='noticematch',
            index=models.Index(condition=models.Q(('state__in', ('CERTAIN', 'CONFIRMED'))), fields=['innovation'], name='notice_match_open'),
        ),
        migrations.AddIndex(
            model_name='noticematch',
            index=models.Index(condition=models.Q(('state__in', ('WAITING', 'CERTAIN'))), fields=['-score', 'id'], name='notice_match_to_judge'),
        ),
        migrations.AddConstraint(
            model_name='noticematch',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['WAITING', 'CERTAIN', 'CONFIRMED', 'DISMISSED', 'CLOSED'])), name='safety_notice_match_state_known'),
        ),
        migrations.AddConstraint(
            model_name='noticematch',
            constraint=models.UniqueConstraint(fields=('notice', 'innovation'), name='notice_match_once'),
        ),
        migrations.AddConstraint(
            model_name='noticematch',
            constraint=models.CheckConstraint(condition=models.Q(('score__lte', 100)), name='notice_match_score_of_hundred'),
        ),
        migrations.AddConstraint(
            model_name='noticematch',
            constraint=models.CheckConstraint(condition=models.Q(('reasons__len__gt', 0)), name='notice_match_with_reasons'),
        ),
        migrations.AddConstraint(
            model_name='noticematch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'CERTAIN'), _negated=True), ('is_certain', True), _connector='OR'), name='notice_match_certain_by_identifier'),
        ),
        migrations.AddConstraint(
            model_name='noticematch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('judged_at', None), ('judged_by', None), ('judgement', ''), ('state__in', ('WAITING', 'CERTAIN'))), models.Q(models.Q(('state__in', ('WAITING', 'CERTAIN')), _negated=True), ('judged_at__isnull', False), ('judged_by__isnull', False), models.Q(('judgement', ''), _negated=True)), _connector='OR'), name='notice_match_judged_whole'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='noticematch',
            trigger=pgtrigger.compiler.Trigger(name='legal_moves', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{CERTAIN:CONFIRMED,CERTAIN:DISMISSED,CLOSED:CERTAIN,CLOSED:WAITING,CONFIRMED:CLOSED,DISMISSED:CERTAIN,WAITING:CERTAIN,WAITING:CONFIRMED,WAITING:DISMISSED}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='2cb4e7e36735bcfcc2def6c841305969ecde69f3', operation='UPDATE', pgid='pgtrigger_legal_moves_17f73', table='passports_noticematch', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='noticematch',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='b54e48b287d3989750025a2eda4bc18278da93a0', operation='DELETE', pgid='pgtrigger_never_deleted_e4e48', table='passports_noticematch', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='noticematch',
            trigger=pgtrigger.compiler.Trigger(name='subject_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."notice_id" IS DISTINCT FROM (NEW."notice_id") OR OLD."innovation_id" IS DISTINCT FROM (NEW."innovation_id") OR OLD."found_at" IS DISTINCT FROM (NEW."found_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='cec12ae005337ea3ac945c5793ee1b532b4f02e8', operation='UPDATE', pgid='pgtrigger_subject_never_changed_c68a9', table='passports_noticematch', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='noticematch',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "passports_noticematchevent" ("found_at", "id", "innovation_id", "is_certain", "judged_at", "judged_by_id", "judgement", "notice_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reasons", "score", "state") VALUES (NEW."found_at", NEW."id", NEW."innovation_id", NEW."is_certain", NEW."judged_at", NEW."judged_by_id", NEW."judgement", NEW."notice_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reasons", NEW."score", NEW."state"); RETURN NULL;', hash='8544c60aeed8be68b6e03ce23a53d0d52805e360', operation='INSERT', pgid='pgtrigger_insert_insert_e19a2', table='passports_noticematch', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='noticematch',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "passports_noticematchevent" ("found_at", "id", "innovation_id", "is_certain", "judged_at", "judged_by_id", "judgement", "notice_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reasons", "score", "state") VALUES (NEW."found_at", NEW."id", NEW."innovation_id", NEW."is_certain", NEW."judged_at", NEW."judged_by_id", NEW."judgement", NEW."notice_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reasons", NEW."score", NEW."state"); RETURN NULL;', hash='c673684df3d08385b3c85b95c263333c375bdc84', operation='UPDATE', pgid='pgtrigger_update_update_bc6b8', table='passports_noticematch', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='safetynoticeevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a01a54fe49cf292e2451ef283ddf8a25de4445ac', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0763c', table='passports_safetynoticeevent', when='BEFORE')),
        ),
    ]
