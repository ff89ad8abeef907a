"""An organisation's own versions of the value based procurement scheme: questions and weights, never changed."""

from __future__ import annotations

from decimal import Decimal

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from compass.foundation.immutable import append_only
from compass.foundation.text import LINE_MAX, NAME_MAX
from compass.guide.value.scheme import DOMAIN_NAMES, LEAST_SOCIAL_VALUE, LEAST_VALUE, MOST_COST, WHOLE
from trusts.models import Organisation


class SchemeVersion(models.Model):
    """One version of an organisation's questions and weights; an evaluation copies the one that it begins with.

    `questions` is a list of objects with `key`, `domain`, `text` and `weight` (percent of the whole, as text). A
    question that is left out of the next version is retired: its key is not used again.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=NAME_MAX)
    cost_weight = models.DecimalField(max_digits=5, decimal_places=2)
    questions = models.JSONField()
    why = models.CharField(max_length=LINE_MAX)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = "version of a scheme"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="scheme_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="scheme_version_counts_from_one"),
            models.CheckConstraint(
                condition=Q(cost_weight__range=(Decimal(0), MOST_COST)), name="scheme_version_cost_at_most_forty"
            ),
            models.CheckConstraint(condition=Q(why__regex=r"\S", title__regex=r"\S"), name="scheme_version_says_why"),
        ]
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="keeps_the_rule",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[
                    ("value", "numeric"), ("social", "numeric"), ("many", "int"), ("keys", "int"), ("fine", "boolean"),
                    ("domains", f"text[] := '{{{','.join(DOMAIN_NAMES)}}}'"),
                    ("least_value", f"numeric := {LEAST_VALUE}"),
                    ("least_social", f"numeric := {LEAST_SOCIAL_VALUE}"),
                    ("everything", f"numeric := {WHOLE}"),
                ],
                func="""
                    SELECT coalesce(sum((q ->> 'weight')::numeric), 0),
                        coalesce(sum((q ->> 'weight')::numeric) FILTER (WHERE q ->> 'domain' = 'SOCIAL_VALUE'), 0),
                        count(*), count(DISTINCT q ->> 'key'),
                        coalesce(bool_and(coalesce(q ->> 'domain' = ANY (domains) AND q ->> 'text' ~ '\\S'
                            AND q ->> 'key' ~ '^[-a-z0-9]+$' AND (q ->> 'weight')::numeric >= 0, false)), false)
                        INTO value, social, many, keys, fine FROM jsonb_array_elements(NEW.questions) AS q;
                    IF NOT fine OR many <> keys OR value < least_value OR social < least_social
                        OR value + NEW.cost_weight <> everything
                    THEN RAISE EXCEPTION 'this version breaks the rule of the scheme'; END IF;
                    RETURN NEW;
                """,
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"
