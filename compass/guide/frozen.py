"""What the record of a search or a comparison says, as plain JSON that its hash is taken over. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from compass.guide.search import Search

SCHEMA = "medtech-compass/frozen-search/1"
COMPARISON_SCHEMA = "medtech-compass/frozen-comparison/1"
MOST_RESULTS = 500  # of the results, in their order; a longer list is said to be cut


def frozen_content(
    search: Search, rows: Iterable[Mapping[str, Any]], *, names: Mapping[str, Mapping[str, str]], how: str,
    whole: int | None, complete: bool, **made: Any,
) -> dict[str, Any]:  # fmt: skip
    """All of it; dates as ISO text, filters and statuses by their codes, which do not change. `made`: see `_record`.

    `names` are those of others' codes, by filter: what a code was called is kept beside it, as `called`.

    `whole` is how many the text matched without the filters, None where there was no text or no filter.
    """
    return _record(SCHEMA, query=search.query(), **made) | {
        "text": search.text,
        "filters": named_filters(search, names),
        "sort": search.order.value,
        "matched": str(how),
        "matched_without_filters": whole,
        "most_kept": MOST_RESULTS,
        "complete": complete,
        "results": [
            {
                "place": place,
                "slug": row["slug"],
                "name": row["name"],
                "innovator": row["innovator_name"],
                "passport_number": row["passport_number"],
                "status": row["passport_status"],
                "until": row["passport_until"] and row["passport_until"].isoformat(),
            }
            for place, row in enumerate(rows, 1)
        ],
    }


def named_filters(search: Search, names: Mapping[str, Mapping[str, str]]) -> list[dict[str, str]]:
    """Each filter in use with its value and, for others' codes, what it is `called` where `names` say."""
    return [
        {"filter": name, "value": value} | ({"called": names[name][value]} if value in names.get(name, {}) else {})
        for name, value in search.active
    ]


def compared_content(comparison: Mapping[str, Any], *, query: str, **made: Any) -> dict[str, Any]:
    """The same of a comparison: `comparison` is what its file for machines says (`exports.machine.told`)."""
    return _record(COMPARISON_SCHEMA, query=query, **made) | {"comparison": dict(comparison)}


def _record(
    schema: str,
    *,
    query: str,
    purpose: str,
    organisation: Mapping[str, str],
    person: Mapping[str, Any],
    now: datetime,
) -> dict[str, Any]:
    """What every record says: when it was made, for whom, by whom, what for, and the address that asks again."""
    return {
        "schema": schema,
        "made_at": now.astimezone(UTC).isoformat(),
        "organisation": dict(organisation),
        "person": dict(person),
        "purpose": purpose,
        "query": query,
    }
