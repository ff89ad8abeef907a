"""Which technologies a safety notice concerns: by identifier for certain, by maker and name for a person to judge.

One statement for any number of notices. A certain match suspends the technology's passports at once, and whoever
issues a passport matches its technology first (`match_technology`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from compass.accounts.models import User
from compass.foundation.models import Change
from evidence.models import Innovation
from passports.models import NoticeMatch, Passport, SafetyNotice
from passports.operations.safety_statements import MATCH_NOTICES, MATCH_TECHNOLOGY, NAMED_SINCE
from passports.operations.safety_telling import ask_adopters
from passports.operations.verdicts import refresh_verdicts
from passports.states import NOTICE_MATCH, OPEN_MATCHES, UNJUDGED_MATCHES, MatchState, PassportState
from passports.validity import USABLE

BATCH = 200
_LOCK = 0x53414645  # "SAFE"
# Of one notice, the likeliest; and what is less alike than this is not worth a person's time (of 100).
MOST, LEAST_SCORE = 10, 50
_STANDING = (PassportState.ACTIVE, PassportState.SUSPENDED)


def _sources(move: str) -> list[str]:
    """The states from which a move of the flow is legal."""
    return [state for one in NOTICE_MATCH.moves if one.name == move for state in one.sources]


def take_turns(*, shared: bool = False) -> None:
    """Wait until nobody else takes in or matches safety notices, and keep them off until the transaction ends.

    Taken before any row is locked, everywhere: an import locks rows of technologies and passports after it. `shared`
    keeps off imports only: passports of several technologies are issued side by side.
    """
    statement = "SELECT pg_advisory_xact_lock_shared(%s)" if shared else "SELECT pg_advisory_xact_lock(%s)"
    with connection.cursor() as cursor:
        cursor.execute(statement, [_LOCK])


@transaction.atomic
def match_notices(
    *, notice_ids: Collection[int], changed: Collection[int] = (), now: datetime, by_name: bool = True
) -> int:
    """Find the technologies that these notices concern; returns how many matches are new or different.

    A certain match suspends the passports of its technology in the same transaction. Of a notice in `changed`, adopters
    are asked again where it is open, and a closed match waits for a person again. Run again, it changes nothing.
    Without `by_name` only identifiers are compared. The caller took turns.
    """
    revised = _revise(changed) if changed else []
    found = _match(
        MATCH_NOTICES,
        now,
        {"notices": list(notice_ids), "by_name": by_name, "least": LEAST_SCORE, "most": MOST, "changed": list(changed)},
    )
    certain = {pk: technology for pk, technology, state in found if state == MatchState.CERTAIN}
    # That it names a number more is told by what was found.
    told = [match for match in revised if match.notice.is_withdrawn or match.pk not in certain]
    Change.objects.bulk_create(_revised(match, now) for match in told)
    open_now = {match.pk: match.innovation_id for match in revised} | certain
    judge_passports(innovation_ids=set(open_now.values()), by=None, now=now)
    ask_adopters(match_ids=list(open_now), now=now)
    return len(found)


def _revise(notice_ids: Collection[int]) -> list[NoticeMatch]:
    """Count up the open matches of changed notices, so that adopters are asked again; returns all that are open.

    One that its publisher withdrew stays open until a person judges it, and asks nothing more of anybody.
    """
    held = NoticeMatch.objects.filter(notice_id__in=notice_ids, state__in=OPEN_MATCHES)
    # Whoever is closing one of them goes first, or finds it changed.
    matches = list(
        held.select_for_update(of=("self",))
        .select_related("notice", "innovation")
        .defer("innovation__search")
        .order_by("id")
    )
    asking = [match for match in matches if not match.notice.is_withdrawn]
    NoticeMatch.objects.filter(pk__in=[match.pk for match in asking]).update(revision=F("revision") + 1)
    return matches


def _revised(match: NoticeMatch, now: datetime) -> Change:
    gone = match.notice.is_withdrawn
    return Change(
        kind="notice_withdrawn" if gone else "notice_revised",
        subject="safety notice match",
        subject_id=match.pk,
        sentence=f"The safety notice “{match.notice}”, which concerns {match.innovation}, was "
        f"{'withdrawn by its publisher' if gone else 'changed'}.",
        occurred_at=now,
    )


def match_technology(*, innovation: Innovation, now: datetime) -> list[int]:
    """Find the stored notices that name a number of one technology; returns the new or different matches.

    For whoever issues its passport, in that transaction: they took turns with the imports, judge the passport
    themselves, and then ask its adopters.
    """
    return [row[0] for row in _match(MATCH_TECHNOLOGY, now, {"technology": innovation.pk, "changed": []})]


def _match(statement: str, now: datetime, given: dict[str, Any]) -> list[tuple[int, int, str]]:
    """Match, technology and state of every match that is new or different; each is told in the log."""
    states = {
        "unjudged": list(UNJUDGED_MATCHES),
        "identifiable": _sources("identify"),
        "looked_at_again": _sources("look_again"),
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, given | states | {"now": now})
        rows: list[tuple[int, int, str]] = cursor.fetchall()
    found = NoticeMatch.objects.filter(pk__in=[row[0] for row in rows]).select_related("notice", "innovation")
    Change.objects.bulk_create(_told(match, now) for match in found.defer("innovation__search").order_by("id"))
    return rows


def match_numbers(*, now: datetime) -> int:
    """Find technologies that came by a number, or became public, after a notice that names the number.

    Returns how many matches are new or different; one statement when there is nothing to do.
    """
    with connection.cursor() as cursor:
        cursor.execute(NAMED_SINCE, {"identifiable": _sources("identify")})
        named = [pk for (pk,) in cursor.fetchall()]
    return _match_in_batches(named, now, by_name=False)


def match_all(*, now: datetime) -> int:
    """Find matches of every notice with what is public today, by name too: a search or more for each notice."""
    notices = SafetyNotice.objects.order_by("pk").values_list("pk", flat=True)
    found = _match_in_batches(list(notices), now, by_name=True)
    # A proof more than a need: whoever issues a passport and whoever imports a notice take turns.
    unaware = NoticeMatch.objects.filter(state__in=OPEN_MATCHES, innovation__passports__status__in=list(USABLE))
    judge_passports(innovation_ids=unaware.values_list("innovation_id", flat=True), by=None, now=now)
    return found


def _match_in_batches(notice_ids: Sequence[int], now: datetime, *, by_name: bool) -> int:
    found = 0
    for start in range(0, len(notice_ids), BATCH):
        with transaction.atomic():
            take_turns()
            found += match_notices(notice_ids=notice_ids[start : start + BATCH], now=now, by_name=by_name)
    return found


def judge_passports(*, innovation_ids: Iterable[int], by: User | None, now: datetime) -> None:
    """Judge the standing passports of these technologies afresh; those who follow them are told by what changed."""
    standing = Passport.objects.filter(innovation_id__in=list(innovation_ids), state__in=_STANDING)
    ids = list(standing.values_list("pk", flat=True))
    if ids:
        refresh_verdicts(passport_ids=ids, by=by, now=now)


def _told(match: NoticeMatch, now: datetime) -> Change:
    certain = match.state == MatchState.CERTAIN
    verb = "concerns" if certain else "may concern"
    return Change(
        kind="notice_certain" if certain else "notice_found",
        subject="safety notice match",
        subject_id=match.pk,
        sentence=f"The safety notice “{match.notice}” {verb} {match.innovation}. {' '.join(match.reasons)}",
        occurred_at=now,
    )
