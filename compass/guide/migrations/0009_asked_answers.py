from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("guide", "0008_search_entries_filled")]

    operations = []
