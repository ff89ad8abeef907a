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


# The passport can be relied on: another organisation may adopt.
USABLE = frozenset({Status.VALID, Status.VALID_WITH_CONDITIONS, Status.EXPIRING})


@dataclass(frozen=True)
class Dated:
    """A certificate with its last day, or a condition with its due day, named as people know it."""

    name: str
    day: date
    blocking: bool = True


@dataclass(frozen=True)
class Facts:
    """All that a verdict rests on. `conditions` are the undischarged ones."""

    life_ends_on: date
    certificates: Sequence[Dated] = ()
    conditions: Sequence[Dated] = ()
    suspended_because: str = ""
    withdrawn_because: str = ""
    superseded_by: str = ""
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
    blocking = [c for c in facts.conditions if c.blocking]
    until = min([facts.life_ends_on, *(c.day for c in facts.certificates), *(c.day for c in blocking)])
    if facts.withdrawn_because:
        return Verdict(Status.WITHDRAWN, until, (f"Withdrawn: {facts.withdrawn_because}",), None)
    if facts.superseded_by:
        return Verdict(Status.SUPERSEDED, until, (f"Replaced by passport {facts.superseded_by}.",), None)

    lapsed = [c for c in facts.certificates if c.day < on]
    overdue = [c for c in facts.conditions if c.day < on]
    reasons = [f"{c.name} expired on {_said(c.day)}." for c in lapsed]
    if facts.life_ends_on < on:
        reasons.append(f"The passport's life ended on {_said(facts.life_ends_on)}.")
    expired = bool(reasons)
    if facts.suspended_because:
        reasons.append(f"Suspended: {facts.suspended_because}")
    reasons += [f"Condition overdue, was due by {_said(c.day)}: {c.name}" for c in overdue]
    suspended = bool(facts.suspended_because) or any(c.blocking for c in overdue)

    expiring_from = until - timedelta(days=facts.expiring_days)
    if expired:
        status = Status.EXPIRED
    elif suspended:
        status = Status.SUSPENDED
    elif on >= expiring_from:
        status = Status.EXPIRING
        reasons += _ends(facts, until)
    elif facts.conditions:
        status = Status.VALID_WITH_CONDITIONS
    else:
        status = Status.VALID
    due = [c for c in facts.conditions if c.day >= on]
    reasons += [f"Condition to be met by {_said(c.day)}: {c.name}" for c in due]

    turns = [expiring_from, facts.life_ends_on + ONE_DAY]
    turns += [item.day + ONE_DAY for item in (*facts.certificates, *facts.conditions) if item.day < date.max]
    return Verdict(status, until, tuple(reasons), min((t for t in turns if t > on), default=None))


def _ends(facts: Facts, until: date) -> list[str]:
    """What the end of validity comes from."""
    named = [f"{c.name} expires on {_said(c.day)}." for c in facts.certificates if c.day == until]
    return named or ([f"The passport's life ends on {_said(until)}."] if facts.life_ends_on == until else [])
