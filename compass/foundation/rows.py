"""Hot reads: a resource declares its public fields once, as output name → ORM path or expression."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.expressions import Combinable

Fields = Mapping[str, str | Combinable]


def shaped(rows: QuerySet[Any, Any], fields: Fields) -> QuerySet[Any, dict[str, Any]]:
    """The rows as dictionaries of exactly these fields; no instance is ever built."""
    plain = [name for name, path in fields.items() if name == path]
    renamed = {name: F(path) if isinstance(path, str) else path for name, path in fields.items() if name != path}
    return rows.values(*plain, **renamed)
