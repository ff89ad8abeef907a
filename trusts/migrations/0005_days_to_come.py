from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("trusts", "0004_needs")]

    operations = []
