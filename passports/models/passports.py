"""The passport, its conditions, and the verdict that the daily job keeps."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from compass.foundation.immutable import never_deleted
from evidence.models import Innovation, Pack
from passports.models.submissions import Submission
from passports.states import CONDITION, PASSPORT, ConditionState, PassportState
from passports.validity import Status
from trusts.models import DecisionCondition, Organisation


def _by_two(operation: pgtrigger.Operation, subject: str, move: str, state: str = "") -> pgtrigger.Trigger:
    """Refuse what only a proposal that a second person confirmed may do; `subject` is its column and our value."""
    column, value = subject.split("=")
    return pgtrigger.Trigger(
        name=f"{move.lower()}_by_two",
        when=pgtrigger.Before,
        operation=operation,
        condition=pgtrigger.Q(new__state=state) & ~pgtrigger.Q(old__state=state) if state else None,
        func=f"""
            IF NOT EXISTS (
                SELECT FROM passports_proposal
                WHERE {column} = NEW.{value} AND move = '{move}' AND state = 'CONFIRMED'
            ) THEN RAISE EXCEPTION 'a second person has to confirm this: {move}'; END IF;
            RETURN NEW;
        """,
    )


def _suspended_by_one() -> pgtrigger.Trigger:
    """Refuse a suspension that no open proposal stands for: a second person is then asked to confirm or lift it."""
    return pgtrigger.Trigger(
        name="suspended_by_a_proposal",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(new__state=PassportState.SUSPENDED) & ~pgtrigger.Q(old__state=PassportState.SUSPENDED),
        func="""
            IF NOT EXISTS (
                SELECT FROM passports_proposal WHERE passport_id = NEW.id AND move = 'SUSPEND' AND state = 'OPEN'
            ) THEN RAISE EXCEPTION 'a suspension is proposed, for a second person to confirm or lift'; END IF;
            RETURN NEW;
        """,
    )


def _reinstated_by_two() -> pgtrigger.Trigger:
    """Refuse to lift a suspension unless a second person declined it, or confirmed since that it is lifted.

    What was agreed about an earlier suspension says nothing about this one.
    """
    return pgtrigger.Trigger(
        name="reinstated_by_two",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__state=PassportState.SUSPENDED, new__state=PassportState.ACTIVE),
        func="""
            IF NOT EXISTS (
                SELECT FROM passports_proposal AS lifted
                WHERE lifted.passport_id = NEW.id AND (
                    (lifted.move = 'SUSPEND' AND lifted.state = 'DECLINED')
                    OR (lifted.move = 'REINSTATE' AND lifted.state = 'CONFIRMED')
                ) AND NOT EXISTS (
                    SELECT FROM passports_proposal AS later
                    WHERE later.passport_id = NEW.id AND later.move = 'SUSPEND' AND later.id > lifted.id
                )
            ) THEN RAISE EXCEPTION 'a second person has to confirm this: REINSTATE'; END IF;
            RETURN NEW;
        """,
    )


def _of_its_decision() -> pgtrigger.Trigger:
    """Refuse a condition that the decision behind the passport did not set, in these words, for this day."""
    return pgtrigger.Trigger(
        name="of_its_decision",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func="""
            IF NOT EXISTS (
                SELECT FROM trusts_decisioncondition AS c
                JOIN passports_submission AS s ON s.decision_id = c.decision_id
                JOIN passports_passport AS p ON p.submission_id = s.id
                WHERE p.id = NEW.passport_id AND c.id = NEW.set_by_id AND NEW.state = 'OPEN'
                  AND (c.text, c.due_on, c.blocking) = (NEW.text, NEW.due_on, NEW.blocking)
            ) THEN RAISE EXCEPTION 'a passport has the conditions that its decision set'; END IF;
            RETURN NEW;
        """,
    )


STATUS_CHOICES = [
    (Status.VALID.value, "Valid"),
    (Status.VALID_WITH_CONDITIONS.value, "Valid with conditions"),
    (Status.EXPIRING.value, "Expiring soon"),
    (Status.SUSPENDED.value, "Suspended"),
    (Status.EXPIRED.value, "Expired"),
    (Status.WITHDRAWN.value, "Withdrawn"),
    (Status.SUPERSEDED.value, "Superseded"),
]


@pghistory.track()
class Passport(models.Model):
    """An Innovator Passport. `status`, `until`, `reasons` are the verdict; `operations.verdicts` alone writes them."""

    number = models.CharField(max_length=20, unique=True)
    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="passport")
    pack = models.OneToOneField(Pack, on_delete=models.PROTECT, related_name="passport")
    innovation = models.ForeignKey(Innovation, on_delete=models.PROTECT, related_name="passports")
    assessed_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="passports_given")
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    life_ends_on = models.DateField()
    state = models.CharField(max_length=20, choices=PassportState, default=PassportState.ACTIVE)
    state_reason = models.TextField(blank=True)
    # The passport of the technology's newest assessed version; the one before it makes way when the next is issued.
    is_current = models.BooleanField(default=True)
    status = models.CharField(max_length=25, choices=STATUS_CHOICES)
    until = models.DateField()
    reasons = models.JSONField(default=list)
    next_change_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "passport"
        constraints = [
            PASSPORT.known_states(),
            models.UniqueConstraint(fields=["innovation"], condition=Q(is_current=True), name="passport_one_current"),
            models.CheckConstraint(
                condition=~Q(state=PassportState.SUPERSEDED) | Q(is_current=False),
                name="passport_superseded_not_current",
            ),
            models.CheckConstraint(condition=Q(status__in=[s.value for s in Status]), name="passport_status_known"),
            models.CheckConstraint(condition=Q(until__lte=models.F("life_ends_on")), name="passport_until_within_life"),
            models.CheckConstraint(
                condition=Q(state=PassportState.ACTIVE) | ~Q(state_reason=""), name="passport_state_with_reason"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_change_on"], name="passport_due", condition=Q(next_change_on__isnull=False)
            ),
            models.Index(
                fields=["innovation", "status"], name="passport_current_status",
                condition=Q(is_current=True),
            ),
            models.Index(fields=["-issued_at", "-id"], name="passport_newest", condition=Q(is_current=True)),
        ]  # fmt: skip
        triggers = [
            PASSPORT.legal_moves(),
            never_deleted(),
            _by_two(pgtrigger.Insert, "submission_id=submission_id", "ISSUE"),
            _by_two(pgtrigger.Update, "passport_id=id", "WITHDRAW", PassportState.WITHDRAWN),
            _suspended_by_one(),
            _reinstated_by_two(),
            pgtrigger.ReadOnly(
                name="origin_never_changed",
                fields=[
                    "number",
                    "submission",
                    "pack",
                    "innovation",
                    "assessed_by",
                    "issued_by",
                    "issued_at",
                    "life_ends_on",
                ],
            ),
            pgtrigger.Trigger(
                name="of_its_submission",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM passports_submission AS s
                        JOIN trusts_decision AS d ON d.id = s.decision_id
                        JOIN trusts_assessment AS a ON a.id = d.assessment_id
                        WHERE s.id = NEW.submission_id AND s.state = 'ISSUED' AND s.organisation_id = NEW.assessed_by_id
                          AND a.pack_id = NEW.pack_id AND a.innovation_id = NEW.innovation_id
                    ) THEN RAISE EXCEPTION 'a passport is of the pack that its submission is about'; END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.number


@pghistory.track()
class Condition(models.Model):
    """A condition of the decision as it is followed on the passport; due on a civil date, inclusive."""

    passport = models.ForeignKey(Passport, on_delete=models.PROTECT, related_name="conditions")
    set_by = models.OneToOneField(DecisionCondition, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    due_on = models.DateField()
    blocking = models.BooleanField()
    state = models.CharField(max_length=20, choices=ConditionState, default=ConditionState.OPEN)
    discharged_at = models.DateTimeField(null=True, blank=True)
    discharged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    discharge_reason = models.TextField(blank=True)

    class Meta:
        verbose_name = "passport condition"
        constraints = [
            CONDITION.known_states(),
            models.CheckConstraint(
                condition=Q(state=ConditionState.OPEN, discharged_at=None, discharged_by=None, discharge_reason="")
                | (
                    Q(state=ConditionState.DISCHARGED, discharged_at__isnull=False, discharged_by__isnull=False)
                    & ~Q(discharge_reason="")
                ),
                name="passport_condition_discharged_whole",
            ),
        ]
        triggers = [
            CONDITION.legal_moves(),
            never_deleted(),
            _by_two(pgtrigger.Update, "condition_id=id", "DISCHARGE", ConditionState.DISCHARGED),
            pgtrigger.ReadOnly(name="terms_never_changed", fields=["passport", "set_by", "text", "due_on", "blocking"]),
            _of_its_decision(),
        ]

    def __str__(self) -> str:
        return self.text
