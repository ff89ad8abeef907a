"""What panels do: declare, score, decide, submit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from compass.demo.cast import Cast
from compass.demo.chance import between, drawn
from compass.demo.library import Journey
from compass.demo.wording import chosen, plain, score_reason
from passports.operations.submissions import submit_to_compass
from trusts.models import PanelMember, Seat
from trusts.operations.assessments import declare_interest, score_section
from trusts.operations.decisions import Condition, decide
from trusts.operations.people import SECTIONS_OF_SEAT

_POINTS = {"APPROVED": (3, 5), "APPROVED_WITH_CONDITIONS": (3, 5), "REJECTED": (1, 3)}
_ADVISED = "I sat on an advisory board of the company in 2023, without pay."


def declare(cast: Cast, journey: Journey, seat: str, *, now: datetime) -> None:
    """Declare interests; now and then a clinical safety officer has one that touches the clinical section."""
    partial = seat == Seat.CLINICAL_SAFETY and drawn("interest", journey.technology) % 6 == 0
    declare_interest(
        assessment=cast.assessment(journey),
        exclusion="PARTIAL" if partial else "NONE",
        detail=_ADVISED if partial else "",
        excluded_sections=["CLINICAL"] if partial else [],
        by=cast.person(f"{seat}@{journey.panel}"),
        now=now,
    )


def score(cast: Cast, journey: Journey, seat: str, outcome: str, *, now: datetime) -> None:
    """Score the sections of a seat, in keeping with how the panel will decide."""
    assessment, person = cast.assessment(journey), cast.person(f"{seat}@{journey.panel}")
    excluded = set(
        PanelMember.objects.get(panel=assessment.panel, person=person)
        .interests.filter(assessment=assessment)
        .values_list("excluded_sections", flat=True)
        .get()
    )
    low, high = _POINTS.get(outcome, (2, 4))
    for section in SECTIONS_OF_SEAT[Seat(seat)]:
        if section not in excluded:
            key = (journey.technology, journey.version, seat, section)
            points = between(low, high, *key)
            score_section(
                assessment=assessment,
                section=section,
                points=points,
                reason=score_reason(section, points, *key),
                by=person,
                now=now,
            )


def close(
    cast: Cast, journey: Journey, outcome: str, reason: str, conditions: Sequence[Condition] = (), *, now: datetime
) -> None:
    """Decide; the chair writes the reason."""
    decide(
        assessment=cast.assessment(journey),
        outcome=outcome,
        reason=reason or chosen("decisions", outcome, journey.technology, journey.version),
        dissent=plain("dissent", journey.technology, journey.version),
        conditions=conditions,
        by=cast.person(f"CHAIR@{journey.panel}"),
        now=now,
    )


def condition(journey: Journey, text: str, due_on: date, *, blocking: bool) -> Condition:
    """A condition of the decision; without a text one is chosen."""
    return Condition(text or plain("conditions", journey.technology, journey.version), due_on, blocking)


def submit(cast: Cast, journey: Journey, *, now: datetime) -> None:
    """Hand the decision to the national operator."""
    submit_to_compass(assessment=cast.assessment(journey), by=cast.person(f"lead@{journey.panel}"), now=now)
