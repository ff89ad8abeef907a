"""Versions of an organisation's own scheme; evaluators who are taken off and stay in the record."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('guide', '0006_watched_searches'),
        ('trusts', '0003_decisions_and_conditions_hold_together'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SchemeVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=200)),
                ('cost_weight', models.DecimalField(decimal_places=2, max_digits=5)),
                ('questions', models.JSONField()),
                ('why', models.CharField(max_length=300)),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'version of a scheme',
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='evaluator',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='evaluator',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='evaluator',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='evaluatorscore',
            name='of_one_evaluation',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='moderatedscore',
            name='of_one_evaluation',
        ),
        migrations.AddField(
            model_name='evaluator',
            name='removed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='evaluator',
            name='removed_why',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='evaluatorevent',
            name='removed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='evaluatorevent',
            name='removed_why',
            field=models.CharField(blank=True, max_length=300),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evaluator',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='9bdaa9e38f0f35d6f3adefbab77ffd26fcbc5194', operation='DELETE', pgid='pgtrigger_never_deleted_a6faf', table='guide_evaluator', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evaluator',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "guide_evaluatorevent" ("evaluation_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "removed_why") VALUES (NEW."evaluation_id", NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."removed_at", NEW."removed_why"); RETURN NULL;', hash='254d6229efcb0863126fa8a4effc3bee73d8e4c3', operation='INSERT', pgid='pgtrigger_insert_insert_72e52', table='guide_evaluator', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evaluator',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "guide_evaluatorevent" ("evaluation_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "removed_why") VALUES (NEW."evaluation_id", NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."removed_at", NEW."removed_why"); RETURN NULL;', hash='cc6e1ae48f6ebd4701446ede9e2eb1c9f1b71775', operation='UPDATE', pgid='pgtrigger_update_update_8d2fd', table='guide_evaluator', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evaluator',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "guide_evaluatorevent" ("evaluation_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "removed_why") VALUES (OLD."evaluation_id", OLD."id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."removed_at", OLD."removed_why"); RETURN NULL;', hash='c8282cb68219982c5eb0cbb9f71c62d2394b21fa', operation='DELETE', pgid='pgtrigger_delete_delete_2b15c', table='guide_evaluator', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evaluatorscore',
            trigger=pgtrigger.compiler.Trigger(name='of_one_evaluation', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE found bigint; allowed text[] := '{SCORING}'; by_evaluator boolean := True;", func="\n            IF TG_OP = 'UPDATE' AND\n                (OLD.candidate_id, OLD.criterion_id) IS DISTINCT FROM (NEW.candidate_id, NEW.criterion_id)\n            THEN RAISE EXCEPTION 'a score stays where it was given'; END IF;\n            SELECT e.id INTO found FROM guide_candidate AS c\n                JOIN guide_evaluation AS e ON e.id = c.evaluation_id\n                JOIN guide_criterion AS q ON q.evaluation_id = e.id AND q.id = NEW.criterion_id\n                WHERE c.id = NEW.candidate_id AND e.state = ANY (allowed) FOR SHARE OF e;\n            IF found IS NULL OR by_evaluator AND NOT EXISTS (\n                SELECT 1 FROM guide_evaluator\n                WHERE evaluation_id = found AND id = (to_jsonb(NEW) ->> 'evaluator_id')::bigint\n                    AND removed_at IS NULL\n            ) THEN RAISE EXCEPTION 'the evaluation is not open for this'; END IF;\n            RETURN NEW;\n        ", hash='2c558d55f2dea70dd12dde17707b08fe3e391df8', operation='INSERT OR UPDATE', pgid='pgtrigger_of_one_evaluation_09e87', table='guide_evaluatorscore', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='moderatedscore',
            trigger=pgtrigger.compiler.Trigger(name='of_one_evaluation', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE found bigint; allowed text[] := '{MODERATION}'; by_evaluator boolean := False;", func="\n            IF TG_OP = 'UPDATE' AND\n                (OLD.candidate_id, OLD.criterion_id) IS DISTINCT FROM (NEW.candidate_id, NEW.criterion_id)\n            THEN RAISE EXCEPTION 'a score stays where it was given'; END IF;\n            SELECT e.id INTO found FROM guide_candidate AS c\n                JOIN guide_evaluation AS e ON e.id = c.evaluation_id\n                JOIN guide_criterion AS q ON q.evaluation_id = e.id AND q.id = NEW.criterion_id\n                WHERE c.id = NEW.candidate_id AND e.state = ANY (allowed) FOR SHARE OF e;\n            IF found IS NULL OR by_evaluator AND NOT EXISTS (\n                SELECT 1 FROM guide_evaluator\n                WHERE evaluation_id = found AND id = (to_jsonb(NEW) ->> 'evaluator_id')::bigint\n                    AND removed_at IS NULL\n            ) THEN RAISE EXCEPTION 'the evaluation is not open for this'; END IF;\n            RETURN NEW;\n        ", hash='d16729479bb3d3ba67e641996bdef5ba754b1e70', operation='INSERT OR UPDATE', pgid='pgtrigger_of_one_evaluation_70bd2', table='guide_moderatedscore', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='evaluator',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('removed_at', None), ('removed_why', '')), models.Q(('removed_at__isnull', False), ('removed_why__regex', '\\S')), _connector='OR'), name='evaluator_removed_with_a_reason'),
        ),
        migrations.AddField(
            model_name='schemeversion',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='schemeversion',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='trusts.organisation'),
        ),
        migrations.AddConstraint(
            model_name='schemeversion',
            constraint=models.UniqueConstraint(fields=('organisation', 'number'), name='scheme_version_once'),
        ),
        migrations.AddConstraint(
            model_name='schemeversion',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='scheme_version_counts_from_one'),
        ),
        migrations.AddConstraint(
            model_name='schemeversion',
            constraint=models.CheckConstraint(condition=models.Q(('cost_weight__range', (Decimal('0'), Decimal('40')))), name='scheme_version_cost_at_most_forty'),
        ),
        migrations.AddConstraint(
            model_name='schemeversion',
            constraint=models.CheckConstraint(condition=models.Q(('title__regex', '\\S'), ('why__regex', '\\S')), name='scheme_version_says_why'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='schemeversion',
            trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='a3be10c04b60994a7b2c1cfb803192ae5a168e21', operation='UPDATE', pgid='pgtrigger_never_changed_ff00f', table='guide_schemeversion', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='schemeversion',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='9baea6fd00c8b21945129f9a6d636ea4d15a8fea', operation='DELETE', pgid='pgtrigger_never_deleted_9d42a', table='guide_schemeversion', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='schemeversion',
            trigger=pgtrigger.compiler.Trigger(name='keeps_the_rule', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE value numeric; social numeric; many int; keys int; fine boolean; domains text[] := '{SOCIAL_VALUE,EFFICIENCY,PATIENT_AND_STAFF,SUPPLY_CHAIN,PURPOSE}'; least_value numeric := 60; least_social numeric := 10; everything numeric := 100;", func="\n                    SELECT coalesce(sum((q ->> 'weight')::numeric), 0),\n                        coalesce(sum((q ->> 'weight')::numeric) FILTER (WHERE q ->> 'domain' = 'SOCIAL_VALUE'), 0),\n                        count(*), count(DISTINCT q ->> 'key'),\n                        coalesce(bool_and(coalesce(q ->> 'domain' = ANY (domains) AND q ->> 'text' ~ '\\S'\n                            AND q ->> 'key' ~ '^[-a-z0-9]+$' AND (q ->> 'weight')::numeric >= 0, false)), false)\n                        INTO value, social, many, keys, fine FROM jsonb_array_elements(NEW.questions) AS q;\n                    IF NOT fine OR many <> keys OR value < least_value OR social < least_social\n                        OR value + NEW.cost_weight <> everything\n                    THEN RAISE EXCEPTION 'this version breaks the rule of the scheme'; END IF;\n                    RETURN NEW;\n                ", hash='f1dcdb519d6886c299157d2058fb6537c3e6caf0', operation='INSERT', pgid='pgtrigger_keeps_the_rule_2e03a', table='guide_schemeversion', when='BEFORE')),
        ),
    ]
