from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("evidence", "0020_page_facts")]

    operations = [ValidateConstraint("packstandard", "pack_standard_counted_whole")]
