"""What is asked about the conditions of passports: the day that counts, the evidence, and what waits for whom."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest

from passports.models import Condition, ConditionEvidence, Passport, Proposal
from passports.states import CONDITION_MOVES, ConditionState, ProposalState, ProposedMove

_AGREED = Proposal.objects.filter(move=ProposedMove.EXTEND, state=ProposalState.CONFIRMED)


def with_due_day(conditions: QuerySet[Condition], *, agreed_before: datetime | None = None) -> Any:
    """The conditions, each with `due`: the day through which it has to be met, extensions (until then) included."""
    agreed = _AGREED.filter(closed_at__lt=agreed_before) if agreed_before else _AGREED
    latest = agreed.filter(condition=OuterRef("pk")).order_by().values("condition").annotate(day=Max("due_on"))
    # The greatest of a day and nothing is the day.
    return conditions.annotate(due=Greatest("due_on", Subquery(latest.values("day"))))


def conditions_of(number: str) -> QuerySet[Condition]:
    """The conditions of a passport by its number as printed: public, as the passport is."""
    return Condition.objects.filter(passport__number=number)


def condition_rows(conditions: QuerySet[Condition], *fields: str) -> list[dict[str, Any]]:
    """The public facts of conditions, the next due first; `due_on` is the day that counts, extensions included."""
    rows = with_due_day(conditions).order_by("due", "id").values("text", "due", "blocking", "state")
    shown = fields or ("text", "due_on", "blocking", "state")
    return [{name: row["due" if name == "due_on" else name] for name in shown} for row in rows]


def condition_of(passport: Passport, pk: int) -> Condition:
    """One condition of this passport, with `due`; raises Condition.DoesNotExist."""
    found: Condition = with_due_day(Condition.objects.select_related("passport")).get(passport=passport, pk=pk)
    return found


def due_day_of(condition: Condition) -> date:
    """The day through which a condition has to be met, extensions included."""
    day: date = with_due_day(Condition.objects.filter(pk=condition.pk)).values_list("due", flat=True).get()
    return day


def evidence_of(condition: Condition) -> QuerySet[ConditionEvidence]:
    """What was handed in for a condition, newest first; the caller has passed its policy."""
    return condition.evidence.select_related("document", "file", "handed_in_by").order_by("-id")


def evidence_waiting() -> Any:
    """Open conditions with evidence that nobody has answered with a proposal since, the next due first."""
    answered = Proposal.objects.filter(
        condition=OuterRef("condition"), move__in=CONDITION_MOVES, proposed_at__gte=OuterRef("handed_in_at")
    )
    unanswered = ConditionEvidence.objects.filter(~Exists(answered), condition=OuterRef("pk"))
    return with_due_day(
        Condition.objects.filter(Exists(unanswered), state=ConditionState.OPEN).select_related("passport__innovation")
    ).order_by("due", "id")
