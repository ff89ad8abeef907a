import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0019_market_facts_validated"),
        ("guide", "0001_search_entries"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("trusts", "0003_decisions_and_conditions_hold_together"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Criterion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=60)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "domain",
                    models.CharField(
                        choices=[
                            ("SOCIAL_VALUE", "Social value"),
                            ("EFFICIENCY", "Efficiency"),
                            ("PATIENT_AND_STAFF", "Patients and staff"),
                            ("SUPPLY_CHAIN", "Supply chain"),
                            ("PURPOSE", "Purpose"),
                        ],
                        max_length=20,
                    ),
                ),
                ("text", models.CharField(max_length=300)),
                ("weight", models.DecimalField(decimal_places=2, max_digits=5)),
            ],
            options={
                "verbose_name": "criterion",
            },
        ),
        migrations.CreateModel(
            name="Candidate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("purchase_cost", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ("implementation_cost", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ("operation_cost", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ("disposal_cost", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ("cost_source", models.CharField(blank=True, max_length=300)),
                (
                    "innovation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="evidence.innovation"
                    ),
                ),
            ],
            options={
                "verbose_name": "candidate",
            },
        ),
        migrations.CreateModel(
            name="Evaluation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200)),
                ("scheme_code", models.CharField(max_length=60)),
                ("scheme_version", models.CharField(max_length=20)),
                ("cost_weight", models.DecimalField(decimal_places=2, max_digits=5)),
                ("years", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFTING", "Being set up"),
                            ("SCORING", "Being scored"),
                            ("MODERATION", "In moderation"),
                            ("CLOSED", "Closed"),
                        ],
                        default="DRAFTING",
                        max_length=20,
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluations",
                        to="trusts.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "evaluation",
            },
        ),
        migrations.CreateModel(
            name="CriterionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("key", models.SlugField(db_index=False, max_length=60)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "domain",
                    models.CharField(
                        choices=[
                            ("SOCIAL_VALUE", "Social value"),
                            ("EFFICIENCY", "Efficiency"),
                            ("PATIENT_AND_STAFF", "Patients and staff"),
                            ("SUPPLY_CHAIN", "Supply chain"),
                            ("PURPOSE", "Purpose"),
                        ],
                        max_length=20,
                    ),
                ),
                ("text", models.CharField(max_length=300)),
                ("weight", models.DecimalField(decimal_places=2, max_digits=5)),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="guide.criterion",
                    ),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="guide.evaluation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="criterion",
            name="evaluation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="criteria", to="guide.evaluation"
            ),
        ),
        migrations.CreateModel(
            name="CandidateEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("purchase_cost", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ("implementation_cost", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ("operation_cost", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ("disposal_cost", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ("cost_source", models.CharField(blank=True, max_length=300)),
                (
                    "innovation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="evidence.innovation",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="guide.candidate",
                    ),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="guide.evaluation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="candidate",
            name="evaluation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="candidates", to="guide.evaluation"
            ),
        ),
        migrations.CreateModel(
            name="EvaluationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("scheme_code", models.CharField(max_length=60)),
                ("scheme_version", models.CharField(max_length=20)),
                ("cost_weight", models.DecimalField(decimal_places=2, max_digits=5)),
                ("years", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFTING", "Being set up"),
                            ("SCORING", "Being scored"),
                            ("MODERATION", "In moderation"),
                            ("CLOSED", "Closed"),
                        ],
                        default="DRAFTING",
                        max_length=20,
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "lead",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="trusts.organisation",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="guide.evaluation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Evaluator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="evaluators", to="guide.evaluation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "evaluator",
            },
        ),
        migrations.CreateModel(
            name="EvaluatorEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "evaluation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="guide.evaluation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="guide.evaluator",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EvaluatorScore",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("points", models.PositiveSmallIntegerField()),
                ("reason", models.TextField()),
                ("scored_at", models.DateTimeField()),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="scores", to="guide.candidate"
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="scores", to="guide.criterion"
                    ),
                ),
                (
                    "evaluator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="scores", to="guide.evaluator"
                    ),
                ),
            ],
            options={
                "verbose_name": "evaluator's score",
            },
        ),
        migrations.CreateModel(
            name="EvaluatorScoreEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("points", models.PositiveSmallIntegerField()),
                ("reason", models.TextField()),
                ("scored_at", models.DateTimeField()),
                (
                    "candidate",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="guide.candidate",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="guide.criterion",
                    ),
                ),
                (
                    "evaluator",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="guide.evaluator",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="guide.evaluatorscore",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ModeratedScore",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("points", models.PositiveSmallIntegerField()),
                ("reason", models.TextField()),
                ("moderated_at", models.DateTimeField()),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moderated", to="guide.candidate"
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moderated", to="guide.criterion"
                    ),
                ),
                (
                    "moderated_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "moderated score",
            },
        ),
        migrations.CreateModel(
            name="ModeratedScoreEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("points", models.PositiveSmallIntegerField()),
                ("reason", models.TextField()),
                ("moderated_at", models.DateTimeField()),
                (
                    "candidate",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="guide.candidate",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="guide.criterion",
                    ),
                ),
                (
                    "moderated_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="guide.moderatedscore",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="evaluation",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["DRAFTING", "SCORING", "MODERATION", "CLOSED"])),
                name="evaluation_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluation",
            constraint=models.CheckConstraint(
                condition=models.Q(("cost_weight__range", (Decimal("0"), Decimal("40")))),
                name="evaluation_cost_at_most_forty",
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluation",
            constraint=models.CheckConstraint(
                condition=models.Q(("years__range", (1, 30))), name="evaluation_years_in_range"
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluation",
            constraint=models.CheckConstraint(
                condition=models.Q(("title__regex", "\\S")), name="evaluation_has_a_title"
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", False), ("state", "CLOSED")),
                    models.Q(models.Q(("state", "CLOSED"), _negated=True), ("closed_at", None)),
                    _connector="OR",
                ),
                name="evaluation_closed_with_date",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evaluation",
            trigger=pgtrigger.compiler.Trigger(
                name="legal_moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{DRAFTING:SCORING,MODERATION:CLOSED,SCORING:MODERATION}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="009599ee43b3d75029a8189a5d75d1ddb6b36741",
                    operation="UPDATE",
                    pgid="pgtrigger_legal_moves_067ca",
                    table="guide_evaluation",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evaluation",
            trigger=pgtrigger.compiler.Trigger(
                name="never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="cb5bafea7ee00bc14cba7fc38df48232ef7c7fcf",
                    operation="DELETE",
                    pgid="pgtrigger_never_deleted_22191",
                    table="guide_evaluation",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evaluation",
            trigger=pgtrigger.compiler.Trigger(
                name="closed_when_complete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF OLD.state = 'CLOSED' THEN RAISE EXCEPTION 'a closed evaluation never changes'; END IF;\n            IF OLD.state <> 'DRAFTING' AND\n                to_jsonb(OLD) - '{state,closed_at}'::text[] <> to_jsonb(NEW) - '{state,closed_at}'::text[]\n            THEN RAISE EXCEPTION 'an evaluation is set up before it is scored'; END IF;\n            IF NEW.state = 'CLOSED' AND EXISTS (\n                SELECT 1 FROM guide_candidate AS c\n                JOIN guide_criterion AS q ON q.evaluation_id = c.evaluation_id\n                LEFT JOIN guide_moderatedscore AS m ON m.candidate_id = c.id AND m.criterion_id = q.id\n                WHERE c.evaluation_id = NEW.id AND (m.id IS NULL OR c.purchase_cost IS NULL)\n            ) THEN RAISE EXCEPTION 'an evaluation closes when everything is scored and costed'; END IF;\n            RETURN NEW;\n        ",
                    hash="d6e32ebcd60036f65642aab969f1f1aa430758b8",
                    operation="UPDATE",
                    pgid="pgtrigger_closed_when_complete_259bc",
                    table="guide_evaluation",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evaluation",
            trigger=pgtrigger.compiler.Trigger(
                name="weights_and_technologies",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    declare="DECLARE key text := 'id'; subject bigint; value numeric; social numeric; cost numeric; least_value numeric := 60; least_social numeric := 10; everything numeric := 100; fewest int := 2; most int := 10;",
                    func="\n            IF TG_OP = 'DELETE' THEN subject := to_jsonb(OLD) ->> key; ELSE subject := to_jsonb(NEW) ->> key; END IF;\n            SELECT cost_weight INTO cost FROM guide_evaluation WHERE id = subject;\n            SELECT coalesce(sum(weight), 0), coalesce(sum(weight) FILTER (WHERE domain = 'SOCIAL_VALUE'), 0)\n                INTO value, social FROM guide_criterion WHERE evaluation_id = subject;\n            IF value < least_value OR social < least_social OR value + cost <> everything THEN\n                RAISE EXCEPTION 'the weights of evaluation % break the rule of the scheme', subject;\n            END IF;\n            IF (SELECT count(*) FROM guide_candidate WHERE evaluation_id = subject) NOT BETWEEN fewest AND most THEN\n                RAISE EXCEPTION 'evaluation % compares too few or too many technologies', subject;\n            END IF;\n            RETURN NULL;\n        ",
                    hash="032ccfd619823ee7b0b752d31e9799d398e5bb91",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_weights_and_technologies_2b395",
                    table="guide_evaluation",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evaluation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "guide_evaluationevent" ("closed_at", "cost_weight", "id", "lead_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme_code", "scheme_version", "started_at", "state", "title", "years") VALUES (NEW."closed_at", NEW."cost_weight", NEW."id", NEW."lead_id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."scheme_code", NEW."scheme_version", NEW."started_at", NEW."state", NEW."title", NEW."years"); RETURN NULL;',
                    hash="89fd722baa52be2e53934ec3db4e711cebf47de9",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6e301",
                    table="guide_evaluation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evaluation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "guide_evaluationevent" ("closed_at", "cost_weight", "id", "lead_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme_code", "scheme_version", "started_at", "state", "title", "years") VALUES (NEW."closed_at", NEW."cost_weight", NEW."id", NEW."lead_id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."scheme_code", NEW."scheme_version", NEW."started_at", NEW."state", NEW."title", NEW."years"); RETURN NULL;',
                    hash="c04700471dfdb98fbbff9fab16368f2b329fd796",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_688a8",
                    table="guide_evaluation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="criterionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3e7f18980041e8b48526ab4e287d4e0479785c3c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f92a8",
                    table="guide_criterionevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.UniqueConstraint(fields=("evaluation", "key"), name="criterion_once"),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("domain__in", ["SOCIAL_VALUE", "EFFICIENCY", "PATIENT_AND_STAFF", "SUPPLY_CHAIN", "PURPOSE"])
                ),
                name="criterion_domain_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(("weight__range", (0, 100))), name="criterion_weight_in_range"
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(condition=models.Q(("text__regex", "\\S")), name="criterion_has_a_text"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="criterion",
            trigger=pgtrigger.compiler.Trigger(
                name="held_by_state",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE subject bigint; allowed text[] := '{DRAFTING}';",
                    func="\n            IF TG_OP = 'DELETE' THEN subject := OLD.evaluation_id; ELSE subject := NEW.evaluation_id; END IF;\n            IF TG_OP = 'UPDATE' AND OLD.evaluation_id <> NEW.evaluation_id THEN\n                RAISE EXCEPTION 'a part of an evaluation stays in it';\n            END IF;\n            PERFORM 1 FROM guide_evaluation WHERE id = subject AND state = ANY (allowed) FOR SHARE;\n            IF NOT FOUND THEN RAISE EXCEPTION 'evaluation % is past that', subject; END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                    hash="7edf1ad3fb44e67ddc8a50fa7eb164eb94a86a59",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_held_by_state_4d0c6",
                    table="guide_criterion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="criterion",
            trigger=pgtrigger.compiler.Trigger(
                name="weights_add_up",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    declare="DECLARE key text := 'evaluation_id'; subject bigint; value numeric; social numeric; cost numeric; least_value numeric := 60; least_social numeric := 10; everything numeric := 100; fewest int := 2; most int := 10;",
                    func="\n            IF TG_OP = 'DELETE' THEN subject := to_jsonb(OLD) ->> key; ELSE subject := to_jsonb(NEW) ->> key; END IF;\n            SELECT cost_weight INTO cost FROM guide_evaluation WHERE id = subject;\n            SELECT coalesce(sum(weight), 0), coalesce(sum(weight) FILTER (WHERE domain = 'SOCIAL_VALUE'), 0)\n                INTO value, social FROM guide_criterion WHERE evaluation_id = subject;\n            IF value < least_value OR social < least_social OR value + cost <> everything THEN\n                RAISE EXCEPTION 'the weights of evaluation % break the rule of the scheme', subject;\n            END IF;\n            IF (SELECT count(*) FROM guide_candidate WHERE evaluation_id = subject) NOT BETWEEN fewest AND most THEN\n                RAISE EXCEPTION 'evaluation % compares too few or too many technologies', subject;\n            END IF;\n            RETURN NULL;\n        ",
                    hash="3d3404c22374d7aa3354d0fdfbe0b2b98b3a10fb",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_weights_add_up_059c4",
                    table="guide_criterion",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="criterion",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "guide_criterionevent" ("domain", "evaluation_id", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "text", "weight") VALUES (NEW."domain", NEW."evaluation_id", NEW."id", NEW."key", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."text", NEW."weight"); RETURN NULL;',
                    hash="f38819400f53d8c689f2dd77c821cf9cd9339309",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_96376",
                    table="guide_criterion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="criterion",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "guide_criterionevent" ("domain", "evaluation_id", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "text", "weight") VALUES (NEW."domain", NEW."evaluation_id", NEW."id", NEW."key", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."text", NEW."weight"); RETURN NULL;',
                    hash="d9fa21c1219fba7f3a2d7d379b940ac0643ffc41",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f7447",
                    table="guide_criterion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="criterion",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "guide_criterionevent" ("domain", "evaluation_id", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "text", "weight") VALUES (OLD."domain", OLD."evaluation_id", OLD."id", OLD."key", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."text", OLD."weight"); RETURN NULL;',
                    hash="a9a4f8476d475ed77969bbf9c524b2ddec32e190",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2ad05",
                    table="guide_criterion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="candidateevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c097184d7794b891c22b10ed717b5e0ed76e07f9",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_95671",
                    table="guide_candidateevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.UniqueConstraint(fields=("evaluation", "innovation"), name="candidate_once"),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("cost_source", ""),
                        ("disposal_cost", None),
                        ("implementation_cost", None),
                        ("operation_cost", None),
                        ("purchase_cost", None),
                    ),
                    models.Q(
                        ("disposal_cost__isnull", False),
                        ("implementation_cost__isnull", False),
                        ("operation_cost__isnull", False),
                        ("purchase_cost__isnull", False),
                        ("disposal_cost__gte", 0),
                        ("implementation_cost__gte", 0),
                        ("operation_cost__gte", 0),
                        ("purchase_cost__gte", 0),
                        ("cost_source__regex", "\\S"),
                        (
                            "purchase_cost__gt",
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("implementation_cost"), "*", models.Value(-1)
                                    ),
                                    "-",
                                    models.F("operation_cost"),
                                ),
                                "-",
                                models.F("disposal_cost"),
                            ),
                        ),
                    ),
                    _connector="OR",
                ),
                name="candidate_cost_whole_and_sourced",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="candidate",
            trigger=pgtrigger.compiler.Trigger(
                name="held_by_state",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE subject bigint; allowed text[] := '{DRAFTING,SCORING,MODERATION}';",
                    func="\n            IF TG_OP = 'DELETE' THEN subject := OLD.evaluation_id; ELSE subject := NEW.evaluation_id; END IF;\n            IF TG_OP = 'UPDATE' AND OLD.evaluation_id <> NEW.evaluation_id THEN\n                RAISE EXCEPTION 'a part of an evaluation stays in it';\n            END IF;\n            PERFORM 1 FROM guide_evaluation WHERE id = subject AND state = ANY (allowed) FOR SHARE;\n            IF NOT FOUND THEN RAISE EXCEPTION 'evaluation % is past that', subject; END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                    hash="c8aee4c7e158ca8bfb28c64f8f6be6a70c867d63",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_held_by_state_33f60",
                    table="guide_candidate",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="candidate",
            trigger=pgtrigger.compiler.Trigger(
                name="two_to_ten_technologies",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    declare="DECLARE key text := 'evaluation_id'; subject bigint; value numeric; social numeric; cost numeric; least_value numeric := 60; least_social numeric := 10; everything numeric := 100; fewest int := 2; most int := 10;",
                    func="\n            IF TG_OP = 'DELETE' THEN subject := to_jsonb(OLD) ->> key; ELSE subject := to_jsonb(NEW) ->> key; END IF;\n            SELECT cost_weight INTO cost FROM guide_evaluation WHERE id = subject;\n            SELECT coalesce(sum(weight), 0), coalesce(sum(weight) FILTER (WHERE domain = 'SOCIAL_VALUE'), 0)\n                INTO value, social FROM guide_criterion WHERE evaluation_id = subject;\n            IF value < least_value OR social < least_social OR value + cost <> everything THEN\n                RAISE EXCEPTION 'the weights of evaluation % break the rule of the scheme', subject;\n            END IF;\n            IF (SELECT count(*) FROM guide_candidate WHERE evaluation_id = subject) NOT BETWEEN fewest AND most THEN\n                RAISE EXCEPTION 'evaluation % compares too few or too many technologies', subject;\n            END IF;\n            RETURN NULL;\n        ",
                    hash="23e1f38da7d3f31777ad6dfc20d866db045ec8c7",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_two_to_ten_technologies_f6aa6",
                    table="guide_candidate",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="candidate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "guide_candidateevent" ("cost_source", "disposal_cost", "evaluation_id", "id", "implementation_cost", "innovation_id", "operation_cost", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purchase_cost") VALUES (NEW."cost_source", NEW."disposal_cost", NEW."evaluation_id", NEW."id", NEW."implementation_cost", NEW."innovation_id", NEW."operation_cost", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."purchase_cost"); RETURN NULL;',
                    hash="478b91bd9e3164ab190df990bdf29e7a269ec0eb",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_20b67",
                    table="guide_candidate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="candidate",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "guide_candidateevent" ("cost_source", "disposal_cost", "evaluation_id", "id", "implementation_cost", "innovation_id", "operation_cost", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purchase_cost") VALUES (NEW."cost_source", NEW."disposal_cost", NEW."evaluation_id", NEW."id", NEW."implementation_cost", NEW."innovation_id", NEW."operation_cost", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."purchase_cost"); RETURN NULL;',
                    hash="d06c033fdd2a33031f01e4eb1410ecb3bebf592d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a2b91",
                    table="guide_candidate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="candidate",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "guide_candidateevent" ("cost_source", "disposal_cost", "evaluation_id", "id", "implementation_cost", "innovation_id", "operation_cost", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purchase_cost") VALUES (OLD."cost_source", OLD."disposal_cost", OLD."evaluation_id", OLD."id", OLD."implementation_cost", OLD."innovation_id", OLD."operation_cost", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."purchase_cost"); RETURN NULL;',
                    hash="3e494449dfcc8f7189ae33cfd589afbe0db5866a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b30f7",
                    table="guide_candidate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evaluationevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3272bea11b22dee949a8b2e0613700e4805e2a97",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_8ef35",
                    table="guide_evaluationevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluator",
            constraint=models.UniqueConstraint(fields=("evaluation", "person"), name="evaluator_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evaluator",
            trigger=pgtrigger.compiler.Trigger(
                name="held_by_state",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE subject bigint; allowed text[] := '{DRAFTING,SCORING}';",
                    func="\n            IF TG_OP = 'DELETE' THEN subject := OLD.evaluation_id; ELSE subject := NEW.evaluation_id; END IF;\n            IF TG_OP = 'UPDATE' AND OLD.evaluation_id <> NEW.evaluation_id THEN\n                RAISE EXCEPTION 'a part of an evaluation stays in it';\n            END IF;\n            PERFORM 1 FROM guide_evaluation WHERE id = subject AND state = ANY (allowed) FOR SHARE;\n            IF NOT FOUND THEN RAISE EXCEPTION 'evaluation % is past that', subject; END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                    hash="a257f8bca5f25eaf9ceb894264fbe1b9768a4577",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_held_by_state_1b9d0",
                    table="guide_evaluator",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evaluator",
            trigger=pgtrigger.compiler.Trigger(
                name="member_of_the_organisation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                    IF NOT EXISTS (\n                        SELECT 1 FROM guide_evaluation AS e\n                        JOIN trusts_organisation AS own ON own.id = e.organisation_id\n                        JOIN trusts_organisation AS working ON working.current_id = own.current_id\n                        JOIN trusts_member AS m ON m.organisation_id = working.id\n                        WHERE e.id = NEW.evaluation_id AND m.person_id = NEW.person_id\n                    ) THEN RAISE EXCEPTION 'an evaluator is a member of the organisation'; END IF;\n                    RETURN NEW;\n                ",
                    hash="4159c60b7fbb810ad109dde4e7802733bc7b72c9",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_member_of_the_organisation_1fb27",
                    table="guide_evaluator",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evaluator",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "guide_evaluatorevent" ("evaluation_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."evaluation_id", NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="8d5c51475aa912c3b3d48bb4c2e91714e89b1d03",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_72e52",
                    table="guide_evaluator",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evaluator",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "guide_evaluatorevent" ("evaluation_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."evaluation_id", NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="47afaee847993002c172e2e483b64a4041a8035f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_8d2fd",
                    table="guide_evaluator",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evaluator",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "guide_evaluatorevent" ("evaluation_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."evaluation_id", OLD."id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="edefc87279f6e87a5d073529f20c70172a213a4e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2b15c",
                    table="guide_evaluator",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evaluatorevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="2610bd3e9a319cd9e44a76a5fdc25c036f4357fd",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_d48f3",
                    table="guide_evaluatorevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluatorscore",
            constraint=models.UniqueConstraint(
                fields=("evaluator", "criterion", "candidate"), name="evaluator_score_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluatorscore",
            constraint=models.CheckConstraint(
                condition=models.Q(("points__range", (0, 4))), name="evaluator_score_on_the_scale"
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluatorscore",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__regex", "\\S")), name="evaluator_score_with_reason"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evaluatorscore",
            trigger=pgtrigger.compiler.Trigger(
                name="never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="4cc7454903ce025e1e00fda44c430299a023f86c",
                    operation="DELETE",
                    pgid="pgtrigger_never_deleted_5bd86",
                    table="guide_evaluatorscore",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evaluatorscore",
            trigger=pgtrigger.compiler.Trigger(
                name="of_one_evaluation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE found bigint; allowed text[] := '{SCORING}'; by_evaluator boolean := True;",
                    func="\n            IF TG_OP = 'UPDATE' AND\n                (OLD.candidate_id, OLD.criterion_id) IS DISTINCT FROM (NEW.candidate_id, NEW.criterion_id)\n            THEN RAISE EXCEPTION 'a score stays where it was given'; END IF;\n            SELECT e.id INTO found FROM guide_candidate AS c\n                JOIN guide_evaluation AS e ON e.id = c.evaluation_id\n                JOIN guide_criterion AS q ON q.evaluation_id = e.id AND q.id = NEW.criterion_id\n                WHERE c.id = NEW.candidate_id AND e.state = ANY (allowed) FOR SHARE OF e;\n            IF found IS NULL OR by_evaluator AND NOT EXISTS (\n                SELECT 1 FROM guide_evaluator\n                WHERE evaluation_id = found AND id = (to_jsonb(NEW) ->> 'evaluator_id')::bigint\n            ) THEN RAISE EXCEPTION 'the evaluation is not open for this'; END IF;\n            RETURN NEW;\n        ",
                    hash="0739da86d49c676d53ca3f1ac47cf5f72849dbb7",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_of_one_evaluation_09e87",
                    table="guide_evaluatorscore",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evaluatorscore",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "guide_evaluatorscoreevent" ("candidate_id", "criterion_id", "evaluator_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "reason", "scored_at") VALUES (NEW."candidate_id", NEW."criterion_id", NEW."evaluator_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."points", NEW."reason", NEW."scored_at"); RETURN NULL;',
                    hash="371a5a82d718fc5107215e28cecac7abc439853c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d66ef",
                    table="guide_evaluatorscore",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evaluatorscore",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "guide_evaluatorscoreevent" ("candidate_id", "criterion_id", "evaluator_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "reason", "scored_at") VALUES (NEW."candidate_id", NEW."criterion_id", NEW."evaluator_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."points", NEW."reason", NEW."scored_at"); RETURN NULL;',
                    hash="d2cbb77a0baa459214abb38c22a73051c0dee42a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b9fdf",
                    table="guide_evaluatorscore",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evaluatorscoreevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b7ffd14f7b93c2e2697fd7d6f3f9e92f6db76469",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a36b2",
                    table="guide_evaluatorscoreevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="moderatedscore",
            constraint=models.UniqueConstraint(fields=("criterion", "candidate"), name="moderated_score_once"),
        ),
        migrations.AddConstraint(
            model_name="moderatedscore",
            constraint=models.CheckConstraint(
                condition=models.Q(("points__range", (0, 4))), name="moderated_score_on_the_scale"
            ),
        ),
        migrations.AddConstraint(
            model_name="moderatedscore",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__regex", "\\S")), name="moderated_score_with_reason"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="moderatedscore",
            trigger=pgtrigger.compiler.Trigger(
                name="never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="ff7aafcbc5861c2764be4ed4e10d72f704731530",
                    operation="DELETE",
                    pgid="pgtrigger_never_deleted_915f2",
                    table="guide_moderatedscore",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="moderatedscore",
            trigger=pgtrigger.compiler.Trigger(
                name="of_one_evaluation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE found bigint; allowed text[] := '{MODERATION}'; by_evaluator boolean := False;",
                    func="\n            IF TG_OP = 'UPDATE' AND\n                (OLD.candidate_id, OLD.criterion_id) IS DISTINCT FROM (NEW.candidate_id, NEW.criterion_id)\n            THEN RAISE EXCEPTION 'a score stays where it was given'; END IF;\n            SELECT e.id INTO found FROM guide_candidate AS c\n                JOIN guide_evaluation AS e ON e.id = c.evaluation_id\n                JOIN guide_criterion AS q ON q.evaluation_id = e.id AND q.id = NEW.criterion_id\n                WHERE c.id = NEW.candidate_id AND e.state = ANY (allowed) FOR SHARE OF e;\n            IF found IS NULL OR by_evaluator AND NOT EXISTS (\n                SELECT 1 FROM guide_evaluator\n                WHERE evaluation_id = found AND id = (to_jsonb(NEW) ->> 'evaluator_id')::bigint\n            ) THEN RAISE EXCEPTION 'the evaluation is not open for this'; END IF;\n            RETURN NEW;\n        ",
                    hash="7b2ae113e7c34eeb5890f16dcc3093ef70a9b2f1",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_of_one_evaluation_70bd2",
                    table="guide_moderatedscore",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="moderatedscore",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "guide_moderatedscoreevent" ("candidate_id", "criterion_id", "id", "moderated_at", "moderated_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "reason") VALUES (NEW."candidate_id", NEW."criterion_id", NEW."id", NEW."moderated_at", NEW."moderated_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."points", NEW."reason"); RETURN NULL;',
                    hash="b8f3b1fd662dd1dcd41c5d2b1b7510f2a76866f0",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f86b2",
                    table="guide_moderatedscore",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="moderatedscore",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "guide_moderatedscoreevent" ("candidate_id", "criterion_id", "id", "moderated_at", "moderated_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "reason") VALUES (NEW."candidate_id", NEW."criterion_id", NEW."id", NEW."moderated_at", NEW."moderated_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."points", NEW."reason"); RETURN NULL;',
                    hash="ac4e862a097f46e7122f517a113efefd96e2106d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_0ac59",
                    table="guide_moderatedscore",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="moderatedscoreevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f97270f5ce043fd1320249f9a6c08c938169b875",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_984ab",
                    table="guide_moderatedscoreevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
