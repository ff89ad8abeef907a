from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0001_tables'),
    ]

    operations = [
        migrations.AlterField(
            model_name='subscription',
            name='frequency',
            field=models.CharField(choices=[('IMMEDIATE', 'At once, one email for each notice'), ('DAILY', 'Once a day, one email with all of them')], db_default='IMMEDIATE', max_length=20),
        ),
        migrations.AlterField(
            model_name='subscriptionevent',
            name='frequency',
            field=models.CharField(choices=[('IMMEDIATE', 'At once, one email for each notice'), ('DAILY', 'Once a day, one email with all of them')], db_default='IMMEDIATE', max_length=20),
        ),
    ]
