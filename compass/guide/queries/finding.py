"""One page of what a search finds, and the counts beside the filters: two statements."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Lower

from compass.accounts.models import User
from compass.foundation.clock import today
from compass.foundation.paging import decode_cursor, encode_cursor
from compass.foundation.rows import Fields, shaped
from compass.guide.asking import why
from compass.guide.facets import Page
from compass.guide.matching import Matched, counts, match
from compass.guide.queries.catalogue import CARD_FIELDS, in_status, public_innovations
from compass.guide.search import FACETS, How, Search, Sort
from trusts.queries import organisations_of

PAGE_SIZE = 20

# What a page of cards needs beside what it shows: where a row stands among the others. Capitals do not count.
_PLACED: Fields = {**CARD_FIELDS, "id": "id", "by_name": Lower("name")}


def results(search: Search, after: str = "", size: int = PAGE_SIZE, *, on: date | None = None) -> dict[str, Any]:
    """One page of cards in the search's order, and the counts of all: two statements.

    Gives `rows`, `first` (the place of the first one), `next` (a cursor, or empty), `cells` (counts by kind, area and
    status of what the text and the other filters find), `facets` (filter, value and number for those other filters),
    `names` of categories and boards by code, `refused` (how many more there would be without a filter, by its name and
    a colon) and `how` the text was matched. Agreements are those of the day `on`, today. Raises Invalid for a broken
    cursor.
    """
    day = on or today()
    by_index = _by_index(search)
    start = decode_cursor(after, *(() if by_index else (float,)), str, int, int)
    seen = max(start[-1], 0) if start else 0
    wanted = Page(after=start[:-1] if start else (), size=size + 1)
    page, matched = (_listed if by_index else _found)(search, wanted, day)
    following = ""
    if len(page) > size:
        page = page[:size]
        last = page[-1]
        rank = () if by_index else (last["rank"],)
        following = encode_cursor(*rank, last["by_name"], last["id"], seen + size)
    return {
        "rows": page,
        "first": seen + 1,
        "next": following,
        "cells": matched.cells,
        "facets": matched.facets,
        "names": matched.names,
        "refused": matched.refused,
        "how": matched.how or How.ALL,
    }


def places_of(person: User) -> list[dict[str, Any]]:
    """The kind, and the region's ODS code, of the organisations of a signed-in person: one statement."""
    rows = organisations_of(person).order_by("name").values("kind", region_code=F("region__ods_code"))
    return [dict(row) for row in rows]


_Found = tuple[list[dict[str, Any]], Matched]


def _by_index(search: Search) -> bool:
    """Whether the index by name gives the page: nothing but the filters of one value each is asked for."""
    return not search.text and search.order is Sort.NAME and not any(search.chosen.get(name) for name in FACETS)


def _found(search: Search, wanted: Page, on: date) -> _Found:
    """First which ones, matched once for rows and counts, then what is said of them."""
    matched = match(search, wanted, on=on)
    rows = {}
    if matched.ranks:
        fields = {**_PLACED, **why(search.text)} if search.text else _PLACED
        cards = shaped(public_innovations().filter(pk__in=[*matched.ranks]), fields)
        rows = {row["id"]: row for row in cards}
    return [rows[pk] | {"rank": rank} for pk, rank in matched.ranks.items() if pk in rows], matched


def _listed(search: Search, wanted: Page, on: date) -> _Found:
    """By name."""
    rows = public_innovations()
    if search.chosen.get("kind"):
        rows = rows.filter(kind__in=search.chosen["kind"])
    if search.chosen.get("area"):
        rows = rows.filter(clinical_area__in=search.chosen["area"])
    if search.chosen.get("status"):
        rows = in_status(rows, search.chosen["status"])
    if wanted.after:
        name, pk = wanted.after
        # The outer bound lets the index by name start there.
        rows = rows.alias(by_name=Lower("name"))
        rows = rows.filter(Q(by_name__gte=name) & (Q(by_name__gt=name) | Q(pk__gt=pk)))
    page = list(shaped(rows, _PLACED).order_by("by_name", "id")[: wanted.size])
    return page, counts(search, on=on)
