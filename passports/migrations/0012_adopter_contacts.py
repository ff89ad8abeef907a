from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("passports", "0011_asked_again")]

    operations = []
