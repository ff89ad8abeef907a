from django.db import migrations, models


class Migration(migrations.Migration):
    # A default held by the database: nothing is rewritten, and rows may go on being inserted without it.
    dependencies = [("foundation", "0002_sealed_days")]

    operations = [
        migrations.AddField(
            model_name="email",
            name="opt_out",
            field=models.CharField(blank=True, db_default="", max_length=60),
        ),
    ]
