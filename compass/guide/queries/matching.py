"""What a text finds: technologies that match all of its words; if none does, some; if none does, names that are alike.

A statement matches once and serves both the page's places and the counts beside the filters.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from string import Template
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchRank, TrigramWordSimilarity
from django.db import connection
from django.db.models import (
    BigIntegerField,
    Case,
    F,
    FloatField,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Lower

from compass.guide.models import SearchEntry
from compass.guide.queries import asking
from compass.guide.queries.asking import AnyOf, ids
from compass.guide.queries.facets import TREE, Page, statement
from compass.guide.search import Cell, How, Search, Sort, is_exact, words_of
from compass.guide.vocabulary import wanted
from evidence.models import Innovator
from passports.models import Passport
from passports.numbers import read_number
from passports.validity import USABLE

# Each way is tried only when those before it found nothing: PostgreSQL then does not run the ones after.
_WAY = Template("by_$way AS MATERIALIZED (SELECT * FROM ($rows) AS tried WHERE true$unless)")
# Set for the statement's own transaction, and before the rows are looked at: what can be told before any row always is.
# PostgreSQL's 0.6 misses two letters that changed places; lower than this, words of another meaning look alike.
_LIKE_ENOUGH = " AND (SELECT set_config('pg_trgm.word_similarity_threshold', '0.45', true)) IS NOT NULL"
_UNLESS = Template(" AND NOT EXISTS (SELECT FROM by_$way)")
_FOUND = Template("SELECT '$way' AS how, * FROM by_$way")
# Nothing to match: read where it is needed.
_EVERY = Template("found AS NOT MATERIALIZED (SELECT 'ALL' AS how, tried.* FROM ($rows) AS tried)")
# What does not begin with SELECT is sent with the context of the rows' history before it.
_READ = Template("SELECT * FROM ($text) AS found")
# What a product of a maker of that name gains over a passing mention.
_MAKER_WEIGHT = 0.5
# Behind every passport that can be relied on stand those without one, in seconds as the others.
_NEVER = -1e12
# Statements kept: Django takes longer to write one than PostgreSQL to answer it.
_KNOWN = 500
_IDS: ArrayField[Any, Any] = ArrayField(BigIntegerField())

Written = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True)
class Matched:
    """One page of matches: technologies by id with their rank, best first; and the counts of all matches.

    `names` say, for filters that offer others' codes, what each code is called that is offered or chosen.
    `refused` is how many more there would be without a filter, by its name and a colon.
    """

    ranks: dict[int, float]
    cells: list[Cell]
    facets: list[tuple[str, str, int]]
    names: dict[str, dict[str, str]]
    refused: dict[str, int]
    # None: nothing matched, whatever the filters.
    how: How | None
    # How many match the text whatever the filters say; None where there is no text, or no filter.
    whole: int | None


def entries(among: Sequence[int] | None = None) -> QuerySet[SearchEntry]:
    """What is searched: every public technology, or those among some."""
    rows = SearchEntry.objects.filter(published_at__isnull=False)
    return rows if among is None else rows.filter(AnyOf("pk", Value([*among], output_field=_IDS)))


def match(search: Search, page: Page, *, on: date, among: Sequence[int] | None = None) -> Matched:
    """A page of the public technologies in the search's order, and the counts of all that its text finds, on a day.

    One statement; a second one tries the other ways when nothing matches all words. `among` leaves out all others.
    """
    text = search.text
    first = _first(text, search.order, on) if among is None else _matching(entries(among), text, search.order, on)
    if not text:
        return _every(first, search, page)
    matched = _match({How.ALL: first}, search, page)
    if matched.how or not (others := _other_ways(entries(among), search, on)):
        return matched
    return _match({way: rows.query.sql_with_params() for way, rows in others.items()}, search, page)


def counts(search: Search, *, on: date) -> Matched:
    """The counts beside the filters of all public technologies, without a page of them: one statement."""
    return _every(_first("", Sort.NAME, on), search, None)


@lru_cache(maxsize=_KNOWN)
def _first(text: str, order: Sort, on: date) -> Written:
    return _matching(entries(), text, order, on)


def _matching(rows: QuerySet[Any, Any], text: str, order: Sort, on: date) -> Written:
    """The statement for what matches all of a text."""
    found = found_by(rows, text) if text else rows
    return _ranked(found, _rank(Search(text, sort=order)), on).query.sql_with_params()


def _every(written: Written, search: Search, page: Page | None) -> Matched:
    rows, told = written
    return _read(*statement(_EVERY.substitute(rows=rows), [*told], search.chosen, page=page, matches=False))


def _match(ways: Mapping[How, Written], search: Search, page: Page) -> Matched:
    tried = list(ways)
    compiled = [ways[way] for way in tried]
    tables = [_way(way, compiled[place][0], tried[:place]) for place, way in enumerate(tried)]
    tables.append(f"found AS NOT MATERIALIZED ({' UNION ALL '.join(_FOUND.substitute(way=way) for way in tried)})")
    told = [value for _, params in compiled for value in params]
    written = statement(", ".join(tables), told, search.chosen, page=page, matches=bool(search.active))
    return _read(*written)


def _read(text: str, told: list[Any]) -> Matched:
    with connection.cursor() as cursor:
        cursor.execute(_READ.substitute(text=text), told)
        how, whole, *read = cursor.fetchone()
    cells, tags, below, names, refused, *page = map(json.loads, read)
    return Matched(
        ranks={pk: float(rank) for pk, rank in (page[0] if page else ())},
        cells=[Cell(*cell) for cell in cells],
        facets=[(*tag.split(":", 1), number) for tag, number in (*tags, *below)],
        names=names,
        refused=refused,
        how=How(how) if how else None,
        whole=whole,
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


def having(name: str, values: Sequence[str], *, on: date) -> QuerySet[SearchEntry]:
    """Every public technology that has one of the values of a filter of several values, on a day."""
    if name == TREE:
        return entries().filter(categories__overlap=[*values])
    return entries().alias(counted=_tags(on)).filter(counted__overlap=[f"{name}:{value}" for value in values])


def _other_ways(rows: QuerySet[Any, Any], search: Search, on: date) -> dict[How, QuerySet[Any, Any]]:
    """What to try in turn. A passport number, quotes and a minus say exactly what is meant: it or nothing."""
    text = search.text
    closest = search.order is Sort.RELEVANCE
    words = words_of(" ".join(meaning.typed for meaning in wanted(text)))
    ways: dict[How, QuerySet[Any, Any]] = {}
    if not words or is_exact(text) or read_number(text) is not None:
        return ways
    likeness = TrigramWordSimilarity(text, "name")
    if len(words) > 1:
        # By the number of words that match, those of a known phrase together; among equals, the likest name.
        some, matching = asking.some_of(text, words)
        each = [Case(When(one, then=Value(float(weight))), default=Value(0.0)) for one, weight in matching]
        ways[How.SOME] = _ranked(rows.filter(some), sum(each, start=likeness) if closest else _rank(search), on)
    alike = Q(AnyOf("innovator_id", ids(Innovator.objects.filter(name__trigram_word_similar=text))))
    for word in words:
        alike |= Q(name__trigram_word_similar=word)
    ways[How.ALIKE] = _ranked(rows.filter(alike), likeness if closest else _rank(search), on)
    return ways


def _rank(search: Search) -> Any:
    """The number by which results stand, the greatest first; among equals the name decides."""
    match search.order:
        case Sort.RELEVANCE:
            return SearchRank(F("search"), asking.whole(search.text)) + _maker_rank(search.text)
        case Sort.NEWEST:
            return _Seconds("published_at")
        case Sort.ADOPTED:
            return F("adopters")
        case Sort.EXPIRING:
            until = Value(-1.0) * _Seconds("until")
            return Case(When(status__in=list(USABLE), then=until), default=Value(_NEVER))
        case Sort.NAME:
            return Value(0.0)


def ranks(search: Search) -> Subquery:
    """The number by which each of a list of technologies stands in the search's order, the greatest first."""
    entry = entries().filter(pk=OuterRef("pk")).order_by()
    return Subquery(entry.values(rank=Cast(_rank(search), FloatField())))


