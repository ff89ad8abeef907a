"""One page of what a search finds, and the counts beside the filters: two statements."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, F, Q, Value
from django.db.models.functions import Lower

from compass.accounts.models import User
from compass.foundation.clock import today
from compass.foundation.paging import decode_cursor, encode_cursor
from compass.foundation.rows import Fields, Prepared, shaped
from compass.guide.queries.asking import AnyOf, why
from compass.guide.queries.catalogue import CARD_FIELDS, in_status, public_innovations
from compass.guide.queries.facets import Page
from compass.guide.queries.matching import Matched, counts, match
from compass.guide.search import CELLED, FACETS, How, Search, Sort
from trusts.queries import organisations_of

PAGE_SIZE = 20

# What a page of results needs beside what every card shows: what it can be ordered and filtered by, and where a row
# stands among the others. Capitals do not count.
_PLACED: Fields = {
    **CARD_FIELDS,
    "list_price": "list_price",
    "price_unit": "price_unit",
    "published_at": "published_at",
    "adopter_count": "search_entry__adopters",
    "id": "id",
    "by_name": Lower("name"),
}


def results(
    search: Search, place: str = "", size: int = PAGE_SIZE, *, on: date | None = None, back: bool = False
) -> dict[str, Any]:
    """One page of cards in the search's order, and the counts of all: two statements.

    The page begins after a place, or with `back` ends before it: a cursor of another page, or empty for the start.
    Gives `rows`, `first` (the place of the first one), `next` and `previous` (cursors, or empty), `cells` (counts by
    kind, area and status of what the text and the other filters find), `facets` (filter, value and number for those
    other filters), `names` of categories and boards by code, `refused` (how many more there would be without a filter,
    by its name and a colon), `how` the text was matched and `whole` (how many it matches without any filter, None where
    there is no text or no filter). Agreements are those of the day `on`, today. Raises Invalid
    for a broken cursor.
    """
    day = on or today()
    by_index = _by_index(search)
    start = decode_cursor(place, *(() if by_index else (float,)), str, int, int)
    seen = max(start[-1], 0) if start else 0
    wanted = Page(place=start[:-1] if start else (), size=size + 1, back=back and bool(start))
    found, matched = (_listed if by_index else _found)(search, wanted, day)
    page, more = (found[-size:] if wanted.back else found[:size]), len(found) > size
    if wanted.back and not page:  # what stood there is gone
        return results(search, "", size, on=day)
    first = seen + 1
    if wanted.back:
        first = max(seen - size, 1) if more else 1
    return {
        "rows": page,
        "first": first,
        "next": _cursor(page[-1], first + len(page) - 1, by_index) if page and (more or wanted.back) else "",
        "previous": _cursor(page[0], first, by_index) if page and first > 1 else "",
        "cells": matched.cells,
        "facets": matched.facets,
        "names": matched.names,
        "refused": matched.refused,
        "whole": matched.whole,
        "how": matched.how or (How.NONE if search.text else How.ALL),
    }


def _cursor(row: dict[str, Any], number: int, by_index: bool) -> str:
    """The place of a row, which is the so manieth of all."""
    return encode_cursor(*(() if by_index else (row["rank"],)), row["by_name"], row["id"], number)


# Stand for the technologies, the name and the id that a statement is about.
_ANY = [-1]
_NAME = "<name>"
_ID = -2
# Statements kept: those of the searches asked most.
_KNOWN = 500


def places_of(person: User) -> list[dict[str, Any]]:
    """The kind, and the region's ODS code, of the organisations of a signed-in person: one statement."""
    rows = organisations_of(person).order_by("name").values("kind", region_code=F("region__ods_code"))
    return [dict(row) for row in rows]


def named(slugs: Sequence[str]) -> dict[str, str]:
    """The names of the public ones of these technologies by slug, in no order: one statement, or none."""
    return dict(public_innovations().filter(slug__in=slugs).values_list("slug", "name")) if slugs else {}


_Found = tuple[list[dict[str, Any]], Matched]


def _by_index(search: Search) -> bool:
    """Whether the index by name gives the page: nothing but the filters of one value each is asked for."""
    return not search.text and search.order is Sort.NAME and not any(search.chosen.get(name) for name in FACETS)


def _found(search: Search, wanted: Page, on: date) -> _Found:
    """First which ones, matched once for rows and counts, then what is said of them."""
    matched = match(search, wanted, on=on)
    rows = {}
    if matched.ranks:
        rows = {row["id"]: row for row in _read(_cards(search.text).read((_ANY, [*matched.ranks])))}
    return [rows[pk] | {"rank": rank} for pk, rank in matched.ranks.items() if pk in rows], matched


def _listed(search: Search, wanted: Page, on: date) -> _Found:
    """By name."""
    chosen = tuple(search.chosen.get(name, ()) for name in CELLED)
    name, pk = wanted.place or ("", 0)
    written = _in_order(*chosen, size=wanted.size, placed=bool(wanted.place), back=wanted.back)
    page = _read(written.read((_NAME, name), (_ID, pk)))
    return page[::-1] if wanted.back else page, counts(search, on=on)


@lru_cache(maxsize=_KNOWN)
def _cards(text: str) -> Prepared:
    """The statement for any cards; for a text, with why each was found."""
    fields = {**_PLACED, **why(text)} if text else _PLACED
    chosen = AnyOf("pk", Value(_ANY, output_field=ArrayField(BigIntegerField())))
    return Prepared.of(shaped(public_innovations().filter(chosen), fields))


@lru_cache(maxsize=_KNOWN)
def _in_order(
    kinds: tuple[str, ...], areas: tuple[str, ...], statuses: tuple[str, ...], *, size: int, placed: bool, back: bool
) -> Prepared:
    """The statement for so many cards by name, after any place or from the start; with `back` before it."""
    rows = public_innovations()
    if kinds:
        rows = rows.filter(kind__in=kinds)
    if areas:
        rows = rows.filter(clinical_area__in=areas)
    if statuses:
        rows = in_status(rows, statuses)
    if placed:
        # The outer bound lets the index by name start there.
        way, rows = "lt" if back else "gt", rows.alias(by_name=Lower("name"))
        beyond = Q(**{f"by_name__{way}": _NAME}) | Q(**{f"pk__{way}": _ID})
        rows = rows.filter(Q(**{f"by_name__{way}e": _NAME}) & beyond)
    order = ("-by_name", "-id") if back else ("by_name", "id")
    return Prepared.of(shaped(rows, _PLACED).order_by(*order)[:size])


def _read(text: str) -> list[dict[str, Any]]:
    """The cards with their days and money as such."""
    rows: list[dict[str, Any]] = json.loads(text, parse_float=Decimal)
    for row in rows:
        row["passport_until"] = row["passport_until"] and date.fromisoformat(row["passport_until"])
        row["published_at"] = datetime.fromisoformat(row["published_at"])
        row["list_price"] = None if row["list_price"] is None else Decimal(row["list_price"])
    return rows
