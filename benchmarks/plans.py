"""How PostgreSQL answers the product's own statements among N technologies: which indexes serve them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg

# Tables with fewer rows are read faster without an index.
LARGE = 5_000
# What may be read from end to end: a list counts all there are, the names of categories are few and short, and a
# search looks at the name of every maker. Whatever is not named here must not read a large table whole.
_NAMES = frozenset({"evidence_emdncode"})
_LIST = _NAMES | {"guide_searchentry"}
_SEARCH = _NAMES | {"evidence_innovator"}
MAY_READ_WHOLE = {
    "list": _LIST, "list-on": _LIST, "search": _SEARCH, "search-new": _SEARCH, "api-search": _SEARCH,
}  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """The indexes that the statements of some addresses used, and the large tables that they read from end to end."""

    indexes: frozenset[str]
    whole: frozenset[str]


def plan_of(connection: psycopg.Connection, statements: Iterable[Sequence[str]]) -> Plan:
    """What PostgreSQL would do for these addresses."""
    large = {str(name) for (name,) in connection.execute("SELECT relname FROM pg_class WHERE reltuples >= %s", [LARGE])}
    indexes, whole = set[str](), set[str]()
    for texts in statements:
        for text in texts:
            (found,) = connection.execute(b"EXPLAIN (FORMAT JSON) " + text.encode()).fetchone() or ("[]",)
            for node in _nodes((json.loads(found) if isinstance(found, str) else found)[0]["Plan"]):
                if "Index Name" in node:
                    indexes.add(node["Index Name"])
                elif node["Node Type"] == "Seq Scan" and node["Relation Name"] in large:
                    whole.add(node["Relation Name"])
    return Plan(frozenset(indexes), frozenset(whole))


def said(kind: str, plan: Plan) -> str:
    """One kind of page and its plans, for people."""
    return (
        f"  {kind}: served by {', '.join(sorted(plan.indexes)) or 'no index'}; "
        f"read from end to end: {', '.join(sorted(plan.whole)) or 'nothing large'}."
    )


def _nodes(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield node
    for below in node.get("Plans", ()):
        yield from _nodes(below)
