"""The chair closes an assessment with the panel's decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from compass.accounts.models import User
from compass.foundation.clock import civil_date
from compass.foundation.errors import NotAllowed, Refused
from compass.foundation.history import record_change
from trusts import policies, queries
from trusts.models import Assessment, Decision, DecisionCondition, PanelMember
from trusts.operations.assessments import check_still_open, lock_open
from trusts.quorum import Seated, obstacles, present_count
from trusts.states import ASSESSMENT, AssessmentState


@dataclass(frozen=True)
class Condition:
    """A condition the panel sets; `due_on` is a civil date, inclusive."""

    text: str
    due_on: date
    blocking: bool = True


def check_can_decide(person: User, assessment: Assessment) -> tuple[PanelMember, Mapping[int, Seated]]:
    """The chair's seat and the whole panel, by seat, when the assessment can be closed now.

    Raises NotAllowed for anybody but a chair without an interest, Refused once it is decided or without a quorum.
    """
    seat = policies.check_chair(person, assessment)
    check_still_open(assessment)
    panel = queries.seated(assessment)
    if panel[seat.pk].exclusion in {"PARTIAL", "FULL"}:
        raise NotAllowed(
            "You declared an interest that keeps you out of closing this assessment.",
            next_step="Another member must take the chair for it.",
        )
    hindrances = obstacles(panel.values(), quorum=assessment.panel.quorum, sections=queries.section_titles())
    if hindrances:
        raise Refused("The panel cannot decide yet. " + " ".join(hindrances))
    return seat, panel


@transaction.atomic
def decide(
    *, assessment: Assessment, outcome: str, reason: str, dissent: str, conditions: Sequence[Condition],
    by: User, now: datetime,
) -> Decision:  # fmt: skip
    """Record the decision and close the assessment.

    Raises NotAllowed for anybody but a chair without an interest, Refused without a quorum, a reason, or with
    conditions that do not fit the outcome.
    """
    assessment = lock_open(assessment)
    seat, panel = check_can_decide(by, assessment)
    target = ASSESSMENT.target(f"decide_{outcome.lower()}", assessment.state)
    _check_conditions(outcome, conditions, civil_date(now))
    if not reason.strip():
        raise Refused("A decision needs a written reason.", next_step="Say what weighed most.")
    decision = Decision.objects.create(
        assessment=assessment, outcome=outcome, reason=reason, dissent=dissent, decided_by=seat, decided_at=now,
        present=present_count(panel.values()), quorum=assessment.panel.quorum,
    )  # fmt: skip
    DecisionCondition.objects.bulk_create(
        DecisionCondition(decision=decision, text=c.text, due_on=c.due_on, blocking=c.blocking) for c in conditions
    )
    assessment.state, assessment.closed_at = target, now
    assessment.save(update_fields=["state", "closed_at"])
    label = AssessmentState(outcome).label.lower()
    record_change("decided", assessment, f"{assessment.panel} decided: {label}.", by=by, now=now)
    return decision


def _check_conditions(outcome: str, conditions: Sequence[Condition], on: date) -> None:
    if outcome == AssessmentState.APPROVED_WITH_CONDITIONS and not conditions:
        raise Refused(
            "Approval with conditions needs at least one condition.",
            next_step="Write it and its due date.",
            field="conditions.0.text",
        )
    if outcome != AssessmentState.APPROVED_WITH_CONDITIONS and conditions:
        raise Refused(
            "Conditions go only with the outcome “approved with conditions”.",
            next_step="Change the outcome or clear the condition.",
        )
    for n, condition in enumerate(conditions):
        if condition.due_on <= on:
            raise Refused(
                "A condition must be due after today.", next_step="Give a later date.", field=f"conditions.{n}.due_on"
            )