def _ranked(rows: QuerySet[Any, Any], rank: Any, on: date) -> QuerySet[Any, Any]:
    """What the statement reads of each match; the rank is a double, so that a cursor carries the very value."""
    told = {"id": F("innovation_id"), "by_name": Lower("name"), "rank": Cast(rank, FloatField()), "counted": _tags(on)}
    return rows.order_by().values("kind", "clinical_area", "status", "categories", **told)


def _tags(on: date) -> Case:
    """The tags of an entry on a day.

    On a day for which they were not written, agreements are looked up: of few rows, for the daily job writes them.
    """
    lasting = Q(Q(lasts_from=None) | Q(lasts_from__lte=on), Q(lasts_until=None) | Q(lasts_until__gt=on))
    return Case(When(lasting, then=F("tags")), default=_TagsOn("pk", Value(on)))


class _TagsOn(Func):
    """The tags of a technology on a day."""

    function = "guide_tags"
    output_field = ArrayField(TextField())


class _Seconds(Func):
    """A moment or day as a number of seconds."""

    template = "EXTRACT(EPOCH FROM %(expressions)s)::double precision"
    output_field = FloatField()


def _maker_rank(text: str) -> Case:
    return Case(When(asking.made_by(text), then=Value(_MAKER_WEIGHT)), default=Value(0.0))
