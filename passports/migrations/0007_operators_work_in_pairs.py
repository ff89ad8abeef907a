from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("passports", "0006_safety_notices")]

    operations = []
