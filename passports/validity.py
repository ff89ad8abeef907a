"""The verdict on a passport: a pure function of facts and a civil date.

All dates are London civil dates and inclusive: a certificate that expires on the 31st is good through the 31st.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

ONE_DAY = timedelta(days=1)


class Status(StrEnum):
    """What a passport is worth on a day."""

    VALID = "VALID"
    VALID_WITH_CONDITIONS = "VALID_WITH_CONDITIONS"
    EXPIRING = "EXPIRING"
    SUSPENDED = "SUSPENDED"
    EXPIRED = "EXPIRED"
    WITHDRAWN = "WITHDRAWN"
    SUPERSEDED = "SUPERSEDED"


# In the reason for every end that the law sets, not the certificate.
BY_LAW = "CE marking under the"
# The passport can be relied on: another organisation may adopt.
USABLE = frozenset({Status.VALID, Status.VALID_WITH_CONDITIONS, Status.EXPIRING})


@dataclass(frozen=True)
class Dated:
    """A certificate with its last day, or a condition with its due day, named as people know it."""

    name: str
    day: date
    blocking: bool = True
    # The law whose cut-off is this day; empty for the day that the certificate states itself.
    law: str = ""


@dataclass(frozen=True)
class Notice:
    """A safety notice that concerns the product and is not settled."""

    title: str
    published_on: date


@dataclass(frozen=True)
class Closure:
    """The organisation that assessed has closed and nobody took over; the passport counts through `until`."""

    organisation: str
    closed_on: date
    until: date


@dataclass(frozen=True)
class Facts:
    """All that a verdict rests on. `conditions` are the undischarged ones, `safety_notices` the open ones."""

    life_ends_on: date
    certificates: Sequence[Dated] = ()
    conditions: Sequence[Dated] = ()
    safety_notices: Sequence[Notice] = ()
    closure: Closure | None = None
    suspended_because: str = ""
    withdrawn_because: str = ""
    superseded_by: str = ""
    # The version of the product that the newer passport covers.
    superseded_by_version: str = ""
    expiring_days: int = 90


@dataclass(frozen=True)
class Verdict:
    """`until` is the last day of validity as things stand; `next_change_on` the day to look again, None for never."""

    status: Status
    until: date
    reasons: tuple[str, ...]
    next_change_on: date | None


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def verdict(facts: Facts, on: date) -> Verdict:
    """What the passport is worth on a civil date, and why."""
    blocking = [c.day for c in facts.conditions if c.blocking]
    ends = [facts.life_ends_on, *(c.day for c in facts.certificates), *_closing(facts)]
    until = min(ends + blocking)
    if facts.withdrawn_because:
        return Verdict(Status.WITHDRAWN, until, (f"Withdrawn: {facts.withdrawn_because}",), None)
    if facts.superseded_by:
        return Verdict(Status.SUPERSEDED, until, (_replaced(facts),), None)

    expiring_from = until - timedelta(days=facts.expiring_days)
    overdue = [c for c in facts.conditions if c.day < on]
    reasons = _over(facts, on) + _stopped(facts, overdue)
    if min(ends) < on:
        status = Status.EXPIRED
    elif facts.suspended_because or facts.safety_notices or any(c.blocking for c in overdue):
        status = Status.SUSPENDED
    elif on >= expiring_from:
        status = Status.EXPIRING
        reasons += _ends(facts, until)
    elif facts.conditions:
        status = Status.VALID_WITH_CONDITIONS
    else:
        status = Status.VALID
    if facts.closure and facts.closure.until >= on:
        reasons.append(_closed(facts.closure, "counts"))
    due = [c for c in facts.conditions if c.day >= on]
    reasons += [f"Condition to be met by {_said(c.day)}: {c.name}" for c in due]

    turns = [expiring_from, *(day + ONE_DAY for day in (*ends, *(c.day for c in facts.conditions)) if day < date.max)]
    return Verdict(status, until, tuple(reasons), min((t for t in turns if t > on), default=None))


def _closing(facts: Facts) -> list[date]:
    return [facts.closure.until] if facts.closure else []


def _over(facts: Facts, on: date) -> list[str]:
    """Every end that has passed, in words."""
    reasons = [
        f"{c.name} no longer counts: {BY_LAW} {c.law} counted in Great Britain until {_said(c.day)}."
        if c.law
        else f"{c.name} expired on {_said(c.day)}."
        for c in facts.certificates
        if c.day < on
    ]
    if facts.life_ends_on < on:
        reasons.append(f"The passport's life ended on {_said(facts.life_ends_on)}.")
    if facts.closure and facts.closure.until < on:
        reasons.append(_closed(facts.closure, "counted"))
    return reasons


def _stopped(facts: Facts, overdue: Sequence[Dated]) -> list[str]:
    """What suspends, and every overdue condition, in words."""
    reasons = [f"Suspended: {facts.suspended_because}"] if facts.suspended_because else []
    reasons += [f"Safety notice of {_said(n.published_on)} is open: {n.title}" for n in facts.safety_notices]
    return reasons + [f"Condition overdue, was due by {_said(c.day)}: {c.name}" for c in overdue]


def _ends(facts: Facts, until: date) -> list[str]:
    """What the end of validity comes from."""
    named = [
        f"{BY_LAW} {c.law} counts in Great Britain until {_said(c.day)}, and {c.name} with it."
        if c.law
        else f"{c.name} expires on {_said(c.day)}."
        for c in facts.certificates
        if c.day == until
    ]
    return named or ([f"The passport's life ends on {_said(until)}."] if facts.life_ends_on == until else [])


def _replaced(facts: Facts) -> str:
    version = f", which covers version {facts.superseded_by_version}" if facts.superseded_by_version else ""
    return f"Replaced by passport {facts.superseded_by}{version}."


def _closed(closure: Closure, counts: str) -> str:
    return (
        f"{closure.organisation}, which assessed it, closed on {_said(closure.closed_on)} and nobody took over: the "
        f"passport {counts} until {_said(closure.until)}."
    )
