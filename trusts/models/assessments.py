"""One panel's assessment of one pack: interests, scores, decision. A decision never changes."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from compass.foundation.immutable import append_only, never_deleted
from evidence.models import Innovation, Pack, Section
from evidence.models.folding import folded_version
from trusts.models.people import Panel, PanelMember
from trusts.states import ASSESSMENT, OUTCOMES, STANDING, AssessmentState


def _agreed(name: str, operation: pgtrigger.Operation) -> pgtrigger.Trigger:
    """Hold, when the transaction ends, that an assessment is closed by a decision and has its outcome."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=operation,
        timing=pgtrigger.Deferred,
        # A decision names its assessment; an assessment is itself.
        declare=[("subject", "bigint := coalesce((to_jsonb(NEW) ->> 'assessment_id')::bigint, NEW.id)")],
        func="""
            IF EXISTS (
                SELECT 1 FROM trusts_assessment AS a LEFT JOIN trusts_decision AS d ON d.assessment_id = a.id
                WHERE a.id = subject AND a.state IS DISTINCT FROM coalesce(d.outcome, 'OPEN')
            ) THEN RAISE EXCEPTION 'an assessment is closed by its decision and has its outcome'; END IF;
            RETURN NULL;
        """,
    )


@pghistory.track(exclude=["version_key"])
class Assessment(models.Model):
    """The assessment of a frozen pack. At most one stands for a product version, anywhere."""

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="assessments")
    innovation = models.ForeignKey(Innovation, on_delete=models.PROTECT, related_name="assessments")
    product_version = models.CharField(max_length=40)
    version_key = models.GeneratedField(
        expression=folded_version("product_version"), output_field=models.TextField(), db_persist=True
    )
    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="assessments")
    state = models.CharField(max_length=30, choices=AssessmentState, default=AssessmentState.OPEN)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "assessment"
        constraints = [
            ASSESSMENT.known_states(),
            models.UniqueConstraint(
                fields=["innovation", "version_key"],
                condition=Q(state__in=STANDING),
                name="assessment_once_while_it_stands",
            ),
            models.CheckConstraint(
                condition=Q(state=AssessmentState.OPEN, closed_at=None)
                | (~Q(state=AssessmentState.OPEN) & Q(closed_at__isnull=False)),
                name="assessment_closed_with_date",
            ),
        ]
        triggers = [
            ASSESSMENT.legal_moves(),
            never_deleted(),
            pgtrigger.Trigger(
                name="of_frozen_pack",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM evidence_pack
                        WHERE id = NEW.pack_id AND state = 'FROZEN'
                          AND innovation_id = NEW.innovation_id AND product_version = NEW.product_version
                    ) THEN RAISE EXCEPTION 'an assessment is of a frozen pack and of its product version'; END IF;
                    RETURN NEW;
                """,
            ),
            _agreed("closed_by_its_decision", pgtrigger.Insert | pgtrigger.Update),
        ]

    def __str__(self) -> str:
        return f"{self.pack} at {self.panel}"


def _held_by_decision() -> pgtrigger.Trigger:
    """Refuse any change to what a closed assessment rests on."""
    return pgtrigger.Trigger(
        name="held_by_decision",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("standing", "text")],
        func="""
            IF TG_OP <> 'INSERT' THEN
                SELECT state INTO standing FROM trusts_assessment WHERE id = OLD.assessment_id FOR SHARE;
                IF standing <> 'OPEN' THEN RAISE EXCEPTION 'assessment % is decided', OLD.assessment_id; END IF;
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            SELECT state INTO standing FROM trusts_assessment WHERE id = NEW.assessment_id FOR SHARE;
            IF standing <> 'OPEN' THEN RAISE EXCEPTION 'assessment % is decided', NEW.assessment_id; END IF;
            RETURN NEW;
        """,
    )


class Exclusion(models.TextChoices):
    """What a declared interest means for the member's part."""

    NONE = "NONE", "No interest to declare"
    PARTIAL = "PARTIAL", "An interest that touches some sections"
    FULL = "FULL", "An interest that keeps me out of this assessment"


@pghistory.track()
class Interest(models.Model):
    """What a panel member declared before taking part; PARTIAL keeps them out of `excluded_sections`."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="interests")
    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="interests")
    exclusion = models.CharField(max_length=10, choices=Exclusion)
    detail = models.TextField(blank=True)
    excluded_sections = ArrayField(models.CharField(max_length=20, choices=Section), default=list, blank=True)
    declared_at = models.DateTimeField()

    class Meta:
        verbose_name = "interest"
        constraints = [
            models.UniqueConstraint(fields=["assessment", "member"], name="interest_once"),
            models.CheckConstraint(condition=Q(exclusion__in=Exclusion.values), name="interest_exclusion_known"),
            models.CheckConstraint(
                condition=Q(exclusion=Exclusion.NONE) | ~Q(detail=""), name="interest_said_in_words"
            ),
        ]
        triggers = [_held_by_decision()]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_exclusion_display()}"


@pghistory.track()
class Score(models.Model):
    """One member's score of one section; a number without a written reason is invalid."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="scores")
    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="scores")
    section = models.CharField(max_length=20, choices=Section)
    points = models.PositiveSmallIntegerField()
    reason = models.TextField()
    scored_at = models.DateTimeField()

    class Meta:
        verbose_name = "score"
        constraints = [
            models.UniqueConstraint(fields=["assessment", "member", "section"], name="score_once"),
            models.CheckConstraint(condition=Q(points__range=(1, 5)), name="score_from_one_to_five"),
            models.CheckConstraint(condition=~Q(reason=""), name="score_with_reason"),
            models.CheckConstraint(condition=Q(section__in=Section.values), name="score_section_known"),
        ]
        triggers = [_held_by_decision()]

    def __str__(self) -> str:
        return f"{self.get_section_display()}: {self.points}"


@pghistory.track()
class Decision(models.Model):
    """The panel's decision, closed by its chair with a quorum. Written once."""

    assessment = models.OneToOneField(Assessment, on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=30, choices=[(o.value, o.label) for o in OUTCOMES])
    reason = models.TextField()
    dissent = models.TextField(blank=True)
    decided_by = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    # Who took part, as the pure rule in `quorum` saw it: proof that the decision was quorate.
    present = models.PositiveSmallIntegerField()
    quorum = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = "decision"
        constraints = [
            models.CheckConstraint(condition=Q(present__gte=models.F("quorum")), name="decision_quorate"),
            models.CheckConstraint(condition=~Q(reason=""), name="decision_with_reason"),
            models.CheckConstraint(condition=Q(outcome__in=[o.value for o in OUTCOMES]), name="decision_outcome_known"),
        ]
        triggers = [*append_only(), _agreed("closes_its_assessment", pgtrigger.Insert)]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}, {self.assessment}"


@pghistory.track()
class DecisionCondition(models.Model):
    """A condition that the decision sets, due on a civil date; a blocking one ends validity when overdue."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="conditions")
    text = models.TextField()
    due_on = models.DateField()
    blocking = models.BooleanField(default=True)

    class Meta:
        verbose_name = "condition of a decision"
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="set_with_the_decision",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                # Conditions are written between the decision and the close of the assessment, in one transaction.
                func="""
                    PERFORM 1 FROM trusts_decision AS d JOIN trusts_assessment AS a ON a.id = d.assessment_id
                    WHERE d.id = NEW.decision_id AND d.outcome = 'APPROVED_WITH_CONDITIONS' AND a.state = 'OPEN'
                    FOR SHARE OF a;
                    IF NOT FOUND THEN RAISE EXCEPTION 'conditions are set with the decision, never after it'; END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.text
