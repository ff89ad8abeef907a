"""A search as it is saved: one text for one search, and back. Pure."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs

from compass.guide.search import FILTERS, Search, Sort


def canonical(search: Search) -> str:
    """The query of an address that shows this search, `?` and all; technologies chosen meanwhile are no part of it."""
    chosen = {name: tuple(sorted(search.chosen.get(name, ()))) for name in FILTERS}
    return replace(search, chosen=chosen, basket=(), carried=()).query()


def search_of(query: str) -> Search | None:
    """The search of a canonical query; None when it asks for what there is no more, which must find nothing.

    A filter that was left out would find more than was asked for.
    """
    asked = parse_qs(query.removeprefix("?"), keep_blank_values=True)
    text, sort = asked.pop("q", [""])[0], asked.pop("sort", [""])[0]
    if not set(asked) <= set(FILTERS) or sort not in {"", *Sort}:
        return None
    chosen = {name: tuple(asked.get(name, ())) for name in FILTERS}
    return Search(text=text, chosen=chosen, sort=Sort(sort) if sort else None)
