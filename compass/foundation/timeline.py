"""What happened to something, in sentences, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet

from compass.foundation.models import Change
from compass.foundation.paging import decode_cursor, encode_cursor
from compass.foundation.transparency.queries import told_at

SIZE = 50


@dataclass(frozen=True)
class Timeline:
    """One page of changes, each with `told_at` and, once it is sealed, its `leaf`.

    `next` is a query, empty on the last page.
    """

    changes: Sequence[Change]
    oldest_first: bool
    is_first: bool
    next: str

    @property
    def other_order(self) -> str:
        """The query of the same changes from the other end."""
        return "?" if self.oldest_first else "?order=oldest"


def read_timeline(changes: QuerySet[Change], asked: Mapping[str, str], size: int = SIZE) -> Timeline:
    """The page that an address asks for by `order` and `after`: one query. Raises Invalid for a broken address."""
    oldest_first = asked.get("order") == "oldest"
    start = decode_cursor(asked.get("after", ""), int)
    if start is not None:
        changes = changes.filter(id__gt=start[0]) if oldest_first else changes.filter(id__lt=start[0])
    rows = changes.select_related("leaf__seal").defer("leaf__seal__signature", "leaf__seal__blind")
    page = list(rows.annotate(told_at=told_at()).order_by("id" if oldest_first else "-id")[: size + 1])
    following = ""
    if len(page) > size:
        page = page[:size]
        query = {"order": "oldest"} if oldest_first else {}
        following = "?" + urlencode(query | {"after": encode_cursor(page[-1].pk)})
    return Timeline(page, oldest_first, start is None, following)
