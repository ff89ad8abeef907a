"""Saved searches are held against what changed: who newly matches, or no longer does, goes into the change log.

Only technologies that the log or the calendar says something about are looked at, so that the cost grows with what
changes. A batch is one transaction with the cursor's row locked. What a search found is kept beside the rows that say
so, in the same statement: killed at any instant and run again, twice at once, or with its cursor lost, each difference
is written once. A cursor beyond all that this server has reached came by a dump from another one, whose transaction
numbers say nothing here: everything is then looked at once.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from string import Template
from typing import Any

import structlog
from django.db import connection, transaction

from compass.foundation.clock import civil_date
from compass.foundation.settled import reached, settled_before
from compass.guide.models import SavedSearch, WatchCursor
from compass.guide.queries.saved_searches import found_now
from compass.guide.saved_search import search_of
from passports.models import STATUS_CHOICES

log = structlog.get_logger(__name__)

_NAME = "saved searches"
_WAITING = """
    SELECT max(transaction_id), count(*) FROM (
        SELECT transaction_id FROM foundation_change
        WHERE transaction_id > %(seen)s AND transaction_id < %(bound)s
        ORDER BY transaction_id LIMIT %(batch)s
    ) AS waiting
"""
_TOUCHED = """
    WITH told AS MATERIALIZED (
        SELECT subject, subject_id FROM foundation_change
        WHERE transaction_id > %(seen)s AND transaction_id <= %(upto)s
          AND subject IN ('innovation', 'passport', 'adoption')
    )
    SELECT subject_id FROM told WHERE subject = 'innovation'
    UNION SELECT p.innovation_id FROM told JOIN passports_passport p ON p.id = subject_id WHERE subject = 'passport'
    UNION SELECT p.innovation_id FROM told JOIN passports_adoption a ON a.id = subject_id
          JOIN passports_passport p ON p.id = a.passport_id WHERE subject = 'adoption'
"""
# What begins or ends by the calendar alone since the last day looked at: agreements, of which both days count.
_TURNS = "((starts_on > %(last)s AND starts_on <= %(day)s) OR (ends_on >= %(last)s AND ends_on < %(day)s))"
_TURNED = Template("""
    SELECT innovation_id FROM evidence_listing WHERE $turned
    UNION SELECT innovation_id FROM evidence_funding WHERE $turned
    UNION SELECT l.innovation_id FROM evidence_listing l
          JOIN (SELECT id FROM evidence_buyingroute WHERE $turned) r ON r.id = l.route_id
""").substitute(turned=_TURNS)
_WRITE = """
    WITH matched AS MATERIALIZED (
        SELECT * FROM unnest(%(searches)s::bigint[], %(innovations)s::bigint[]) AS m(search_id, innovation_id)
    ), added AS (
        INSERT INTO guide_savedmatch (saved_search_id, innovation_id, found_at)
        SELECT search_id, innovation_id, %(now)s FROM matched
        ON CONFLICT (saved_search_id, innovation_id) DO NOTHING
        RETURNING saved_search_id, innovation_id
    ), gone AS (
        DELETE FROM guide_savedmatch AS kept
        WHERE saved_search_id = ANY(%(tested)s::bigint[])
          AND (%(touched)s::bigint[] IS NULL OR innovation_id = ANY(%(touched)s::bigint[]))
          AND NOT EXISTS (
            SELECT FROM matched
            WHERE matched.search_id = kept.saved_search_id AND matched.innovation_id = kept.innovation_id
          )
        RETURNING saved_search_id, innovation_id
    ), different AS (
        SELECT true AS found, * FROM added UNION ALL SELECT false, * FROM gone
    )
    INSERT INTO foundation_change (kind, subject, subject_id, sentence, data, occurred_at)
    SELECT CASE WHEN found THEN 'search_matched' ELSE 'search_unmatched' END, 'saved search', search.id,
           '“' || search.name || CASE WHEN found THEN '” now finds ' ELSE '” no longer finds ' END
           || innovation.name || ' by ' || innovator.name || '. '
           || CASE WHEN innovation.published_at IS NULL THEN 'It is not public any more.'
                   WHEN passport.id IS NULL THEN 'It has no Innovator Passport.'
                   ELSE 'Its passport: ' || lower(%(statuses)s::jsonb ->> passport.status) || '.' END,
           jsonb_build_object(
               'search', search.key, 'name', search.name, 'organisation', search.organisation_id,
               'innovation', innovation.slug, 'title', 'Saved search “' || search.name || '”: ' || innovation.name,
               'address', '/innovations/' || CASE WHEN innovation.published_at IS NULL THEN search.query
                                                  ELSE innovation.slug || '/' END
           ), %(now)s
    FROM different
    JOIN guide_savedsearch AS search ON search.id = different.saved_search_id
    JOIN evidence_innovation AS innovation ON innovation.id = different.innovation_id
    JOIN evidence_innovator AS innovator ON innovator.id = innovation.innovator_id
    LEFT JOIN passports_passport AS passport ON passport.innovation_id = innovation.id AND passport.is_current
    ORDER BY search.id, innovation.id
