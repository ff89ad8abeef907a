"""Which technologies a safety notice concerns: by identifier for certain, by maker and name for a person to judge.

One statement for any number of notices. A certain match suspends the technology's passports at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from string import Template
from typing import Any

from django.db import connection, transaction

from compass.accounts.models import User
from compass.foundation.models import Change
from passports.models import NoticeMatch, Passport, SafetyNotice
from passports.operations.safety_telling import ask_adopters
from passports.operations.verdicts import refresh_verdict
from passports.states import NOTICE_MATCH, OPEN_MATCHES, UNJUDGED_MATCHES, MatchState, PassportState
from passports.validity import USABLE

BATCH = 200
# Of one notice, the likeliest; and what is less alike than this is not worth a person's time (of 100).
MOST, LEAST_SCORE = 10, 50
_STANDING = (PassportState.ACTIVE, PassportState.SUSPENDED)
# A company's name without its legal form and punctuation.
_CORE = Template(
    r"trim(regexp_replace(lower($name), '\m(ltd|limited|inc|incorporated|llc|llp|lp|plc|gmbh|ag|corp|corporation|co"
    r"|company)\M|[[:punct:]]+', ' ', 'g'))"
)
_MATCH = Template(r"""
    WITH asked AS MATERIALIZED (
        SELECT n.id, n.title, n.maker, $their_maker AS core, n.identifiers,
               CASE WHEN %(by_name)s THEN n.products[1:12] || n.title ELSE ARRAY[]::text[] END AS said
        FROM passports_safetynotice AS n
        WHERE n.id = ANY(%(notices)s) AND NOT n.is_withdrawn
          -- Less than this is another word (PostgreSQL's own threshold is 0.3).
          AND (SELECT set_config('pg_trgm.similarity_threshold', '0.6', true)) IS NOT NULL
    ), by_identifier AS (
        SELECT asked.id AS notice_id, known.innovation_id, 100 AS score, true AS is_certain,
               array_agg(DISTINCT format('The notice names its identifier %%s (%%s).', known.value, known.scheme))
                   AS reasons
        FROM asked CROSS JOIN LATERAL unnest(asked.identifiers) AS named(said)
        JOIN evidence_identifier AS known
          ON known.scheme = split_part(named.said, ' ', 1) AND known.value = split_part(named.said, ' ', 2)
        GROUP BY asked.id, known.innovation_id
    ), ours AS MATERIALIZED (
        SELECT id, name, $our_maker AS core FROM evidence_innovator
    ), our_words AS (
        -- Compared are companies that share the beginning of a word with a notice; a word of very many says nothing.
        SELECT stem, array_agg(id) AS ids FROM (
            SELECT DISTINCT ours.id, left(word, 5) AS stem FROM ours, regexp_split_to_table(ours.core, '\s+') AS word
        ) AS stems WHERE length(stem) > 1 GROUP BY stem HAVING count(*) <= 100
    ), pairs AS (
        SELECT DISTINCT asked.id AS notice_id, sharing.id AS innovator_id
        FROM asked
        CROSS JOIN LATERAL regexp_split_to_table(
            CASE asked.core WHEN '' THEN lower(asked.title) ELSE asked.core END, '[^[:alnum:]]+'
        ) AS word
        JOIN our_words ON our_words.stem = left(word, 5)
        CROSS JOIN LATERAL unnest(our_words.ids) AS sharing(id)
    ), makers AS (
        SELECT * FROM (
            SELECT asked.id AS notice_id, ours.id AS innovator_id, ours.name, asked.core = '' AS unnamed, CASE
                WHEN asked.core = '' THEN word_similarity(ours.core, lower(asked.title))
                ELSE greatest(word_similarity(ours.core, asked.core), word_similarity(asked.core, ours.core))
                END AS alike
            FROM pairs JOIN asked ON asked.id = pairs.notice_id JOIN ours ON ours.id = pairs.innovator_id
        ) AS compared WHERE alike >= CASE WHEN unnamed THEN 0.85 ELSE 0.6 END
    ), said AS (
        SELECT asked.id AS notice_id, asked.maker, product.name, min(product.place) AS place
        FROM asked CROSS JOIN LATERAL unnest(asked.said) WITH ORDINALITY AS product(name, place)
        GROUP BY asked.id, asked.maker, product.name
    ), alike AS (
        -- Every technology of a maker that is alike, and every technology whose whole name is.
        SELECT said.notice_id, t.id AS innovation_id, t.name, said.name AS said,
               word_similarity(t.name, said.name) AS name_alike, makers.alike AS maker_alike,
               makers.name AS our_maker, said.maker
        FROM makers
        JOIN evidence_innovation AS t ON t.innovator_id = makers.innovator_id AND t.published_at IS NOT NULL
        JOIN said ON said.notice_id = makers.notice_id
        WHERE word_similarity(t.name, said.name) >= 0.5
        UNION ALL
        SELECT said.notice_id, t.id, t.name, said.name, similarity(t.name, said.name), NULL, '', said.maker
        FROM said JOIN evidence_innovation AS t ON t.name %% said.name AND t.published_at IS NOT NULL
        WHERE said.place <= 4  -- each is a search of its own
    ), scored AS (
        SELECT *, round((100 * CASE WHEN maker_alike IS NULL THEN 0.7 * name_alike
                                    ELSE 0.6 * name_alike + 0.4 * maker_alike END)::numeric)::int AS score
        FROM alike
    ), by_name AS (
        SELECT DISTINCT ON (notice_id, innovation_id) notice_id, innovation_id, score, false AS is_certain,
               ARRAY[
                   format('Its name “%%s” is %%s%%%% like “%%s” in the notice.', name,
                          round((100 * name_alike)::numeric), said),
                   CASE WHEN maker_alike IS NULL AND maker = '' THEN 'The notice names no maker.'
                        WHEN maker_alike IS NULL THEN format('The notice names another maker: “%%s”.', maker)
                        WHEN maker = '' THEN format('Its maker “%%s” stands in the title of the notice.', our_maker)
                        ELSE format('Its maker “%%s” is %%s%%%% like “%%s” in the notice.', our_maker,
                                    round((100 * maker_alike)::numeric), maker) END
               ] AS reasons
        FROM scored WHERE score >= %(least)s
        ORDER BY notice_id, innovation_id, score DESC, said
    ), likeliest AS (
        SELECT *, row_number() OVER (PARTITION BY notice_id ORDER BY score DESC, innovation_id) AS place FROM by_name
    ), found AS (
        SELECT notice_id, innovation_id, score, is_certain, reasons FROM by_identifier
        JOIN evidence_innovation AS t ON t.id = innovation_id AND t.published_at IS NOT NULL
        UNION ALL
        SELECT notice_id, innovation_id, score, is_certain, reasons FROM likeliest
        WHERE place <= %(most)s AND (notice_id, innovation_id) NOT IN (
            SELECT notice_id, innovation_id FROM by_identifier
        )
    )
    INSERT INTO passports_noticematch AS had
           (notice_id, innovation_id, score, is_certain, reasons, state, found_at, judgement)
    SELECT notice_id, innovation_id, score, is_certain, reasons,
           CASE WHEN is_certain THEN 'CERTAIN' ELSE 'WAITING' END, %(now)s, ''
    FROM found ORDER BY notice_id, innovation_id
    ON CONFLICT (notice_id, innovation_id) DO UPDATE
    SET score = greatest(had.score, EXCLUDED.score), is_certain = had.is_certain OR EXCLUDED.is_certain,
        reasons = $reasons,
        state = CASE WHEN $identified THEN 'CERTAIN' WHEN $changed THEN 'WAITING' ELSE had.state END,
        judged_at = NULL, judged_by_id = NULL, judgement = ''
    WHERE $identified OR $changed OR (had.state = ANY(%(unjudged)s) AND (had.score, had.reasons)
          IS DISTINCT FROM (greatest(had.score, EXCLUDED.score), $reasons))
    RETURNING had.id, had.innovation_id, had.state
""")
_SQL = _MATCH.substitute(
    their_maker=_CORE.substitute(name="n.maker"),
    our_maker=_CORE.substitute(name="evidence_innovator.name"),
    identified="(EXCLUDED.is_certain AND NOT had.is_certain AND had.state = ANY(%(identifiable)s))",
    # What makes a match certain is said, also once the notice does not name the identifier any more.
    reasons="CASE WHEN had.is_certain AND NOT EXCLUDED.is_certain THEN had.reasons ELSE EXCLUDED.reasons END",
    changed="(had.state = ANY(%(looked_at_again)s) AND had.notice_id = ANY(%(changed)s))",
)


def _sources(move: str) -> list[str]:
    """The states from which a move of the flow is legal."""
    return [state for one in NOTICE_MATCH.moves if one.name == move for state in one.sources]


@transaction.atomic
def match_notices(
    *, notice_ids: Collection[int], changed: Collection[int] = (), now: datetime, by_name: bool = True
) -> int:
    """Find the technologies that these notices concern; returns how many matches are new or different.

    A certain match suspends the passports of its technology in the same transaction. A closed match of a notice in
    `changed` waits for a person again. Run again, it changes nothing. Without `by_name` only identifiers are compared.
    """
    given: dict[str, Any] = {
        "notices": list(notice_ids), "by_name": by_name, "changed": list(changed), "now": now, "least": LEAST_SCORE,
        "most": MOST, "unjudged": list(UNJUDGED_MATCHES), "identifiable": _sources("identify"),
        "looked_at_again": _sources("look_again"),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_SQL, given)
        rows = cursor.fetchall()
    found = NoticeMatch.objects.filter(pk__in=[row[0] for row in rows]).select_related("notice", "innovation")
    Change.objects.bulk_create(_told(match, now) for match in found.defer("innovation__search").order_by("id"))
    certain = [row for row in rows if row[2] == MatchState.CERTAIN]
    judge_passports(innovation_ids={row[1] for row in certain}, by=None, now=now)
    ask_adopters(match_ids=[row[0] for row in certain], now=now)
    return len(rows)


def match_all(*, now: datetime, by_name: bool = True) -> int:
    """Find matches of every notice with what is public today: a technology may be newer than a notice about it.

    By identifier this costs little; `by_name` it is a search or more for each notice.
    """
    found, last = 0, 0
    while ids := list(SafetyNotice.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        last = ids[-1]
        found += match_notices(notice_ids=ids, now=now, by_name=by_name)
    # A passport that was issued at the very moment of an import did not see the match, nor the match it.
    unaware = NoticeMatch.objects.filter(state__in=OPEN_MATCHES, innovation__passports__status__in=list(USABLE))
    judge_passports(innovation_ids=unaware.values_list("innovation_id", flat=True), by=None, now=now)
    return found


def judge_passports(*, innovation_ids: Iterable[int], by: User | None, now: datetime) -> None:
    """Judge the standing passports of these technologies afresh; those who follow them are told by what changed."""
    standing = Passport.objects.filter(innovation_id__in=list(innovation_ids), state__in=_STANDING)
    for passport in standing.order_by("id"):
        refresh_verdict(passport=passport, by=by, now=now)


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
