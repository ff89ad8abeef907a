from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("passports", "0010_issue_under_a_notice")]

    operations = []
