"""One page of what a search finds, and the counts beside the filters: two statements."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Q, Value
from django.db.models.functions import Coalesce, Lower

from compass.foundation.paging import decode_cursor, encode_cursor
from compass.foundation.rows import Fields, shaped
from compass.guide.matching import match
from compass.guide.queries.catalogue import CARD_FIELDS, in_status, public_innovations
from compass.guide.search import NO_PASSPORT, Cell, How, Search

PAGE_SIZE = 20

# What a page of cards needs beside what it shows: where a row stands among the others. Capitals do not count.
_PLACED: Fields = {**CARD_FIELDS, "id": "id", "by_name": Lower("name")}


def results(search: Search, after: str = "", size: int = PAGE_SIZE) -> dict[str, Any]:
    """One page of cards, by relevance when there is a text, else by name, and the counts of all: two statements.

    Gives `rows`, `first` (the place of the first one), `next` (a cursor, or empty), `cells` (counts by kind, area and
    status of what the text finds, whatever the filters) and `how` the text was matched. Raises Invalid for a broken
    cursor.
    """
    start = decode_cursor(after, *((float,) if search.text else ()), str, int, int)
    seen = max(start[-1], 0) if start else 0
    find = _found if search.text else _listed
    page, cells, how = find(search, start[:-1] if start else (), size + 1)
    following = ""
    if len(page) > size:
        page = page[:size]
        last = page[-1]
        rank = (last["rank"],) if search.text else ()
        following = encode_cursor(*rank, last["by_name"], last["id"], seen + size)
    return {"rows": page, "first": seen + 1, "next": following, "cells": cells, "how": how}


_Found = tuple[list[dict[str, Any]], list[Cell], How]


def _found(search: Search, start: tuple[Any, ...], size: int) -> _Found:
    """By relevance: first which ones, matched once for rows and counts, then what is said of them."""
    matched = match(public_innovations(), search, start, size)
    rows = {}
    if matched.ranks:
        cards = shaped(public_innovations().filter(pk__in=[*matched.ranks]), _PLACED)
        rows = {row["id"]: row for row in cards}
    page = [rows[pk] | {"rank": rank} for pk, rank in matched.ranks.items() if pk in rows]
    return page, matched.cells, matched.how


def _listed(search: Search, start: tuple[Any, ...], size: int) -> _Found:
    """By name."""
    rows = public_innovations()
    if search.chosen.get("kind"):
        rows = rows.filter(kind__in=search.chosen["kind"])
    if search.chosen.get("area"):
        rows = rows.filter(clinical_area__in=search.chosen["area"])
    if search.chosen.get("status"):
        rows = in_status(rows, search.chosen["status"])
    if start:
        name, pk = start
        # The outer bound lets the index by name start there.
        rows = rows.alias(by_name=Lower("name"))
        rows = rows.filter(Q(by_name__gte=name) & (Q(by_name__gt=name) | Q(pk__gt=pk)))
    page = list(shaped(rows, _PLACED).order_by("by_name", "id")[:size])
    return page, _cells(), How.ALL


def _cells() -> list[Cell]:
    """How many technologies there are by kind, area and status: at most a few hundred rows."""
    grouped = (
        public_innovations()
        .order_by()
        .values("kind", "clinical_area", status=Coalesce(F("current__status"), Value(NO_PASSPORT)))
        .annotate(n=Count("pk"))
    )
    return [Cell(*row) for row in grouped.values_list("kind", "clinical_area", "status", "n")]
