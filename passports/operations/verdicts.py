"""The one writer of verdicts: the pure rule applied to sets of passports.

Cost grows with what is due, not with what exists: each passport stores the day on which its verdict next changes.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from compass.accounts.models import User
from compass.foundation import words
from compass.foundation.clock import civil_date
from evidence.models import CertificateKind
from evidence.queries.certificates import certificates_in_force
from passports.models import STATUS_CHOICES, Condition, Passport, Proposal
from passports.queries.safety import open_notices_of
from passports.states import ConditionState, PassportState, ProposalState, ProposedMove
from passports.validity import USABLE, Closure, Dated, Facts, Notice, Status, Verdict, verdict
from trusts.operations.organisations import carry_on

BATCH = 1000
LABELS = dict(STATUS_CHOICES)
READ = (
    "id", "number", "innovation__name", "pack_id", "life_ends_on", "state", "state_reason",
    "status", "until", "reasons", "next_change_on",
    "assessed_by__name", "assessed_by__closed_on", "assessed_by__current_id",
)  # fmt: skip


def facts_of(rows: Sequence[Mapping[str, Any]]) -> dict[int, Facts]:
    """What the verdicts of these passports (rows with the fields of `READ`) rest on: a few queries for any number."""
    ids = [row["id"] for row in rows]
    certificates = _certificates_of([row["pack_id"] for row in rows])
    conditions = _conditions_of(ids)
    notices = open_notices_of(ids)
    versions = _versions_of([row["state_reason"] for row in rows if row["state"] == PassportState.SUPERSEDED])

    def because(row: Mapping[str, Any], state: PassportState) -> str:
        return str(row["state_reason"]) if row["state"] == state else ""

    return {
        row["id"]: Facts(
            life_ends_on=row["life_ends_on"],
            certificates=certificates[row["pack_id"]],
            conditions=conditions[row["id"]],
            safety_notices=[Notice(title, day) for title, day in notices.get(row["id"], ())],
            closure=_closure(row),
            suspended_because=because(row, PassportState.SUSPENDED),
            withdrawn_because=because(row, PassportState.WITHDRAWN),
            superseded_by=because(row, PassportState.SUPERSEDED),
            superseded_by_version=versions.get(because(row, PassportState.SUPERSEDED), ""),
            expiring_days=settings.PASSPORT_EXPIRING_DAYS,
        )
        for row in rows
    }


def _certificates_of(pack_ids: Collection[int]) -> Mapping[int, list[Dated]]:
    """What ends of each pack's certificates, the first to end first; a registration without end changes no verdict."""
    kinds = dict(CertificateKind.choices)
    found: dict[int, list[Dated]] = defaultdict(list)
    for one in certificates_in_force(pack_ids):
        if one.ends_on is not None:
            found[one.pack_id].append(Dated(f"{kinds[one.kind]} {one.number}", one.ends_on, law=one.law))
    return found


def _conditions_of(passport_ids: Collection[int]) -> Mapping[int, list[Dated]]:
    """The unmet conditions of each passport, the next due first; where more time was given, that day counts."""
    unmet = Condition.objects.filter(passport_id__in=passport_ids, state=ConditionState.OPEN)
    more_time = Proposal.objects.filter(
        condition__passport_id__in=passport_ids, move=ProposedMove.EXTEND, state=ProposalState.CONFIRMED
    )
    extended = dict(more_time.order_by("due_on").values_list("condition_id", "due_on"))  # the last day stays
    rows = [
        (extended.get(pk) or due_on, pk, passport_id, text, blocking)
        for pk, passport_id, text, due_on, blocking in unmet.values_list(
            "id", "passport_id", "text", "due_on", "blocking"
        )
    ]
    found: dict[int, list[Dated]] = defaultdict(list)
    for day, _, passport_id, text, blocking in sorted(rows):
        found[passport_id].append(Dated(text, day, blocking))
    return found


def _versions_of(numbers: Collection[str]) -> dict[str, str]:
    """The product version that each of these passports covers; asks nothing for none."""
    return dict(Passport.objects.filter(number__in=numbers).values_list("number", "pack__product_version"))


def _closure(row: Mapping[str, Any]) -> Closure | None:
    """The end of the organisation that assessed, when nobody carries it on."""
    closed_on = row["assessed_by__closed_on"]
    if closed_on is None or row["assessed_by__current_id"] is not None:
        return None
    until = closed_on + timedelta(days=settings.PASSPORT_DAYS_AFTER_CLOSURE)
    return Closure(row["assessed_by__name"], closed_on, until)


def _apply(rows: Sequence[Mapping[str, Any]], *, on: date, by: User | None, now: datetime, announce: bool) -> int:
    """Judge locked rows, write all verdicts in one statement, announce what differs; returns how many statuses changed.

    A verdict of the same status with another last day or other reasons is written down too: the log then says all that
    the passport's page said on any day.
    """
    judged = [(row, verdict(facts, on)) for row, facts in zip(rows, facts_of(rows).values(), strict=True)]
    _write([(row["id"], found) for row, found in judged])
    if announce:
        told = ("status", "until", "reasons")
        differing = [(row, found) for row, found in judged if [row[name] for name in told] != _said(found)]
        _announce([_announcement(row, found) for row, found in differing], by, now)
    return sum(row["status"] != found.status for row, found in judged)


def _said(found: Verdict) -> list[Any]:
    return [found.status.value, found.until, list(found.reasons)]


