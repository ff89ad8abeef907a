"""Rows about a technology, gathered in one value of its own row, so that a page is one statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, QuerySet, TextField, Window
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, JSONObject

# The key under which each row says of how many it is one; see `rows_of`.
OF_ALL = "of_all"


def rows_of(rows: QuerySet[Any, Any], most: int | None = None, **fields: str | Combinable) -> ArraySubquery:
    """The rows in their order as objects of these fields; with `most` no more, each with their whole number."""
    if most is None:
        return ArraySubquery(rows.values(json=JSONObject(**fields)))
    counted = JSONObject(**fields, **{OF_ALL: Window(Count("*"))})
    return ArraySubquery(rows.values(json=counted)[:most])


def as_text(field: str) -> Cast:
    """A decimal as its digits: JSON would make a binary fraction of it."""
    return Cast(F(field), TextField())


def left_out(rows: Sequence[Mapping[str, Any]]) -> int:
    """How many there are beyond those gathered with `most`."""
    return int(rows[0].get(OF_ALL, len(rows))) - len(rows) if rows else 0
