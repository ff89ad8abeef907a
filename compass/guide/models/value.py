"""Evaluations of the value workbench: one organisation's own comparison for a purchase. Never public.

The questions and weights are copied into the evaluation when it begins: a later version of the scheme changes nothing.
"""

from __future__ import annotations

from decimal import Decimal

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from compass.foundation.immutable import append_only, never_deleted
from compass.foundation.models import HASH
from compass.foundation.public_keys import public_key
from compass.foundation.text import LINE_MAX, NAME_MAX
from compass.guide.models.value_triggers import (
    closed_when_complete,
    held_while,
    later_cost_with_a_reason,
    of_one_evaluation,
    whole,
)
from compass.guide.states import EVALUATION, EvaluationState
from compass.guide.value.scheme import DOMAIN_NAMES, MOST_COST, MOST_POINTS
from evidence.models import Innovation
from trusts.models import Organisation

COST_PARTS = ("purchase_cost", "implementation_cost", "operation_cost", "disposal_cost")
MOST_YEARS = 30


@pghistory.track(exclude=["key"])
class Evaluation(models.Model):
    """One purchase of one organisation, with the scheme version it began with."""

    key = public_key()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="evaluations")
    title = models.CharField(max_length=NAME_MAX)
    scheme_code = models.CharField(max_length=60)
    scheme_version = models.CharField(max_length=20)
    # Percent of the whole; the questions have the rest.
    cost_weight = models.DecimalField(max_digits=5, decimal_places=2)
    # The years that every technology's whole-life cost covers.
    years = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, choices=EvaluationState, default=EvaluationState.DRAFTING)
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    # Why one evaluator was enough, where only one has scored.
    alone_why = models.CharField(max_length=LINE_MAX, blank=True, db_default="")
    abandoned_at = models.DateTimeField(null=True, blank=True)
    abandoned_why = models.CharField(max_length=LINE_MAX, blank=True, db_default="")

    class Meta:
        verbose_name = "evaluation"
        constraints = [
            EVALUATION.known_states(),
            models.CheckConstraint(
                condition=Q(cost_weight__range=(Decimal(0), MOST_COST)), name="evaluation_cost_at_most_forty"
            ),
            models.CheckConstraint(condition=Q(years__range=(1, MOST_YEARS)), name="evaluation_years_in_range"),
            models.CheckConstraint(condition=Q(title__regex=r"\S"), name="evaluation_has_a_title"),
            models.CheckConstraint(
                condition=Q(state=EvaluationState.CLOSED, closed_at__isnull=False)
                | (~Q(state=EvaluationState.CLOSED) & Q(closed_at=None)),
                name="evaluation_closed_with_date",
            ),
            models.CheckConstraint(
                condition=Q(state=EvaluationState.ABANDONED, abandoned_at__isnull=False, abandoned_why__regex=r"\S")
                | (~Q(state=EvaluationState.ABANDONED) & Q(abandoned_at=None, abandoned_why="")),
                name="evaluation_abandoned_with_a_reason",
            ),
        ]
        triggers = [
            EVALUATION.legal_moves(),
            never_deleted(),
            closed_when_complete(),
            whole("weights_and_technologies", pgtrigger.Insert | pgtrigger.Update, of_itself=True),
        ]

    def __str__(self) -> str:
        return self.title


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Criterion(models.Model):
    """One question of an evaluation with its weight in percent of the whole."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="criteria")
    key = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()
    domain = models.CharField(max_length=20, choices=list(DOMAIN_NAMES.items()))
    text = models.CharField(max_length=LINE_MAX)
    weight = models.DecimalField(max_digits=5, decimal_places=2)

    class Meta:
        verbose_name = "criterion"
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "key"], name="criterion_once"),
            models.CheckConstraint(condition=Q(domain__in=list(DOMAIN_NAMES)), name="criterion_domain_known"),
            models.CheckConstraint(condition=Q(weight__range=(0, 100)), name="criterion_weight_in_range"),
            models.CheckConstraint(condition=Q(text__regex=r"\S"), name="criterion_has_a_text"),
        ]
        triggers = [
            held_while("DRAFTING"),
            whole("weights_add_up", pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.text


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Candidate(models.Model):
    """A technology in an evaluation, with its whole-life cost: GBP without VAT, all four parts or none yet."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="candidates")
    innovation = models.ForeignKey(Innovation, on_delete=models.PROTECT, related_name="+")
    purchase_cost = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    implementation_cost = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    operation_cost = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    disposal_cost = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    cost_source = models.CharField(max_length=LINE_MAX, blank=True)
    # Why the cost is another one than when scoring opened; each change has its own, and the history keeps them all.
    cost_why = models.CharField(max_length=LINE_MAX, blank=True, db_default="")

    class Meta:
        verbose_name = "candidate"
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "innovation"], name="candidate_once"),
            # A sum with a missing part is null, which a check lets through: so each part is asked for by itself.
            models.CheckConstraint(
                condition=Q(**dict.fromkeys(COST_PARTS), cost_source="")
                | (
                    Q(**{f"{part}__isnull": False for part in COST_PARTS})
                    & Q(**{f"{part}__gte": 0 for part in COST_PARTS})
                    & Q(cost_source__regex=r"\S")
                    & Q(purchase_cost__gt=-F("implementation_cost") - F("operation_cost") - F("disposal_cost"))
                ),
                name="candidate_cost_whole_and_sourced",
            ),
        ]
        triggers = [
            held_while("DRAFTING", "SCORING", "MODERATION"),
            later_cost_with_a_reason(),
            whole("two_to_ten_technologies", pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return str(self.innovation)


class EvaluatorQuerySet(models.QuerySet["Evaluator"]):
    """Questions that are asked about evaluators again and again."""

    def standing(self) -> EvaluatorQuerySet:
        """Those who score: nobody has taken them off."""
        return self.filter(removed_at=None)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["key"])
class Evaluator(models.Model):
    """A member of the organisation who scores. One who is taken off stays in the record, with the scores given."""

    key = public_key()
    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="evaluators")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_why = models.CharField(max_length=LINE_MAX, blank=True)

    objects = EvaluatorQuerySet.as_manager()

    class Meta:
        verbose_name = "evaluator"
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "person"], name="evaluator_once"),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_why="") | Q(removed_at__isnull=False, removed_why__regex=r"\S"),
                name="evaluator_removed_with_a_reason",
            ),
        ]
        triggers = [
            held_while("DRAFTING", "SCORING"),
            never_deleted(),
            pgtrigger.Trigger(
                name="member_of_the_organisation",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM guide_evaluation AS e
                        JOIN trusts_organisation AS own ON own.id = e.organisation_id
                        JOIN trusts_organisation AS working ON working.current_id = own.current_id
                        JOIN trusts_member AS m ON m.organisation_id = working.id
                        WHERE e.id = NEW.evaluation_id AND m.person_id = NEW.person_id
                    ) THEN RAISE EXCEPTION 'an evaluator is a member of the organisation'; END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)


