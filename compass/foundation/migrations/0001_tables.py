import compass.foundation.migrating
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    # All tables as they stand, in place of the steps that led to them: docs/decisions/0016-migrations-in-one-step.md.
    # Other apps are named by the last step that theirs replaces: Django then refuses a database that has only some.

    replaces = [
        ('foundation', '0001_initial'),
        ('foundation', '0002_sealed_days'),
        ('foundation', '0003_email_opt_out'),
        ('foundation', '0004_changes_by_time'),
        ('foundation', '0005_failed_emails'),
        ('foundation', '0006_changes_inserted_at'),
    ]

    initial = True

    dependencies = [
        ('accounts', '0002_machine_clients'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        compass.foundation.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='Change',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=60)),
                        ('subject', models.CharField(max_length=40)),
                        ('subject_id', models.BigIntegerField()),
                        ('sentence', models.TextField()),
                        ('data', models.JSONField(default=dict)),
                        ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('occurred_at', models.DateTimeField()),
                        ('inserted_at', models.DateTimeField(editable=False, null=True)),
                        ('transaction_id', models.BigIntegerField(db_default=models.Func(function='txid_current', output_field=models.BigIntegerField()), editable=False)),
                    ],
                    options={
                        'indexes': [
                            models.Index(fields=['transaction_id', 'id'], name='change_reading_order'),
                            models.Index(fields=['subject', 'subject_id', 'id'], name='change_of_subject'),
                            django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=['occurred_at'], name='change_by_time'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='4a96f38ab0e7e2390f0dec55d147ee7a09a44459', operation='UPDATE', pgid='pgtrigger_never_changed_b87c3', table='foundation_change', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='61a463e81c6a72268a67d6193ab14e490830fe75', operation='DELETE', pgid='pgtrigger_never_deleted_79589', table='foundation_change', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='stamped', sql=pgtrigger.compiler.UpsertTriggerSql(func='NEW.inserted_at = clock_timestamp(); RETURN NEW;', hash='b80ee618423c019b149ebbc254e1784d74f2c400', operation='INSERT', pgid='pgtrigger_stamped_50c97', table='foundation_change', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='SealedDay',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('day', models.DateField(unique=True)),
                        ('ends_at', models.DateTimeField()),
                        ('before_transaction', models.BigIntegerField()),
                        ('count', models.PositiveIntegerField()),
                        ('root', models.CharField(max_length=64)),
                        ('previous', models.CharField(max_length=64, unique=True)),
                        ('blind', models.BinaryField()),
                        ('sealed_at', models.DateTimeField()),
                        ('inserted_at', models.DateTimeField(editable=False, null=True)),
                        ('key_id', models.CharField(max_length=64)),
                        ('signature', models.TextField()),
                    ],
                    options={
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('root__regex', '^[0-9a-f]{64}$'), ('previous__regex', '^[0-9a-f]{64}$')), name='sealed_day_hashes_are_hashes'),
                            models.CheckConstraint(condition=models.Q(('sealed_at__gte', models.F('ends_at'))), name='sealed_day_is_over'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='81f098c09a3cbfa178b6a85f13a4aa4949b09e73', operation='UPDATE', pgid='pgtrigger_never_changed_42bbb', table='foundation_sealedday', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='ed3ba54f4f18e5fcfebba187cb13fc2958b44c1c', operation='DELETE', pgid='pgtrigger_never_deleted_65bea', table='foundation_sealedday', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='stamped', sql=pgtrigger.compiler.UpsertTriggerSql(func='NEW.inserted_at = clock_timestamp(); RETURN NEW;', hash='a4297bc84faca844796d796653de8ae3f5a81046', operation='INSERT', pgid='pgtrigger_stamped_a56ab', table='foundation_sealedday', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='SealedChange',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('seal', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='leaves', to='foundation.sealedday')),
                        ('position', models.PositiveIntegerField()),
                        ('change', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='leaf', to='foundation.change')),
                        ('hash', models.BinaryField()),
                    ],
                    options={
                        'constraints': [
                            models.UniqueConstraint(fields=('seal', 'position'), name='sealed_change_one_at_a_position'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='9fb5b37cb8c17912999e619dfb9b6e61f783d904', operation='UPDATE', pgid='pgtrigger_never_changed_2bcdd', table='foundation_sealedchange', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='642ee01b9a64e6d20622a8b95c4fa728d0a8dc0f', operation='DELETE', pgid='pgtrigger_never_deleted_94761', table='foundation_sealedchange', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Email',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(max_length=120, unique=True)),
                        ('recipient', models.EmailField(max_length=254)),
                        ('subject', models.CharField(max_length=200)),
                        ('text', models.TextField()),
                        ('opt_out', models.CharField(blank=True, db_default='', max_length=60)),
                        ('created_at', models.DateTimeField()),
                        ('due_at', models.DateTimeField()),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('sent_at', models.DateTimeField(blank=True, null=True)),
                        ('failed_at', models.DateTimeField(blank=True, null=True)),
                        ('outcome', models.CharField(blank=True, db_default='', max_length=200)),
                        ('dropped_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'verbose_name': 'e-mail',
                        'indexes': [
                            models.Index(condition=models.Q(('failed_at__isnull', True), ('sent_at__isnull', True)), fields=['due_at', 'id'], name='email_to_send'),
                            models.Index(models.Case(models.When(opt_out='', then=0), default=1), models.F('id'), condition=models.Q(('failed_at__isnull', True), ('sent_at__isnull', True)), name='email_in_order'),
                            models.Index(condition=models.Q(('dropped_at', None), ('failed_at__isnull', False)), fields=['-id'], name='email_given_up'),
                        ],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('dropped_at', None), ('failed_at__isnull', False), _connector='OR'), name='email_dropped_was_given_up'),
                        ],
                    },
                ),
            ],
        ),
    ]
