from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("passports", "0005_status_lists")]

    operations = []
