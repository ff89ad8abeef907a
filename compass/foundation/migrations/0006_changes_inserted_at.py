from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("foundation", "0005_failed_emails")]

    operations = []
