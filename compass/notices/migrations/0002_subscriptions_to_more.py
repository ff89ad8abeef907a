from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial"), ("passports", "0004_certificate_reminders")]

    operations = []
