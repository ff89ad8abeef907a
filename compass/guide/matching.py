"""What a text finds: technologies that match all of its words; if none does, some; if none does, names that are alike.

A statement matches once and serves both the page's places and the counts beside the filters.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import Template
from typing import Any

from django.contrib.postgres.search import SearchRank, TrigramWordSimilarity
from django.db import connection
from django.db.models import Case, F, FloatField, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, Lower

from compass.guide import asking
from compass.guide.asking import AnyOf, ids
from compass.guide.search import NO_PASSPORT, Cell, How, Search, is_exact, words_of
from evidence.models import Innovator
from passports.models import Passport
from passports.numbers import read_number

# Each way is tried only when those before it found nothing: PostgreSQL then does not run the ones after.
_WAY = Template("by_$way AS MATERIALIZED (SELECT * FROM ($rows) AS tried WHERE true$unless)")
# Set for the statement's own transaction, and before the rows are looked at: what can be told before any row always is.
# PostgreSQL's 0.6 misses two letters that changed places; lower than this, words of another meaning look alike.
_LIKE_ENOUGH = " AND (SELECT set_config('pg_trgm.word_similarity_threshold', '0.45', true)) IS NOT NULL"
_UNLESS = Template(" AND NOT EXISTS (SELECT FROM by_$way)")
_FOUND = Template("SELECT '$way' AS how, * FROM by_$way")
# Both halves read the same matches. The counts are of all matches; the filters and the place only choose the rows.
_MATCHED = Template("""
    WITH $ways, found AS NOT MATERIALIZED ($found), page AS (
        SELECT id, rank, by_name FROM found WHERE true$filters ORDER BY rank DESC, by_name, id LIMIT %s
    ), cells AS (
        SELECT how, kind, clinical_area, status, count(*) AS n FROM found GROUP BY 1, 2, 3, 4
    )
    SELECT (SELECT coalesce(json_agg(json_build_array(id, rank) ORDER BY rank DESC, by_name, id), '[]')
            FROM page)::text,
           (SELECT coalesce(json_agg(json_build_array(how, kind, clinical_area, status, n)), '[]') FROM cells)::text
""")
_COLUMNS = {"kind": "kind", "area": "clinical_area", "status": "status"}
_AFTER = " AND (rank < %s OR (rank = %s AND (by_name, id) > (%s, %s)))"
# What a product of a maker of that name gains over a passing mention.
_MAKER_WEIGHT = 0.5


@dataclass(frozen=True)
class Matched:
    """One page of matches: technologies by id with their rank, best first; and the counts of all matches."""

    ranks: dict[int, float]
    cells: list[Cell]
    how: How


def match(rows: QuerySet[Any, Any], search: Search, after: Sequence[Any], size: int) -> Matched:
    """The best `size` of these rows for the search's text after a place (rank, name in small letters, id).

    One statement; a second one tries the other ways when nothing matches all words.
    """
    matched = _match({How.ALL: _all_words(rows, search.text)}, search, after, size)
    if matched.cells or not (others := _other_ways(rows, search.text)):
        return matched
    return _match(others, search, after, size)


def _match(ways: Mapping[How, QuerySet[Any, Any]], search: Search, after: Sequence[Any], size: int) -> Matched:
    tried = list(ways)
    compiled = [ways[way].query.sql_with_params() for way in tried]
    text = _MATCHED.substitute(
        ways=", ".join(_way(way, compiled[place][0], tried[:place]) for place, way in enumerate(tried)),
        found=" UNION ALL ".join(_FOUND.substitute(way=way) for way in tried),
        filters="".join(f" AND {_COLUMNS[name]} = ANY(%s)" for name, values in search.chosen.items() if values)
        + (_AFTER if after else ""),
    )
    told: list[Any] = [value for _, params in compiled for value in params]
    told += [list(values) for values in search.chosen.values() if values]
    told += [after[0], *after] if after else []
    with connection.cursor() as cursor:
        cursor.execute(text, [*told, size])
        page, cells = map(json.loads, cursor.fetchone())
    return Matched(
        ranks={pk: float(rank) for pk, rank in page},
        cells=[Cell(*cell) for _, *cell in cells],
        how=How(cells[0][0]) if cells else How.ALL,
    )


def _way(way: How, rows: str, before: Sequence[How]) -> str:
    unless = "".join(_UNLESS.substitute(way=earlier) for earlier in before)
    return _WAY.substitute(way=way, rows=rows, unless=unless + (_LIKE_ENOUGH if way is How.ALIKE else ""))


def found_by(rows: QuerySet[Any, Any], text: str) -> QuerySet[Any, Any]:
    """Those that match all that a text asks for (`asking`), or whose passport number it is.

    A number of an earlier passport finds its technology too.
    """
    number = read_number(text)
    if number is not None:
        return rows.filter(pk__in=Passport.objects.filter(number=number).values("innovation_id"))
    return rows.filter(asking.all_of(text))


def _all_words(rows: QuerySet[Any, Any], text: str) -> QuerySet[Any, Any]:
    return _ranked(found_by(rows, text), SearchRank(F("search"), asking.whole(text)) + _maker_rank(text))


def _other_ways(rows: QuerySet[Any, Any], text: str) -> dict[How, QuerySet[Any, Any]]:
    """What to try in turn. A passport number, quotes and a minus say exactly what is meant: it or nothing."""
    words = words_of(text)
    ways: dict[How, QuerySet[Any, Any]] = {}
    if not words or is_exact(text) or read_number(text) is not None:
        return ways
    likeness = TrigramWordSimilarity(text, "name")
    if len(words) > 1:
        # By the number of words that match, those of a known phrase together; among equals, the likest name.
        some, matching = asking.some_of(text, words)
        each = [Case(When(one, then=Value(float(weight))), default=Value(0.0)) for one, weight in matching]
        ways[How.SOME] = _ranked(rows.filter(some), sum(each, start=likeness))
    alike = Q(AnyOf("innovator_id", ids(Innovator.objects.filter(name__trigram_word_similar=text))))
    for word in words:
        alike |= Q(name__trigram_word_similar=word)
    ways[How.ALIKE] = _ranked(rows.filter(alike), likeness)
    return ways


def _ranked(rows: QuerySet[Any, Any], rank: Any) -> QuerySet[Any, Any]:
    """What the statement reads of each match; the rank is a double, so that a cursor carries the very value."""
    status = Coalesce(F("current__status"), Value(NO_PASSPORT))
    told = {"by_name": Lower("name"), "status": status, "rank": Cast(rank, FloatField())}
    return rows.order_by().values("id", "kind", "clinical_area", **told)


def _maker_rank(text: str) -> Case:
    return Case(When(asking.made_by(text), then=Value(_MAKER_WEIGHT)), default=Value(0.0))