@pghistory.track()
class EvaluatorScore(models.Model):
    """One evaluator's points for one technology under one question, with the reason."""

    evaluator = models.ForeignKey(Evaluator, on_delete=models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="scores")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="scores")
    points = models.PositiveSmallIntegerField()
    reason = models.TextField()
    scored_at = models.DateTimeField()

    class Meta:
        verbose_name = "evaluator's score"
        constraints = [
            models.UniqueConstraint(fields=["evaluator", "criterion", "candidate"], name="evaluator_score_once"),
            models.CheckConstraint(condition=Q(points__range=(0, MOST_POINTS)), name="evaluator_score_on_the_scale"),
            models.CheckConstraint(condition=Q(reason__regex=r"\S"), name="evaluator_score_with_reason"),
        ]
        triggers = [never_deleted(), of_one_evaluation("SCORING", by_evaluator=True)]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"


@pghistory.track()
class ModeratedScore(models.Model):
    """The points agreed in moderation for one technology under one question, with the reason; the lead writes them."""

    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="moderated")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="moderated")
    points = models.PositiveSmallIntegerField()
    reason = models.TextField()
    moderated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    moderated_at = models.DateTimeField()

    class Meta:
        verbose_name = "moderated score"
        constraints = [
            models.UniqueConstraint(fields=["criterion", "candidate"], name="moderated_score_once"),
            models.CheckConstraint(condition=Q(points__range=(0, MOST_POINTS)), name="moderated_score_on_the_scale"),
            models.CheckConstraint(condition=Q(reason__regex=r"\S"), name="moderated_score_with_reason"),
        ]
        triggers = [never_deleted(), of_one_evaluation("MODERATION", by_evaluator=False)]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"


class EvaluationRecord(models.Model):
    """What a closed evaluation rests on and came to, as it was then (`queries.value_record.content_of`)."""

    evaluation = models.OneToOneField(Evaluation, on_delete=models.PROTECT, related_name="record")
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    kept_at = models.DateTimeField()

    class Meta:
        verbose_name = "record of an evaluation"
        constraints = [
            models.CheckConstraint(condition=Q(content_hash__regex=HASH), name="evaluation_record_hash_is_a_hash")
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"Record of {self.evaluation}"
