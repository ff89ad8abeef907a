import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

# Passports that are there already: 65,536 of them to a list (half of its places), each at a place drawn at random. One
# statement that only inserts; readers and writers of passports are not kept waiting.
PLACE_ISSUED_PASSPORTS = """
    WITH issued AS (
        SELECT id, row_number() OVER (ORDER BY id) - 1 AS nth FROM passports_passport
    ), drawn AS (
        SELECT list_number, place, row_number() OVER (PARTITION BY list_number ORDER BY random()) - 1 AS nth
        FROM generate_series(0, (SELECT max(nth) / 65536 FROM issued)) AS list_number,
             generate_series(0, 131071) AS place
    ), seats AS (
        -- One number to join by: on two the planner would compare each passport of a list with each place of it.
        SELECT list_number * 65536 + nth AS nth, list_number, place FROM drawn WHERE nth < 65536
    )
    INSERT INTO passports_statusplace (passport_id, list_number, place)
    SELECT issued.id, seats.list_number, seats.place FROM issued JOIN seats USING (nth)
"""


class Migration(migrations.Migration):

    dependencies = [
        ('passports', '0004_certificate_reminders'),
    ]

    operations = [
        migrations.CreateModel(
            name='StatusPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('list_number', models.PositiveIntegerField()),
                ('place', models.PositiveIntegerField()),
                ('passport', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='status_place', to='passports.passport')),
            ],
            options={
                'verbose_name': 'place in the status lists',
                'constraints': [models.UniqueConstraint(fields=('list_number', 'place'), name='status_place_of_one_passport'), models.CheckConstraint(condition=models.Q(('place__lt', 131072)), name='status_place_within_its_list')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='statusplace',
            trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='e38782d051bacb1fdfb2dde56e1afcf72609f334', operation='UPDATE', pgid='pgtrigger_never_changed_f3d3a', table='passports_statusplace', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='statusplace',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='c037e57dbf63fb090a44adc3edbe7200232f84b2', operation='DELETE', pgid='pgtrigger_never_deleted_b0542', table='passports_statusplace', when='BEFORE')),
        ),
        migrations.RunSQL(PLACE_ISSUED_PASSPORTS, migrations.RunSQL.noop),
    ]