def told_of(status: str, until: date, reasons: Sequence[str]) -> dict[str, Any]:
    """What a change row keeps of a verdict: `passports.queries.history` shows past days from it."""
    return {"to": status, "until": until.isoformat(), "reasons": list(reasons)}


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


def sentences(reasons: Sequence[str]) -> str:
    """Reasons one after another; one that ends without a full stop, as titles do, gets one before the next."""
    *before, last = reasons or ("",)
    return " ".join([*(one if one.endswith((".", "!", "?")) else f"{one}." for one in before), last])


def _announcement(row: Mapping[str, Any], found: Verdict) -> tuple[str, int, str, str]:
    """Kind, passport, sentence and data of the change row."""
    label, moved = LABELS[found.status], row["status"] != found.status
    sentence = (
        f"Passport {row['number']} for {row['innovation__name']} is {'now' if moved else 'still'} {label.lower()}"
    )
    if not moved and found.status in USABLE and row["until"] != found.until:
        sentence += f", and now until {words.civil_date(found.until)} as things stand"
    # The reason of an operator's move begins with the status that the sentence has named already.
    own, *others = found.reasons or ("",)
    said = own.removeprefix(f"{label}: ")
    sentence += f": {said}" if said != own else f". {own}" if own else "."
    sentence = sentences([sentence, *others])
    data = {"from": row["status"], **told_of(found.status.value, found.until, found.reasons)}
    return "verdict_changed" if moved else "verdict_restated", row["id"], sentence, json.dumps(data)


def _announce(changes: Sequence[tuple[str, int, str, str]], by: User | None, now: datetime) -> None:
    """Write the change rows in one statement: making an object of each took as long as all the judging."""
    if not changes:
        return
    kinds, ids, sentences, data = zip(*changes, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO foundation_change (kind, subject, subject_id, sentence, data, actor_id, occurred_at)
            SELECT kind, 'passport', passport_id, sentence, data, %s, %s
            FROM unnest(%s::text[], %s::bigint[], %s::text[], %s::jsonb[]) WITH ORDINALITY
                 AS new(kind, passport_id, sentence, data, place)
            ORDER BY place
            """,
            [by.pk if by else None, now, list(kinds), list(ids), list(sentences), list(data)],
        )


@transaction.atomic
def refresh_verdict(*, passport: Passport, by: User | None, now: datetime, announce: bool = True) -> None:
    """Judge one passport afresh after a fact of it changed, and bring the instance up to date."""
    refresh_verdicts(passport_ids=[passport.pk], by=by, now=now, announce=announce)
    passport.refresh_from_db(fields=["status", "until", "reasons", "next_change_on"])


@transaction.atomic
def refresh_verdicts(*, passport_ids: Collection[int], by: User | None, now: datetime, announce: bool = True) -> int:
    """Judge passports afresh after a fact of theirs changed, in sets; returns how many statuses changed."""
    changed, ids = 0, sorted(passport_ids)
    for start in range(0, len(ids), BATCH):
        some = Passport.objects.select_for_update(of=("self",)).filter(pk__in=ids[start : start + BATCH])
        rows = list(some.order_by("pk").values(*READ))
        changed += _apply(rows, on=civil_date(now), by=by, now=now, announce=announce)
    return changed


def usable_but_for_notices(*, passport: Passport, on: date) -> bool:
    """Whether a passport that was just judged can be relied on, or safety notices alone are what stands against it."""
    if Status(passport.status) in USABLE:
        return True
    (facts,) = facts_of(list(Passport.objects.filter(pk=passport.pk).values(*READ))).values()
    return verdict(replace(facts, safety_notices=()), on).status in USABLE


def recompute_due(*, on: date, now: datetime) -> int:
    """Judge every passport whose verdict changes on or before a civil date; returns how many statuses changed.

    Safe to run twice, at once or again: a batch is one transaction, and what is judged is not due any more.
    """
    changed = 0
    while True:
        with transaction.atomic():
            due = Passport.objects.select_for_update(of=("self",)).filter(next_change_on__lte=on)
            rows = list(due.order_by("next_change_on", "id").values(*READ)[:BATCH])
            if not rows:
                return changed
            changed += _apply(rows, on=on, by=None, now=now, announce=True)


def judge_day(*, on: date, now: datetime) -> int:
    """Let a civil day take effect: first whose organisations close or merge, then every passport that is due on it.

    Returns how many statuses changed. Safe to run twice, at once or again.
    """
    with transaction.atomic():
        changed = _judge_passports_of(carry_on(on=on, now=now), now)
    return changed + recompute_due(on=on, now=now)


def judge_after_closures(*, now: datetime) -> int:
    """Judge the passports of organisations that ever had a closing date; returns how many changed status.

    Such a date is set, taken back or followed by a successor on a lower floor that knows no passports, and on any day.
    What was judged already is written again with the same result, which is no write.
    """
    history: Any = apps.get_model("trusts", "OrganisationEvent")  # made by pghistory, so no module has it
    touched = history.objects.filter(closed_on__isnull=False)
    return _judge_passports_of(touched.values("pgh_obj_id"), now)


def _judge_passports_of(organisations: Any, now: datetime) -> int:
    """Judge what these organisations (ids, or a query of them) assessed; returns how many changed status."""
    theirs = Passport.objects.filter(assessed_by_id__in=organisations)
    return refresh_verdicts(passport_ids=list(theirs.values_list("pk", flat=True)), by=None, now=now)
