import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('evidence', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('trusts', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Adoption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('LOCAL_CHECKS', 'Local checks under way'), ('LIVE', 'In use'), ('ENDED', 'Ended')], default='LOCAL_CHECKS', max_length=20)),
                ('accepted_at', models.DateTimeField()),
                ('live_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('accepted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adoptions', to='trusts.organisation')),
            ],
            options={
                'verbose_name': 'adoption',
            },
        ),
        migrations.CreateModel(
            name='Condition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('due_on', models.DateField()),
                ('blocking', models.BooleanField()),
                ('state', models.CharField(choices=[('OPEN', 'To be met'), ('DISCHARGED', 'Met')], default='OPEN', max_length=20)),
                ('discharged_at', models.DateTimeField(blank=True, null=True)),
                ('discharge_reason', models.TextField(blank=True)),
                ('discharged_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('set_by', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='trusts.decisioncondition')),
            ],
            options={
                'verbose_name': 'passport condition',
            },
        ),
        migrations.CreateModel(
            name='LocalCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('DCB0160', 'Clinical risk management in deployment (DCB0160)'), ('DPIA', 'Data protection impact assessment'), ('INTEGRATION', 'Integration with local systems'), ('TRAINING', 'Staff training'), ('BUDGET', 'Budget')], max_length=20)),
                ('note', models.TextField(blank=True)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('adoption', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='passports.adoption')),
                ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'local check',
            },
        ),
        migrations.CreateModel(
            name='LocalCheckEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('DCB0160', 'Clinical risk management in deployment (DCB0160)'), ('DPIA', 'Data protection impact assessment'), ('INTEGRATION', 'Integration with local systems'), ('TRAINING', 'Staff training'), ('BUDGET', 'Budget')], max_length=20)),
                ('note', models.TextField(blank=True)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('adoption', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='passports.adoption')),
                ('done_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='passports.localcheck')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Operator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='operator', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'national operator',
            },
        ),
        migrations.CreateModel(
            name='OperatorEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='passports.operator')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Passport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True)),
                ('issued_at', models.DateTimeField()),
                ('life_ends_on', models.DateField()),
                ('state', models.CharField(choices=[('ACTIVE', 'Active'), ('SUSPENDED', 'Suspended'), ('WITHDRAWN', 'Withdrawn'), ('SUPERSEDED', 'Superseded')], default='ACTIVE', max_length=20)),
                ('state_reason', models.TextField(blank=True)),
                ('is_current', models.BooleanField(default=True)),
                ('status', models.CharField(choices=[('VALID', 'Valid'), ('VALID_WITH_CONDITIONS', 'Valid with conditions'), ('EXPIRING', 'Expiring soon'), ('SUSPENDED', 'Suspended'), ('EXPIRED', 'Expired'), ('WITHDRAWN', 'Withdrawn'), ('SUPERSEDED', 'Superseded')], max_length=25)),
                ('until', models.DateField()),
                ('reasons', models.JSONField(default=list)),
                ('next_change_on', models.DateField(blank=True, null=True)),
                ('assessed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='passports_given', to='trusts.organisation')),
                ('innovation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='passports', to='evidence.innovation')),
                ('issued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pack', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='passport', to='evidence.pack')),
            ],
            options={
                'verbose_name': 'passport',
            },
        ),
        migrations.CreateModel(
            name='ConditionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('text', models.TextField()),
                ('due_on', models.DateField()),
                ('blocking', models.BooleanField()),
                ('state', models.CharField(choices=[('OPEN', 'To be met'), ('DISCHARGED', 'Met')], default='OPEN', max_length=20)),
                ('discharged_at', models.DateTimeField(blank=True, null=True)),
                ('discharge_reason', models.TextField(blank=True)),
                ('discharged_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='passports.condition')),
                ('set_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='trusts.decisioncondition')),
                ('passport', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='passports.passport')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='condition',
            name='passport',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conditions', to='passports.passport'),
        ),
        migrations.CreateModel(
            name='AdoptionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('state', models.CharField(choices=[('LOCAL_CHECKS', 'Local checks under way'), ('LIVE', 'In use'), ('ENDED', 'Ended')], default='LOCAL_CHECKS', max_length=20)),
                ('accepted_at', models.DateTimeField()),
                ('live_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('accepted_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='trusts.organisation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='passports.adoption')),
                ('passport', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='passports.passport')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='adoption',
            name='passport',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adoptions', to='passports.passport'),
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('WAITING', 'Waiting for the national operator'), ('ISSUED', 'Passport issued'), ('RETURNED', 'Returned to the trust')], default='WAITING', max_length=20)),
                ('submitted_at', models.DateTimeField()),
                ('return_reason', models.TextField(blank=True)),
                ('decision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='submission', to='trusts.decision')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='trusts.organisation')),
                ('submitted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'submission',
            },
        ),
        migrations.CreateModel(
            name='PassportEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('number', models.CharField(max_length=20)),
                ('issued_at', models.DateTimeField()),
                ('life_ends_on', models.DateField()),
                ('state', models.CharField(choices=[('ACTIVE', 'Active'), ('SUSPENDED', 'Suspended'), ('WITHDRAWN', 'Withdrawn'), ('SUPERSEDED', 'Superseded')], default='ACTIVE', max_length=20)),
                ('state_reason', models.TextField(blank=True)),
                ('is_current', models.BooleanField(default=True)),
                ('status', models.CharField(choices=[('VALID', 'Valid'), ('VALID_WITH_CONDITIONS', 'Valid with conditions'), ('EXPIRING', 'Expiring soon'), ('SUSPENDED', 'Suspended'), ('EXPIRED', 'Expired'), ('WITHDRAWN', 'Withdrawn'), ('SUPERSEDED', 'Superseded')], max_length=25)),
                ('until', models.DateField()),
                ('reasons', models.JSONField(default=list)),
                ('next_change_on', models.DateField(blank=True, null=True)),
                ('assessed_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='trusts.organisation')),
                ('innovation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evidence.innovation')),
                ('issued_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pack', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='evidence.pack')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='passports.passport')),
                ('submission', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='passports.submission')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='passport',
            name='submission',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='passport', to='passports.submission'),
        ),
        migrations.CreateModel(
            name='SubmissionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('state', models.CharField(choices=[('WAITING', 'Waiting for the national operator'), ('ISSUED', 'Passport issued'), ('RETURNED', 'Returned to the trust')], default='WAITING', max_length=20)),
                ('submitted_at', models.DateTimeField()),
                ('return_reason', models.TextField(blank=True)),
                ('decision', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='trusts.decision')),
                ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='trusts.organisation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='passports.submission')),
                ('submitted_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='localcheck',
            constraint=models.UniqueConstraint(fields=('adoption', 'kind'), name='local_check_once'),
        ),
        migrations.AddConstraint(
            model_name='localcheck',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['DCB0160', 'DPIA', 'INTEGRATION', 'TRAINING', 'BUDGET'])), name='local_check_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='localcheck',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_at', None), ('done_by', None)), models.Q(('done_at__isnull', False), ('done_by__isnull', False)), _connector='OR'), name='local_check_done_whole'),
        ),
        migrations.AddConstraint(
            model_name='condition',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['OPEN', 'DISCHARGED'])), name='passport_condition_state_known'),
        ),
        migrations.AddConstraint(
            model_name='condition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('discharge_reason', ''), ('discharged_at', None), ('discharged_by', None), ('state', 'OPEN')), models.Q(('discharged_at__isnull', False), ('discharged_by__isnull', False), ('state', 'DISCHARGED'), models.Q(('discharge_reason', ''), _negated=True)), _connector='OR'), name='passport_condition_discharged_whole'),
        ),
        migrations.AddConstraint(
            model_name='adoption',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['LOCAL_CHECKS', 'LIVE', 'ENDED'])), name='adoption_state_known'),
        ),
        migrations.AddConstraint(
            model_name='adoption',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'ENDED'), _negated=True), fields=('passport', 'organisation'), name='adoption_once_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='adoption',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'LIVE'), _negated=True), ('live_at__isnull', False), _connector='OR'), name='adoption_live_with_date'),
        ),
        migrations.AddConstraint(
            model_name='adoption',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'ENDED'), _negated=True), ('ended_at__isnull', False), _connector='OR'), name='adoption_ended_with_date'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['WAITING', 'ISSUED', 'RETURNED'])), name='submission_state_known'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'RETURNED'), _negated=True), models.Q(('return_reason', ''), _negated=True), _connector='OR'), name='submission_returned_with_reason'),
        ),
        migrations.AddIndex(
            model_name='passport',
            index=models.Index(condition=models.Q(('next_change_on__isnull', False)), fields=['next_change_on'], name='passport_due'),
        ),
        migrations.AddIndex(
            model_name='passport',
            index=models.Index(condition=models.Q(('is_current', True)), fields=['innovation', 'status'], name='passport_current_status'),
        ),
        migrations.AddConstraint(
            model_name='passport',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['ACTIVE', 'SUSPENDED', 'WITHDRAWN', 'SUPERSEDED'])), name='passport_state_known'),
        ),
        migrations.AddConstraint(
            model_name='passport',
            constraint=models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('innovation',), name='passport_one_current'),
        ),
        migrations.AddConstraint(
            model_name='passport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'SUPERSEDED'), _negated=True), ('is_current', False), _connector='OR'), name='passport_superseded_not_current'),
        ),
        migrations.AddConstraint(
            model_name='passport',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['VALID', 'VALID_WITH_CONDITIONS', 'EXPIRING', 'SUSPENDED', 'EXPIRED', 'WITHDRAWN', 'SUPERSEDED'])), name='passport_status_known'),
        ),
        migrations.AddConstraint(
            model_name='passport',
            constraint=models.CheckConstraint(condition=models.Q(('until__lte', models.F('life_ends_on'))), name='passport_until_within_life'),
        ),
        migrations.AddConstraint(
            model_name='passport',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'ACTIVE'), models.Q(('state_reason', ''), _negated=True), _connector='OR'), name='passport_state_with_reason'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='localcheck',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "passports_localcheckevent" ("adoption_id", "done_at", "done_by_id", "id", "kind", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."adoption_id", NEW."done_at", NEW."done_by_id", NEW."id", NEW."kind", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='1051f85e785e8338e024f7ba7efea06dfe9aaf66', operation='INSERT', pgid='pgtrigger_insert_insert_c8cc1', table='passports_localcheck', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='localcheck',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "passports_localcheckevent" ("adoption_id", "done_at", "done_by_id", "id", "kind", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."adoption_id", NEW."done_at", NEW."done_by_id", NEW."id", NEW."kind", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='49ae1969c2b3bfbf2622893aef5c9ccefea2078f', operation='UPDATE', pgid='pgtrigger_update_update_961ea', table='passports_localcheck', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='localcheckevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f6d9e03a941f728a05fc004b6eb8a5c1350822ec', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c8c38', table='passports_localcheckevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='operator',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "passports_operatorevent" ("id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='b16732fe496bff8ab01d3a011ced6d5701b8d6a6', operation='INSERT', pgid='pgtrigger_insert_insert_81594', table='passports_operator', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='operator',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "passports_operatorevent" ("id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='2642547863b9a9ae4f090de4aeff75849129fdf2', operation='UPDATE', pgid='pgtrigger_update_update_4208b', table='passports_operator', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='operator',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "passports_operatorevent" ("id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='a23986e5341342b61e713e207c60b63f5613a43c', operation='DELETE', pgid='pgtrigger_delete_delete_09e1c', table='passports_operator', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='operatorevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='385f79c75483435f6edf313f82663aa531d2f3d7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4249c', table='passports_operatorevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='conditionevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='96545f6beb9778102c240eb823b8841e0a4bfd8f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_292af', table='passports_conditionevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='condition',
            trigger=pgtrigger.compiler.Trigger(name='legal_moves', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{OPEN:DISCHARGED}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='85e0b0bb7a71bcbc9d002f4029e2243431fa3ee5', operation='UPDATE', pgid='pgtrigger_legal_moves_3347c', table='passports_condition', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='condition',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='e267651fe9b2ae45b341d1be36be7f0b77409dd5', operation='DELETE', pgid='pgtrigger_never_deleted_c0150', table='passports_condition', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='condition',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "passports_conditionevent" ("blocking", "discharge_reason", "discharged_at", "discharged_by_id", "due_on", "id", "passport_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "set_by_id", "state", "text") VALUES (NEW."blocking", NEW."discharge_reason", NEW."discharged_at", NEW."discharged_by_id", NEW."due_on", NEW."id", NEW."passport_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."set_by_id", NEW."state", NEW."text"); RETURN NULL;', hash='0493c874e1bf498b3031f656a8ac427997bc1a5d', operation='INSERT', pgid='pgtrigger_insert_insert_89e54', table='passports_condition', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='condition',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "passports_conditionevent" ("blocking", "discharge_reason", "discharged_at", "discharged_by_id", "due_on", "id", "passport_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "set_by_id", "state", "text") VALUES (NEW."blocking", NEW."discharge_reason", NEW."discharged_at", NEW."discharged_by_id", NEW."due_on", NEW."id", NEW."passport_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."set_by_id", NEW."state", NEW."text"); RETURN NULL;', hash='e0c325cfb5e31724e8167e60f47da60c78bf6909', operation='UPDATE', pgid='pgtrigger_update_update_9734e', table='passports_condition', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='adoptionevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8e1cde33df3bb4b4d1020e91fea6aef899c20f54', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e7181', table='passports_adoptionevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='adoption',
            trigger=pgtrigger.compiler.Trigger(name='legal_moves', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{LIVE:ENDED,LOCAL_CHECKS:ENDED,LOCAL_CHECKS:LIVE}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='fa06dd093da091278c385edbaecca121104adbe5', operation='UPDATE', pgid='pgtrigger_legal_moves_b04db', table='passports_adoption', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='adoption',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='9b3946c4a2c79d7c5058615cf461ba73cb00bec8', operation='DELETE', pgid='pgtrigger_never_deleted_ea1fa', table='passports_adoption', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='adoption',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "passports_adoptionevent" ("accepted_at", "accepted_by_id", "ended_at", "id", "live_at", "organisation_id", "passport_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state") VALUES (NEW."accepted_at", NEW."accepted_by_id", NEW."ended_at", NEW."id", NEW."live_at", NEW."organisation_id", NEW."passport_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."state"); RETURN NULL;', hash='dd0cb47fa3a25182b4c1f7f44524586bc17da3e3', operation='INSERT', pgid='pgtrigger_insert_insert_c5577', table='passports_adoption', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='adoption',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "passports_adoptionevent" ("accepted_at", "accepted_by_id", "ended_at", "id", "live_at", "organisation_id", "passport_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state") VALUES (NEW."accepted_at", NEW."accepted_by_id", NEW."ended_at", NEW."id", NEW."live_at", NEW."organisation_id", NEW."passport_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."state"); RETURN NULL;', hash='3f4165e3590106dea3a01accfe82fbadc24a7e39', operation='UPDATE', pgid='pgtrigger_update_update_7bad7', table='passports_adoption', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='submission',
            trigger=pgtrigger.compiler.Trigger(name='legal_moves', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{RETURNED:WAITING,WAITING:ISSUED,WAITING:RETURNED}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='360964b5000aa5268a276ff6b4a2551b44809165', operation='UPDATE', pgid='pgtrigger_legal_moves_82ae2', table='passports_submission', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='submission',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='64de867a41aac043c4ac87daffa0079f7331d0d1', operation='DELETE', pgid='pgtrigger_never_deleted_418db', table='passports_submission', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='submission',
            trigger=pgtrigger.compiler.Trigger(name='of_approving_decision', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF NOT EXISTS (\n                        SELECT 1 FROM trusts_decision\n                        WHERE id = NEW.decision_id AND outcome IN ('APPROVED', 'APPROVED_WITH_CONDITIONS')\n                    ) THEN RAISE EXCEPTION 'only an approving decision can be submitted'; END IF;\n                    RETURN NEW;\n                ", hash='439ac45567b11012d18976e62c7b4fa41afbaa09', operation='INSERT OR UPDATE', pgid='pgtrigger_of_approving_decision_f75a7', table='passports_submission', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='submission',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "passports_submissionevent" ("decision_id", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "return_reason", "state", "submitted_at", "submitted_by_id") VALUES (NEW."decision_id", NEW."id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."return_reason", NEW."state", NEW."submitted_at", NEW."submitted_by_id"); RETURN NULL;', hash='6fbc26b7758092b5fecc48931f883a0996901cf3', operation='INSERT', pgid='pgtrigger_insert_insert_5dfb7', table='passports_submission', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='submission',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "passports_submissionevent" ("decision_id", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "return_reason", "state", "submitted_at", "submitted_by_id") VALUES (NEW."decision_id", NEW."id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."return_reason", NEW."state", NEW."submitted_at", NEW."submitted_by_id"); RETURN NULL;', hash='88a7125a907ac22b87ae33cceab5ccccd358a3dd', operation='UPDATE', pgid='pgtrigger_update_update_29dc6', table='passports_submission', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='passportevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='28cf2815c070115e91ab9ed128b83c541ac34e60', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1e71f', table='passports_passportevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='passport',
            trigger=pgtrigger.compiler.Trigger(name='legal_moves', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{ACTIVE:SUPERSEDED,ACTIVE:SUSPENDED,ACTIVE:WITHDRAWN,SUSPENDED:ACTIVE,SUSPENDED:SUPERSEDED,SUSPENDED:WITHDRAWN}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='57faa72f1199a7e632a5c43d57945c42cc479298', operation='UPDATE', pgid='pgtrigger_legal_moves_e0577', table='passports_passport', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='passport',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='9f2cfc0e36a8e6fd155db4fd2873d37011f69495', operation='DELETE', pgid='pgtrigger_never_deleted_1bf99', table='passports_passport', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='passport',
            trigger=pgtrigger.compiler.Trigger(name='origin_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."submission_id" IS DISTINCT FROM (NEW."submission_id") OR OLD."pack_id" IS DISTINCT FROM (NEW."pack_id") OR OLD."innovation_id" IS DISTINCT FROM (NEW."innovation_id") OR OLD."assessed_by_id" IS DISTINCT FROM (NEW."assessed_by_id") OR OLD."issued_by_id" IS DISTINCT FROM (NEW."issued_by_id") OR OLD."issued_at" IS DISTINCT FROM (NEW."issued_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='b279a3ad8f640a486108d696ff01fb09439d4ea3', operation='UPDATE', pgid='pgtrigger_origin_never_changed_5dd28', table='passports_passport', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='passport',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "passports_passportevent" ("assessed_by_id", "id", "innovation_id", "is_current", "issued_at", "issued_by_id", "life_ends_on", "next_change_on", "number", "pack_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reasons", "state", "state_reason", "status", "submission_id", "until") VALUES (NEW."assessed_by_id", NEW."id", NEW."innovation_id", NEW."is_current", NEW."issued_at", NEW."issued_by_id", NEW."life_ends_on", NEW."next_change_on", NEW."number", NEW."pack_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reasons", NEW."state", NEW."state_reason", NEW."status", NEW."submission_id", NEW."until"); RETURN NULL;', hash='96d4d4753131b9e2a7031a85285b5a46dde6725e', operation='INSERT', pgid='pgtrigger_insert_insert_f876b', table='passports_passport', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='passport',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "passports_passportevent" ("assessed_by_id", "id", "innovation_id", "is_current", "issued_at", "issued_by_id", "life_ends_on", "next_change_on", "number", "pack_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reasons", "state", "state_reason", "status", "submission_id", "until") VALUES (NEW."assessed_by_id", NEW."id", NEW."innovation_id", NEW."is_current", NEW."issued_at", NEW."issued_by_id", NEW."life_ends_on", NEW."next_change_on", NEW."number", NEW."pack_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reasons", NEW."state", NEW."state_reason", NEW."status", NEW."submission_id", NEW."until"); RETURN NULL;', hash='bd23fdb8801d7925216d2d280037f0fcc6d36954', operation='UPDATE', pgid='pgtrigger_update_update_8f1c5', table='passports_passport', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='submissionevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='aa23b54b548b20e25bbe42169bfaca214564e208', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_21a61', table='passports_submissionevent', when='BEFORE')),
        ),
    ]
