from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("guide", "0009_asked_answers")]

    operations = []
