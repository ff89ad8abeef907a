"""Passports, submissions and adoptions in words and colours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from compass.foundation.web.presenting import Tag
from passports.models import STATUS_CHOICES, Adoption, Condition, Passport
from passports.queries.page import ConditionRow, Successor
from passports.states import AdoptionState, ConditionState, PassportState
from passports.validity import USABLE, Status

_LABELS = dict(STATUS_CHOICES)
_COLOURS = {
    Status.VALID: "green",
    Status.VALID_WITH_CONDITIONS: "aqua-green",
    Status.EXPIRING: "yellow",
    Status.SUSPENDED: "orange",
    Status.EXPIRED: "red",
    Status.WITHDRAWN: "red",
    Status.SUPERSEDED: "grey",
}
_MOVED = {"passport_suspend": Status.SUSPENDED.value, "passport_withdraw": Status.WITHDRAWN.value}
_ADOPTION = {AdoptionState.LOCAL_CHECKS: "blue", AdoptionState.LIVE: "green", AdoptionState.ENDED: "grey"}


def status_tag(status: str) -> Tag:
    """A verdict's words and colour."""
    return Tag(_LABELS[status], _COLOURS[Status(status)])


def verdict_sentence(passport: Passport, successor: Successor | None) -> str:
    """What the verdict means for somebody who wants to rely on it; `successor` took its place, if any did."""
    if passport.status == Status.SUPERSEDED:
        instead = successor is not None and successor.status in USABLE
        then = "Rely on its passport instead." if instead else "Its passport cannot be relied on now either."
        return f"A newer version of this product has been assessed. {then}"
    if Status(passport.status) in USABLE:
        return "You can rely on this assessment as things stand."
    return "Do not rely on this passport now."


def way_out(passport: Passport, conditions: Sequence[Any], on: date, *, notices: int = 0) -> str:
    """How a suspended passport can be relied on again, as of a civil date; empty for any other.

    The conditions are those of `queries.page.hanging_on`, `notices` the number of open safety notices.
    """
    if passport.status != Status.SUSPENDED:
        return ""
    overdue = [c for c in conditions if c.state == ConditionState.OPEN and c.blocking and c.due < on]
    said, steps = [], []
    if overdue:
        which = "the overdue condition" if len(overdue) == 1 else "each overdue condition"
        said.append(f"the panel’s chair and the national operator agree that {which} is met or has more time")
    if notices:
        steps.append(f"records the safety {'notice' if notices == 1 else 'notices'} as dealt with")
    if passport.state == PassportState.SUSPENDED:
        steps.append("lifts the suspension")
    if steps:
        said.append(f"the national operator {' and '.join(steps)}")
    return f"It can be relied on again once {', and once '.join(said)}." if said else ""


class Told(Protocol):
    """A change as far as a page tells it."""

    @property
    def kind(self) -> str: ...
    @property
    def occurred_at(self) -> datetime: ...
    @property
    def data(self) -> dict[str, Any]: ...


_ToldT = TypeVar("_ToldT", bound=Told)


def told_once(changes: Iterable[_ToldT]) -> list[_ToldT]:
    """The changes without the verdicts that only repeat what an operator did at the same moment."""
    found = list(changes)
    moved = {(c.occurred_at, _MOVED[c.kind]) for c in found if c.kind in _MOVED}
    return [c for c in found if c.kind != "verdict_changed" or (c.occurred_at, c.data.get("to")) not in moved]


def condition_tag(condition: Condition | ConditionRow) -> Tag:
    """Whether a condition is met."""
    return Tag("Met", "green") if condition.state == ConditionState.DISCHARGED else Tag("To be met", "yellow")


def adoption_tag(adoption: Adoption) -> Tag:
    """Where an adoption is."""
    state = AdoptionState(adoption.state)
    return Tag(state.label, _ADOPTION[state])
