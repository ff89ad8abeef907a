"""The one writer of verdicts: the pure rule applied to sets of passports.

Cost grows with what is due, not with what exists: each passport stores the day on which its verdict next changes.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from compass.accounts.models import User
from compass.foundation.clock import civil_date
from compass.foundation.models import Change
from evidence.models import CertificateKind
from evidence.queries.certificates import certificates_in_force
from passports.models import STATUS_CHOICES, Condition, Passport
from passports.states import ConditionState, PassportState
from passports.validity import Dated, Facts, Status, Verdict, verdict

BATCH = 1000
LABELS = dict(STATUS_CHOICES)
_READ = (
    "id", "number", "innovation__name", "pack_id", "life_ends_on", "state", "state_reason",
    "status", "until", "reasons", "next_change_on",
)  # fmt: skip


def facts_of(rows: Sequence[Mapping[str, Any]]) -> dict[int, Facts]:
    """What the verdicts of these passports (rows with the fields of `_READ`) rest on: two queries for any number."""
    certificates: dict[int, list[Dated]] = defaultdict(list)
    kinds = dict(CertificateKind.choices)
    for pack_id, kind, number, day in certificates_in_force([row["pack_id"] for row in rows]):
        # A registration without end never changes a verdict.
        if day is not None:
            certificates[pack_id].append(Dated(f"{kinds[kind]} {number}", day))
    conditions: dict[int, list[Dated]] = defaultdict(list)
    unmet = Condition.objects.filter(passport_id__in=[row["id"] for row in rows], state=ConditionState.OPEN)
    for passport_id, text, day, blocking in unmet.order_by("due_on", "id").values_list(
        "passport_id", "text", "due_on", "blocking"
    ):
        conditions[passport_id].append(Dated(text, day, blocking))

    def because(row: Mapping[str, Any], state: PassportState) -> str:
        return str(row["state_reason"]) if row["state"] == state else ""

    return {
        row["id"]: Facts(
            life_ends_on=row["life_ends_on"],
            certificates=certificates[row["pack_id"]],
            conditions=conditions[row["id"]],
            suspended_because=because(row, PassportState.SUSPENDED),
            withdrawn_because=because(row, PassportState.WITHDRAWN),
            superseded_by=because(row, PassportState.SUPERSEDED),
            expiring_days=settings.PASSPORT_EXPIRING_DAYS,
        )
        for row in rows
    }


def _apply(rows: Sequence[Mapping[str, Any]], *, on: date, by: User | None, now: datetime, announce: bool) -> int:
    """Judge locked rows, write all verdicts in one statement, announce changed statuses; returns how many changed."""
    judged = [(row, verdict(facts, on)) for row, facts in zip(rows, facts_of(rows).values(), strict=True)]
    _write([(row["id"], found) for row, found in judged])
    changed = [(row, found) for row, found in judged if row["status"] != found.status]
    if announce:
        Change.objects.bulk_create(_announcement(row, found, by, now) for row, found in changed)
    return len(changed)


def _write(verdicts: Sequence[tuple[int, Verdict]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE passports_passport AS passport
            SET status = new.status, until = new.until, reasons = new.reasons, next_change_on = new.next_change_on
            FROM unnest(%s::bigint[], %s::text[], %s::date[], %s::jsonb[], %s::date[])
                 AS new(id, status, until, reasons, next_change_on)
            WHERE passport.id = new.id
              AND (passport.status, passport.until, passport.reasons, passport.next_change_on)
                  IS DISTINCT FROM (new.status, new.until, new.reasons, new.next_change_on)
            """,
            [
                [pk for pk, _ in verdicts],
                [found.status.value for _, found in verdicts],
                [found.until for _, found in verdicts],
                [json.dumps(found.reasons) for _, found in verdicts],
                [found.next_change_on for _, found in verdicts],
            ],
        )


def _announcement(row: Mapping[str, Any], found: Verdict, by: User | None, now: datetime) -> Change:
    label = LABELS[found.status]
    sentence = f"Passport {row['number']} for {row['innovation__name']} is now {label.lower()}"
    # The reason of an operator's move begins with the status that the sentence has named already.
    own, *others = found.reasons or ("",)
    said = own.removeprefix(f"{label}: ")
    sentence += f": {said}" if said != own else f". {own}" if own else "."
    sentence = " ".join([sentence, *others])
    return Change(
        kind="verdict_changed",
        subject="passport",
        subject_id=row["id"],
        sentence=sentence,
        data={"from": row["status"], "to": found.status.value, "until": found.until.isoformat()},
        actor=by,
        occurred_at=now,
    )


@transaction.atomic
def refresh_verdict(*, passport: Passport, by: User | None, now: datetime, announce: bool = True) -> None:
    """Judge one passport afresh after a fact of it changed, and bring the instance up to date."""
    rows = list(Passport.objects.select_for_update(of=("self",)).filter(pk=passport.pk).values(*_READ))
    _apply(rows, on=civil_date(now), by=by, now=now, announce=announce)
    passport.refresh_from_db(fields=["status", "until", "reasons", "next_change_on"])


def recompute_due(*, on: date, now: datetime) -> int:
    """Judge every passport whose verdict changes on or before a civil date; returns how many statuses changed.

    Safe to run twice, at once or again: a batch is one transaction, and what is judged is not due any more.
    """
    changed = 0
    while True:
        with transaction.atomic():
            due = Passport.objects.select_for_update(of=("self",)).filter(next_change_on__lte=on)
            rows = list(due.order_by("next_change_on", "id").values(*_READ)[:BATCH])
            if not rows:
                return changed
            changed += _apply(rows, on=on, by=None, now=now, announce=True)


def recount_all(*, on: date) -> list[tuple[str, Status, Status]]:
    """Every passport whose stored status differs from the rule on a civil date: (number, stored, due). Reads only."""
    wrong: list[tuple[str, Status, Status]] = []
    last = 0
    while rows := list(Passport.objects.filter(pk__gt=last).order_by("pk").values(*_READ)[:BATCH]):
        last = rows[-1]["id"]
        for row, facts in zip(rows, facts_of(rows).values(), strict=True):
            due = verdict(facts, on).status
            if row["status"] != due:
                wrong.append((row["number"], Status(row["status"]), due))
    return wrong
