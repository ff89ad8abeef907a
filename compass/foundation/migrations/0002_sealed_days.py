import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('foundation', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SealedChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('hash', models.BinaryField()),
            ],
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
                ('key_id', models.CharField(max_length=64)),
                ('signature', models.TextField()),
            ],
        ),
        migrations.AddField(
            model_name='sealedchange',
            name='change',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='leaf', to='foundation.change'),
        ),
        migrations.AddConstraint(
            model_name='sealedday',
            constraint=models.CheckConstraint(condition=models.Q(('root__regex', '^[0-9a-f]{64}$'), ('previous__regex', '^[0-9a-f]{64}$')), name='sealed_day_hashes_are_hashes'),
        ),
        migrations.AddConstraint(
            model_name='sealedday',
            constraint=models.CheckConstraint(condition=models.Q(('sealed_at__gte', models.F('ends_at'))), name='sealed_day_is_over'),
        ),
        migrations.AddField(
            model_name='sealedchange',
            name='seal',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='leaves', to='foundation.sealedday'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sealedday',
            trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='81f098c09a3cbfa178b6a85f13a4aa4949b09e73', operation='UPDATE', pgid='pgtrigger_never_changed_42bbb', table='foundation_sealedday', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sealedday',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='ed3ba54f4f18e5fcfebba187cb13fc2958b44c1c', operation='DELETE', pgid='pgtrigger_never_deleted_65bea', table='foundation_sealedday', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='sealedchange',
            constraint=models.UniqueConstraint(fields=('seal', 'position'), name='sealed_change_one_at_a_position'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sealedchange',
            trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='9fb5b37cb8c17912999e619dfb9b6e61f783d904', operation='UPDATE', pgid='pgtrigger_never_changed_2bcdd', table='foundation_sealedchange', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sealedchange',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='642ee01b9a64e6d20622a8b95c4fa728d0a8dc0f', operation='DELETE', pgid='pgtrigger_never_deleted_94761', table='foundation_sealedchange', when='BEFORE')),
        ),
    ]
