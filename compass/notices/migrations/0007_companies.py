import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0022_makers_by_name"),
        ("notices", "0006_own_choices"),
        ("passports", "0013_proposals_of_a_revision"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="inapponly",
            name="innovator",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="evidence.innovator",
            ),
        ),
        migrations.AlterField(
            model_name="inapponly",
            name="adoption",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="passports.adoption",
            ),
        ),
        migrations.AddConstraint(
            model_name="inapponly",
            constraint=models.UniqueConstraint(fields=("innovator", "person"), name="in_app_only_once_of_company"),
        ),
        migrations.AddConstraint(
            model_name="inapponly",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("adoption__isnull", False), ("innovator", None)),
                    models.Q(("adoption", None), ("innovator__isnull", False)),
                    _connector="OR",
                ),
                name="in_app_only_of_one",
            ),
        ),
        # Rolled back, the choices of companies' people go first.
        migrations.RunSQL(migrations.RunSQL.noop, "DELETE FROM notices_inapponly WHERE adoption_id IS NULL"),
    ]
