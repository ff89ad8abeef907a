"""Needs that are corrected, and found by their words.

Triggers are replaced in one transaction with the columns: there is no moment without them. The constraint is validated
and the indexes are made while others read and write.
"""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import pgtrigger.compiler
import pgtrigger.migrations
from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models

from compass.foundation.migrating import Together


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("trusts", "0004_needs")]

    operations = [
        Together(
            [
                pgtrigger.migrations.RemoveTrigger(
                    model_name='need',
                    name='insert_insert',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='need',
                    name='update_update',
                ),
                migrations.AddField(
                    model_name='need',
                    name='changed_at',
                    field=models.DateTimeField(blank=True, null=True),
                ),
                migrations.AddField(
                    model_name='need',
                    name='revision',
                    field=models.PositiveIntegerField(db_default=1),
                ),
                migrations.AddField(
                    model_name='needevent',
                    name='changed_at',
                    field=models.DateTimeField(blank=True, null=True),
                ),
                migrations.AddField(
                    model_name='needevent',
                    name='revision',
                    field=models.PositiveIntegerField(db_default=1),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='need',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "trusts_needevent" ("changed_at", "clinical_area", "closed_at", "id", "needed_by", "organisation_id", "outcome", "patients", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "published_at", "published_by_id", "revision", "state", "title") VALUES (NEW."changed_at", NEW."clinical_area", NEW."closed_at", NEW."id", NEW."needed_by", NEW."organisation_id", NEW."outcome", NEW."patients", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."problem", NEW."published_at", NEW."published_by_id", NEW."revision", NEW."state", NEW."title"); RETURN NULL;', hash='2f55aaa49ddfdd69dc5079624c4566e4841e4f2e', operation='INSERT', pgid='pgtrigger_insert_insert_041a3', table='trusts_need', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='need',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "trusts_needevent" ("changed_at", "clinical_area", "closed_at", "id", "needed_by", "organisation_id", "outcome", "patients", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "published_at", "published_by_id", "revision", "state", "title") VALUES (NEW."changed_at", NEW."clinical_area", NEW."closed_at", NEW."id", NEW."needed_by", NEW."organisation_id", NEW."outcome", NEW."patients", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."problem", NEW."published_at", NEW."published_by_id", NEW."revision", NEW."state", NEW."title"); RETURN NULL;', hash='b1c7c17242e1b5679a677e6c15f6796f62e209cc', operation='UPDATE', pgid='pgtrigger_update_update_28b0b', table='trusts_need', when='AFTER')),
                ),
                AddConstraintNotValid(
                    model_name='need',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('changed_at', None), ('revision', 1)), models.Q(('changed_at__isnull', False), ('revision__gte', 2)), _connector='OR'), name='need_changed_with_its_time'),
                ),
            ]
        ),
        ValidateConstraint(model_name="need", name="need_changed_with_its_time"),
        AddIndexConcurrently(
            model_name='need',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('title', 'problem', config='english'), name='need_words'),
        ),
        AddIndexConcurrently(
            model_name='need',
            index=django.contrib.postgres.indexes.GinIndex(fields=['title'], name='need_title_alike', opclasses=['gin_trgm_ops']),
        ),
    ]
