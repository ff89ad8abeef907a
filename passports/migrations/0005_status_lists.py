from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("passports", "0004_certificate_reminders")]

    operations = []
