"""Saved searches that a person may see, those of the organisations they work for; and what a saved search finds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import parse_qs

from django.db.models import Count, F, QuerySet

from compass.accounts.models import User
from compass.foundation.history import changes_of
from compass.guide.models import SavedSearch
from compass.guide.queries.facets import Page
from compass.guide.queries.matching import match
from compass.guide.queries.own_work import own_work
from compass.guide.search import How, Search, Sort
from evidence.models import EmdnCode
from trusts.models import Organisation, Role
from trusts.queries import organisations_of

MOST_LISTED = 500
MOST_FOUND = 10_000  # more than anybody could be told of
_ALL = 10_000_000
_DIFFERENCES = ("search_matched", "search_unmatched")
DIFFERENCES_SHOWN = 50


def found_now(search: Search, *, on: date, among: Sequence[int] | None = None, most: int = _ALL) -> list[int]:
    """The ids of public technologies that have all words of a search and pass its filters on a day.

    Looked for among some, or all when `among` is None. One more than `most` says that there are more than that.
    """
    size = most + 1 if among is None else len(among)
    found = match(replace(search, sort=Sort.NAME), Page((), size), on=on, among=among)
    # What has some of the words only is offered to somebody who looks, and told to nobody.
    return list(found.ranks) if found.how is How.ALL else []


def saved_searches_of(person: User) -> QuerySet[SavedSearch]:
    """Those in use of the person's organisations, mergers followed; everything else does not exist for them."""
    rows = SavedSearch.objects.filter(stopped_at=None).select_related("organisation__current", "saved_by")
    return own_work(rows, person).order_by("name", "id")


def saved_search_rows(person: User) -> list[dict[str, Any]]:
    """What a list shows of them: one statement."""
    shown = saved_searches_of(person).values(
        "id", "key", "name", "query", "saved_at", "saved_by__name", "organisation__name", found=Count("matches"),
        ods_code=F("organisation__current__ods_code"),
    )  # fmt: skip
    return [dict(row) for row in shown[:MOST_LISTED]]


def names_in(queries: Iterable[str]) -> dict[str, dict[str, str]]:
    """What others' codes in these queries are called, by filter: one statement for each of two filters in use."""
    read = [parse_qs(query.removeprefix("?")) for query in queries]
    categories, boards = ({code for one in read for code in one.get(name, ())} for name in ("category", "icb"))
    titles = EmdnCode.objects.filter(code__in=categories).values_list("code", "title")
    names = Organisation.objects.filter(ods_code__in=boards).values_list("ods_code", "name")
    return {"category": dict(titles), "icb": dict(names)}


def differences_of(saved: SavedSearch) -> list[tuple[Any, str]]:
    """The newest differences of a saved search, each with its time and sentence."""
    rows = changes_of(saved).filter(kind__in=_DIFFERENCES).values_list("occurred_at", "sentence")
    return list(rows[:DIFFERENCES_SHOWN])


def buys_for(person: User) -> list[Organisation]:
    """The organisations whose notices reach the person: those that they buy for."""
    return list(organisations_of(person, Role.BUYER))
