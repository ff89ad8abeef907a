"""Saved searches in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from compass.guide.frozen import named_filters
from compass.guide.presenters.finding import SORTS
from compass.guide.presenters.frozen_searches import asked
from compass.guide.saved_search import search_of
from compass.guide.search import Search

_GONE = "This search uses a filter that no longer exists, so it finds nothing. Stop it and save a new one."


Names = Mapping[str, Mapping[str, str]]


def asked_words(search: Search, names: Names) -> str:
    """`“wound”, Kind of technology: Device`; a long text is cut. `names` are those of others' codes, by filter."""
    return asked(search.text[:200], named_filters(search, names))


def described(query: str, names: Names) -> dict[str, str]:
    """A saved search in `words`, with its `order`, the `address` of what it finds now and what is wrong with it."""
    search = search_of(query)
    if search is None:
        return {"words": query, "order": "", "address": "", "problem": _GONE}
    return {
        "words": asked_words(search, names),
        "order": SORTS[search.order],
        "address": reverse("innovations") + search.query(),
        "problem": "",
    }


def listed(row: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """One saved search in the list of them."""
    return {**row, **described(row["query"], names)}
