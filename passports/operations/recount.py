"""The nightly proof: every stored verdict against the rule. What differs is recorded, and repaired by nobody unseen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import structlog
from django.db import transaction

from compass.foundation.models import Change
from passports.models import Passport
from passports.operations import verdicts
from passports.validity import Status, Verdict, verdict

log = structlog.get_logger(__name__)
KIND = "verdict_disagrees"


@dataclass(frozen=True)
class Disagreement:
    """A passport whose stored verdict is not what the rule says on a civil date."""

    passport_id: int
    number: str
    stored: tuple[Status, date, date | None]
    due: tuple[Status, date, date | None]


def _judged(rows: Sequence[Mapping[str, Any]], on: date) -> Iterator[tuple[Mapping[str, Any], Verdict]]:
    for row, facts in zip(rows, verdicts.facts_of(rows).values(), strict=True):
        yield row, verdict(facts, on)


def _differing(rows: Sequence[Mapping[str, Any]], on: date) -> Iterator[Disagreement]:
    # Reasons are not compared: a release may word them anew, and they follow from the same facts.
    for row, found in _judged(rows, on):
        stored = (Status(row["status"]), row["until"], row["next_change_on"])
        due = (found.status, found.until, found.next_change_on)
        if stored != due:
            yield Disagreement(row["id"], row["number"], stored, due)


def _batches() -> Iterator[list[dict[str, Any]]]:
    last = 0
    while rows := list(Passport.objects.filter(pk__gt=last).order_by("pk").values(*verdicts.READ)[: verdicts.BATCH]):
        last = rows[-1]["id"]
        yield rows


def recount_all(*, on: date) -> list[tuple[str, Status, Status]]:
    """Every passport whose stored status differs from the rule on a civil date: (number, stored, due). Reads only."""
    found = (one for rows in _batches() for one in _differing(rows, on))
    return [(one.number, one.stored[0], one.due[0]) for one in found if one.stored[0] != one.due[0]]


def record_disagreements(*, on: date, now: datetime) -> list[Disagreement]:
    """Record every passport whose status, last day or next day to look differs from the rule; changes no verdict.

    Each is an error in the log and a change row, which keeps it after the next run. A difference counts when it is
    still there with the passport held still: while all are read, one of them may be judged by somebody else.
    """
    found: list[Disagreement] = []
    for rows in _batches():
        suspects = [one.passport_id for one in _differing(rows, on)]
        if suspects:
            found += _record(suspects, on, now)
    return found


@transaction.atomic
def _record(suspects: list[int], on: date, now: datetime) -> list[Disagreement]:
    held = Passport.objects.select_for_update(of=("self",)).filter(pk__in=suspects).order_by("pk")
    found = list(_differing(list(held.values(*verdicts.READ)), on))
    Change.objects.bulk_create(_change(one, now) for one in found)
    for one in found:
        log.error(KIND, passport=one.number, stored=_plain(one.stored), due=_plain(one.due))
    return found


def _plain(standing: tuple[Status, date, date | None]) -> list[str]:
    status, until, next_change_on = standing
    return [status.value, until.isoformat(), next_change_on.isoformat() if next_change_on else ""]


def _change(one: Disagreement, now: datetime) -> Change:
    stored, due = (verdicts.LABELS[standing[0]].lower() for standing in (one.stored, one.due))
    said = f"is stored as {stored} and the rule says {due}" if stored != due else "is stored with other dates than due"
    return Change(
        kind=KIND,
        subject="passport",
        subject_id=one.passport_id,
        sentence=f"The nightly recount found that passport {one.number} {said}.",
        data={"stored": _plain(one.stored), "due": _plain(one.due)},
        occurred_at=now,
    )