"""


def watch_searches(*, now: datetime, batch: int = 5000) -> int:
    """Hold every saved search against what changed since the last run; returns how many differences were written."""
    written = 0
    while (found := _watch_batch(now, batch)) is not None:
        written += found
    return written


def recheck_searches(*, now: datetime) -> int:
    """Hold every saved search against the whole catalogue: for what changes without a row of its own in the log.

    Guidance or an agreement that many technologies share is such a thing. Returns how many differences were written.
    """
    return sum(_recheck(query, now) for query in _by_query(_in_use()))


def lock_watch() -> WatchCursor:
    """The cursor's row, locked to the end of the transaction: nobody watches meanwhile."""
    WatchCursor.objects.get_or_create(name=_NAME)
    return WatchCursor.objects.select_for_update().get(name=_NAME)


@transaction.atomic
def _watch_batch(now: datetime, batch: int) -> int | None:
    at, day = lock_watch(), civil_date(now)
    turns = at.day is None or at.day < day
    bound = settled_before()
    searches = _in_use()
    if at.transaction_id >= bound and at.transaction_id >= reached():
        log.warning("searches_of_a_log_from_another_server", watched_up_to=at.transaction_id)
        at.transaction_id = 0
        _move(at, bound - 1, day)
        return _held_against(searches, None, day, now)
    if not searches:
        _move(at, bound - 1, day)
        return None
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, {"seen": at.transaction_id, "bound": bound, "batch": batch})
        upto, waiting = cursor.fetchone()
        if not (waiting or turns):
            return None
        touched: set[int] = set()
        if waiting:
            cursor.execute(_TOUCHED, {"seen": at.transaction_id, "upto": upto})
            touched |= {pk for (pk,) in cursor.fetchall()}
        if at.day is not None and turns:
            cursor.execute(_TURNED, {"last": at.day, "day": day})
            touched |= {pk for (pk,) in cursor.fetchall()}
    written = _held_against(searches, sorted(touched), day, now) if touched else 0
    _move(at, upto or at.transaction_id, day)
    return written


def _move(at: WatchCursor, upto: int, day: date) -> None:
    """Never back: a clock or a server may be."""
    at.transaction_id = max(at.transaction_id, upto)
    at.day = day if at.day is None else max(at.day, day)
    at.save(update_fields=["transaction_id", "day"])


@transaction.atomic
def _recheck(query: str, now: datetime) -> int:
    lock_watch()
    return _held_against(_in_use(query), None, civil_date(now), now)


def _in_use(query: str | None = None) -> list[tuple[int, str]]:
    """Id and query of every saved search that was not stopped, or of those with one query."""
    rows = SavedSearch.objects.filter(stopped_at=None, **({} if query is None else {"query": query}))
    return list(rows.order_by("id").values_list("id", "query"))


def _by_query(searches: Sequence[tuple[int, str]]) -> dict[str, list[int]]:
    """Organisations that look for the same share one search of the catalogue."""
    grouped = defaultdict(list)
    for pk, query in searches:
        grouped[query].append(pk)
    return grouped


def _held_against(searches: Sequence[tuple[int, str]], touched: Sequence[int] | None, day: date, now: datetime) -> int:
    """Write what differs among some technologies, or all when `touched` is None; returns how many rows."""
    tested: list[int] = []
    pairs: list[tuple[int, int]] = []
    for query, ids in _by_query(searches).items():
        search = search_of(query)
        if search is None:
            continue
        tested += ids
        found = found_now(search, on=day, among=touched)
        pairs += [(pk, innovation) for pk in ids for innovation in found]
    given: dict[str, Any] = {"searches": [pk for pk, _ in pairs], "innovations": [one for _, one in pairs]}
    given |= {"tested": tested, "touched": touched, "now": now, "statuses": json.dumps(dict(STATUS_CHOICES))}
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, given)
        return int(cursor.rowcount)
