import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    # Nullable and without a default: no row of the change log is rewritten.
    dependencies = [("foundation", "0005_failed_emails")]

    operations = [
        migrations.AddField(
            model_name="change",
            name="inserted_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="sealedday",
            name="inserted_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="change",
            trigger=pgtrigger.compiler.Trigger(
                name="stamped",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NEW.inserted_at = clock_timestamp(); RETURN NEW;",
                    hash="b80ee618423c019b149ebbc254e1784d74f2c400",
                    operation="INSERT",
                    pgid="pgtrigger_stamped_50c97",
                    table="foundation_change",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealedday",
            trigger=pgtrigger.compiler.Trigger(
                name="stamped",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NEW.inserted_at = clock_timestamp(); RETURN NEW;",
                    hash="a4297bc84faca844796d796653de8ae3f5a81046",
                    operation="INSERT",
                    pgid="pgtrigger_stamped_a56ab",
                    table="foundation_sealedday",
                    when="BEFORE",
                ),
            ),
        ),
    ]
