"""Certificates say how long they count and what they rest on; those of frozen packs can be renewed.

A certificate that stood already counts through the day it states; one of CE no longer than any law lets it count.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

# Frozen packs are filled too, though nothing that was said in them changes: their triggers rest meanwhile.
_OFF = "SET CONSTRAINTS ALL IMMEDIATE;" + "".join(
    f"ALTER TABLE evidence_certificate{suffix} DISABLE TRIGGER USER;" for suffix in ("", "event")
)
_ON = "".join(f"ALTER TABLE evidence_certificate{suffix} ENABLE TRIGGER USER;" for suffix in ("", "event"))
FORWARD = _OFF + "".join(
    f"""
    UPDATE evidence_certificate{suffix}
        SET ends_on = CASE kind WHEN 'CE' THEN least(expires_on, DATE '2030-06-30') ELSE expires_on END;
    """
    for suffix in ("", "event")
) + _ON
# What the older table cannot hold is left out: kinds it did not know, and registrations without end.
BACKWARD = _OFF + "".join(
    f"""
    DELETE FROM evidence_certificate{suffix} WHERE expires_on IS NULL
        OR kind NOT IN ('UKCA', 'CE', 'CYBER_ESSENTIALS', 'DSPT', 'ISO_13485', 'ISO_27001');
    """
    for suffix in ("", "event")
) + _ON


class Migration(migrations.Migration):

    dependencies = [
        ('evidence', '0011_answers_by_question'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CertificateRenewal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=80)),
                ('body_number', models.CharField(blank=True, max_length=4)),
                ('legislation', models.CharField(blank=True, choices=[('MDR', 'Medical Devices Regulation (EU) 2017/745'), ('IVDR', 'In Vitro Diagnostic Regulation (EU) 2017/746'), ('MDD', 'Medical Devices Directive 93/42/EEC'), ('AIMDD', 'Active Implantable Devices Directive 90/385/EEC'), ('IVDD', 'In Vitro Diagnostic Directive 98/79/EC')], max_length=10)),
                ('issued_by', models.CharField(max_length=200)),
                ('valid_from', models.DateField()),
                ('expires_on', models.DateField(blank=True, null=True)),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('checked_on', models.DateField(blank=True, null=True)),
                ('state', models.CharField(choices=[('WAITING', 'Waiting for the national operator'), ('CONFIRMED', 'Confirmed'), ('RETURNED', 'Returned to the innovator')], default='WAITING', max_length=20)),
                ('handed_in_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('return_reason', models.TextField(blank=True)),
            ],
            options={
                'verbose_name': 'certificate renewal',
            },
        ),
        migrations.CreateModel(
            name='CertificateRenewalEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('number', models.CharField(max_length=80)),
                ('body_number', models.CharField(blank=True, max_length=4)),
                ('legislation', models.CharField(blank=True, choices=[('MDR', 'Medical Devices Regulation (EU) 2017/745'), ('IVDR', 'In Vitro Diagnostic Regulation (EU) 2017/746'), ('MDD', 'Medical Devices Directive 93/42/EEC'), ('AIMDD', 'Active Implantable Devices Directive 90/385/EEC'), ('IVDD', 'In Vitro Diagnostic Directive 98/79/EC')], max_length=10)),
                ('issued_by', models.CharField(max_length=200)),
                ('valid_from', models.DateField()),
                ('expires_on', models.DateField(blank=True, null=True)),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('checked_on', models.DateField(blank=True, null=True)),
                ('state', models.CharField(choices=[('WAITING', 'Waiting for the national operator'), ('CONFIRMED', 'Confirmed'), ('RETURNED', 'Returned to the innovator')], default='WAITING', max_length=20)),
                ('handed_in_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('return_reason', models.TextField(blank=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='certificate',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='certificate',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='certificate',
            name='delete_delete',
        ),
        migrations.RemoveConstraint(
            model_name='certificate',
            name='certificate_kind_known',
        ),
        migrations.AddField(
            model_name='certificate',
            name='body_number',
            field=models.CharField(blank=True, max_length=4),
        ),
        migrations.AddField(
            model_name='certificate',
            name='checked_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='certificate',
            name='document',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='evidence.document'),
        ),
        migrations.AddField(
            model_name='certificate',
            name='ends_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='certificate',
            name='legislation',
            field=models.CharField(blank=True, choices=[('MDR', 'Medical Devices Regulation (EU) 2017/745'), ('IVDR', 'In Vitro Diagnostic Regulation (EU) 2017/746'), ('MDD', 'Medical Devices Directive 93/42/EEC'), ('AIMDD', 'Active Implantable Devices Directive 90/385/EEC'), ('IVDD', 'In Vitro Diagnostic Directive 98/79/EC')], max_length=10),
        ),
        migrations.AddField(
            model_name='certificateevent',
            name='body_number',
            field=models.CharField(blank=True, max_length=4),
        ),
        migrations.AddField(
            model_name='certificateevent',
            name='checked_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='certificateevent',
            name='document',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evidence.document'),
        ),
        migrations.AddField(
            model_name='certificateevent',
            name='ends_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='certificateevent',
            name='legislation',
            field=models.CharField(blank=True, choices=[('MDR', 'Medical Devices Regulation (EU) 2017/745'), ('IVDR', 'In Vitro Diagnostic Regulation (EU) 2017/746'), ('MDD', 'Medical Devices Directive 93/42/EEC'), ('AIMDD', 'Active Implantable Devices Directive 90/385/EEC'), ('IVDD', 'In Vitro Diagnostic Directive 98/79/EC')], max_length=10),
        ),
        migrations.AlterField(
            model_name='certificate',
            name='expires_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='certificate',
            name='kind',
            field=models.CharField(choices=[('UKCA', 'UKCA certificate'), ('CE', 'CE certificate'), ('CYBER_ESSENTIALS', 'Cyber Essentials'), ('CYBER_ESSENTIALS_PLUS', 'Cyber Essentials Plus'), ('DSPT', 'Data Security and Protection Toolkit'), ('ICO', 'ICO registration'), ('ISO_13485', 'ISO 13485 certificate'), ('ISO_27001', 'ISO 27001 certificate'), ('PENETRATION_TEST', 'Penetration test'), ('EVERGREEN', 'Evergreen assessment'), ('MHRA_REGISTRATION', 'MHRA registration')], max_length=30),
        ),
        migrations.AlterField(
            model_name='certificateevent',
            name='expires_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='certificateevent',
            name='kind',
            field=models.CharField(choices=[('UKCA', 'UKCA certificate'), ('CE', 'CE certificate'), ('CYBER_ESSENTIALS', 'Cyber Essentials'), ('CYBER_ESSENTIALS_PLUS', 'Cyber Essentials Plus'), ('DSPT', 'Data Security and Protection Toolkit'), ('ICO', 'ICO registration'), ('ISO_13485', 'ISO 13485 certificate'), ('ISO_27001', 'ISO 27001 certificate'), ('PENETRATION_TEST', 'Penetration test'), ('EVERGREEN', 'Evergreen assessment'), ('MHRA_REGISTRATION', 'MHRA registration')], max_length=30),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
        pgtrigger.migrations.AddTrigger(
            model_name='certificate',
            trigger=pgtrigger.compiler.Trigger(name='document_of_its_pack', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."document_id" IS NOT NULL)', func="\n            IF NOT EXISTS (SELECT FROM evidence_document WHERE id = NEW.document_id AND pack_id = NEW.pack_id)\n            THEN RAISE EXCEPTION 'document % is not of this pack', NEW.document_id; END IF;\n            RETURN NEW;\n        ", hash='9f56ebd7a5fc1830910178326c8a4850cccc3822', operation='INSERT OR UPDATE', pgid='pgtrigger_document_of_its_pack_72ef2', table='evidence_certificate', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='certificate',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "evidence_certificateevent" ("body_number", "checked_on", "document_id", "ends_on", "expires_on", "id", "issued_by", "kind", "legislation", "number", "pack_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from") VALUES (NEW."body_number", NEW."checked_on", NEW."document_id", NEW."ends_on", NEW."expires_on", NEW."id", NEW."issued_by", NEW."kind", NEW."legislation", NEW."number", NEW."pack_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."valid_from"); RETURN NULL;', hash='ecc00573a20ece9db9df3134860ea9a95ab33b5c', operation='INSERT', pgid='pgtrigger_insert_insert_3891e', table='evidence_certificate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='certificate',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "evidence_certificateevent" ("body_number", "checked_on", "document_id", "ends_on", "expires_on", "id", "issued_by", "kind", "legislation", "number", "pack_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from") VALUES (NEW."body_number", NEW."checked_on", NEW."document_id", NEW."ends_on", NEW."expires_on", NEW."id", NEW."issued_by", NEW."kind", NEW."legislation", NEW."number", NEW."pack_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."valid_from"); RETURN NULL;', hash='2175593beb00b36b8e868d80e33e13a3255bbaba', operation='UPDATE', pgid='pgtrigger_update_update_eb6b2', table='evidence_certificate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='certificate',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "evidence_certificateevent" ("body_number", "checked_on", "document_id", "ends_on", "expires_on", "id", "issued_by", "kind", "legislation", "number", "pack_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from") VALUES (OLD."body_number", OLD."checked_on", OLD."document_id", OLD."ends_on", OLD."expires_on", OLD."id", OLD."issued_by", OLD."kind", OLD."legislation", OLD."number", OLD."pack_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."valid_from"); RETURN NULL;', hash='07fdaafb667afaaf8a9678b9c4bca3d9e61aac19', operation='DELETE', pgid='pgtrigger_delete_delete_8ccdd', table='evidence_certificate', when='AFTER')),
        ),
        AddConstraintNotValid(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['UKCA', 'CE', 'CYBER_ESSENTIALS', 'CYBER_ESSENTIALS_PLUS', 'DSPT', 'ICO', 'ISO_13485', 'ISO_27001', 'PENETRATION_TEST', 'EVERGREEN', 'MHRA_REGISTRATION'])), name='certificate_kind_known'),
        ),
        AddConstraintNotValid(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(('body_number', ''), ('kind__in', ['UKCA', 'CE']), _connector='OR'), name='certificate_body_of_a_mark'),
        ),
        AddConstraintNotValid(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(('legislation', ''), ('kind', 'CE'), _connector='OR'), name='certificate_legislation_of_ce'),
        ),
        AddConstraintNotValid(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(('expires_on', None), models.Q(('ends_on__isnull', False), ('ends_on__lte', models.F('expires_on'))), _connector='OR'), name='certificate_counts_no_longer_than_stated'),
        ),
        AddConstraintNotValid(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(('legislation', ''), ('legislation__in', ['MDR', 'IVDR', 'MDD', 'AIMDD', 'IVDD']), _connector='OR'), name='certificate_legislation_known'),
        ),
        AddConstraintNotValid(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(('body_number', ''), ('body_number__regex', '^[0-9]{4}$'), _connector='OR'), name='certificate_body_number_of_four_digits'),
        ),
        migrations.AddField(
            model_name='certificaterenewal',
            name='certificate',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='renewals', to='evidence.certificate'),
        ),
        migrations.AddField(
            model_name='certificaterenewal',
            name='closed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='certificaterenewal',
            name='handed_in_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='certificaterenewalevent',
            name='certificate',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evidence.certificate'),
        ),
        migrations.AddField(
            model_name='certificaterenewalevent',
            name='closed_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='certificaterenewalevent',
            name='handed_in_by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='certificaterenewalevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='certificaterenewalevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='evidence.certificaterenewal'),
        ),
        migrations.AddIndex(
            model_name='certificaterenewal',
            index=models.Index(condition=models.Q(('state', 'CONFIRMED')), fields=['ends_on'], name='certificate_renewal_ends'),
        ),
        migrations.AddConstraint(
            model_name='certificaterenewal',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['WAITING', 'CONFIRMED', 'RETURNED'])), name='certificate_renewal_state_known'),
        ),
        migrations.AddConstraint(
            model_name='certificaterenewal',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'WAITING')), fields=('certificate',), name='certificate_renewal_one_waiting'),
        ),
        migrations.AddConstraint(
            model_name='certificaterenewal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closed_by', None), ('return_reason', ''), ('state', 'WAITING')), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('return_reason', ''), ('state', 'CONFIRMED')), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('state', 'RETURNED'), models.Q(('return_reason', ''), _negated=True)), _connector='OR'), name='certificate_renewal_closed_whole'),
        ),
        migrations.AddConstraint(
            model_name='certificaterenewal',
            constraint=models.CheckConstraint(condition=models.Q(('expires_on__gte', models.F('valid_from'))), name='certificate_renewal_expires_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='certificaterenewal',
            constraint=models.CheckConstraint(condition=models.Q(('expires_on', None), models.Q(('ends_on__isnull', False), ('ends_on__lte', models.F('expires_on'))), _connector='OR'), name='certificate_renewal_counts_no_longer_than_stated'),
        ),
        migrations.AddConstraint(
            model_name='certificaterenewal',
            constraint=models.CheckConstraint(condition=models.Q(('legislation', ''), ('legislation__in', ['MDR', 'IVDR', 'MDD', 'AIMDD', 'IVDD']), _connector='OR'), name='certificate_renewal_legislation_known'),
        ),
        migrations.AddConstraint(
            model_name='certificaterenewal',
            constraint=models.CheckConstraint(condition=models.Q(('body_number', ''), ('body_number__regex', '^[0-9]{4}$'), _connector='OR'), name='certificate_renewal_body_number_of_four_digits'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='certificaterenewal',
            trigger=pgtrigger.compiler.Trigger(name='legal_moves', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{WAITING:CONFIRMED,WAITING:RETURNED}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='0b4aa0cb48419e54bc69220815377c5701fe3a13', operation='UPDATE', pgid='pgtrigger_legal_moves_826fe', table='evidence_certificaterenewal', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='certificaterenewal',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='004de3e3c70c89e2c242e7c99ac0abf38f09e14d', operation='DELETE', pgid='pgtrigger_never_deleted_8a8bf', table='evidence_certificaterenewal', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='certificaterenewal',
            trigger=pgtrigger.compiler.Trigger(name='terms_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."certificate_id" IS DISTINCT FROM (NEW."certificate_id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."body_number" IS DISTINCT FROM (NEW."body_number") OR OLD."legislation" IS DISTINCT FROM (NEW."legislation") OR OLD."issued_by" IS DISTINCT FROM (NEW."issued_by") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."expires_on" IS DISTINCT FROM (NEW."expires_on") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."checked_on" IS DISTINCT FROM (NEW."checked_on") OR OLD."handed_in_at" IS DISTINCT FROM (NEW."handed_in_at") OR OLD."handed_in_by_id" IS DISTINCT FROM (NEW."handed_in_by_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='6cf77727a83173a4f5b25b2cbf9056b43d2f7fe1', operation='UPDATE', pgid='pgtrigger_terms_never_changed_27245', table='evidence_certificaterenewal', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='certificaterenewal',
            trigger=pgtrigger.compiler.Trigger(name='of_frozen_pack', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF NOT EXISTS (\n                        SELECT FROM evidence_certificate AS c JOIN evidence_pack AS p ON p.id = c.pack_id\n                        WHERE c.id = NEW.certificate_id AND p.state = 'FROZEN'\n                    ) THEN RAISE EXCEPTION 'only certificates of frozen packs are renewed'; END IF;\n                    RETURN NEW;\n                ", hash='d230e67c496c7e40e66e6bb1811d7f2825dc17b2', operation='INSERT', pgid='pgtrigger_of_frozen_pack_d5673', table='evidence_certificaterenewal', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='certificaterenewal',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "evidence_certificaterenewalevent" ("body_number", "certificate_id", "checked_on", "closed_at", "closed_by_id", "ends_on", "expires_on", "handed_in_at", "handed_in_by_id", "id", "issued_by", "legislation", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "return_reason", "state", "valid_from") VALUES (NEW."body_number", NEW."certificate_id", NEW."checked_on", NEW."closed_at", NEW."closed_by_id", NEW."ends_on", NEW."expires_on", NEW."handed_in_at", NEW."handed_in_by_id", NEW."id", NEW."issued_by", NEW."legislation", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."return_reason", NEW."state", NEW."valid_from"); RETURN NULL;', hash='b4b42a03cb26c34b4507b1fd9b55d84bc91101fe', operation='INSERT', pgid='pgtrigger_insert_insert_6c04b', table='evidence_certificaterenewal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='certificaterenewal',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "evidence_certificaterenewalevent" ("body_number", "certificate_id", "checked_on", "closed_at", "closed_by_id", "ends_on", "expires_on", "handed_in_at", "handed_in_by_id", "id", "issued_by", "legislation", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "return_reason", "state", "valid_from") VALUES (NEW."body_number", NEW."certificate_id", NEW."checked_on", NEW."closed_at", NEW."closed_by_id", NEW."ends_on", NEW."expires_on", NEW."handed_in_at", NEW."handed_in_by_id", NEW."id", NEW."issued_by", NEW."legislation", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."return_reason", NEW."state", NEW."valid_from"); RETURN NULL;', hash='615c622ffc3ae801a94136062e0666ff3174fa80', operation='UPDATE', pgid='pgtrigger_update_update_0d8d3', table='evidence_certificaterenewal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='certificaterenewalevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7f7fe39c42d9d579847d09f9513ed75743b429dd', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ecf36', table='evidence_certificaterenewalevent', when='BEFORE')),
        ),
    ]
