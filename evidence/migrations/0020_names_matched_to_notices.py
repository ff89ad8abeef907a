from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0019_pictures"),
    ]

    operations: list[migrations.operations.base.Operation] = []
