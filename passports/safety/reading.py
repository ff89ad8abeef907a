"""A whole file of safety notices, in whichever of the known forms it is. Pure; raises nothing, whatever it is given.

JSON: a document of GOV.UK's content API, an answer of its search API, an FDA record, an answer of openFDA, a list of
such, or one of them a line. XML: the Atom feed of GOV.UK.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from passports.safety import fda, feeds, govuk
from passports.safety.notices import Found, Reading, gathered, malformed

ITEMS_MAX = 5_000
BYTES_MAX = 20 * 1024 * 1024
UNKNOWN = "UNKNOWN"
_NOTHING = object()


def read_file(content: bytes) -> Reading:
    """The notices of a file; what cannot be read is kept aside, what is not about devices left out."""
    if len(content) > BYTES_MAX:
        return gathered([malformed(UNKNOWN, "", "The file is larger than 20 MB and was not read.", "")])
    text = content.decode("utf-8-sig", errors="replace")
    if text.lstrip()[:1] == "<":
        return gathered(feeds.read_feed(text))
    return gathered(found for item in _items(text) for found in _read(item))


def is_list(content: bytes) -> bool:
    """Whether an answer is a page of a list, as the addresses of both regulators' lists give it; an empty one too."""
    return _results(content) is not None


def search_results(content: bytes) -> list[Mapping[str, Any]]:
    """The lines of an answer of GOV.UK's search API; none for anything else."""
    return [one for one in (_results(content) or [])[:ITEMS_MAX] if isinstance(one, dict)]


def _results(content: bytes) -> list[Any] | None:
    whole = _json(content.decode("utf-8", errors="replace"))
    results = whole.get("results") if isinstance(whole, dict) else None
    return results if isinstance(results, list) else None


def _items(text: str) -> Iterator[object]:
    """The objects of a file; a text that is none comes as it is."""
    whole = _json(text)
    if whole is _NOTHING:
        for number, one in enumerate(text.splitlines()):
            if number >= ITEMS_MAX:
                yield f"(more than {ITEMS_MAX} lines; the rest was not read)"
                return
            if one.strip():
                found = _json(one)
                yield one if found is _NOTHING else found
        return
    if isinstance(whole, dict) and isinstance(whole.get("results"), list):
        whole = whole["results"]
    yield from whole[:ITEMS_MAX] if isinstance(whole, list) else [whole]
    if isinstance(whole, list) and len(whole) > ITEMS_MAX:
        yield f"(more than {ITEMS_MAX} items; the rest was not read)"


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return _NOTHING


def _read(item: object) -> Iterator[Found]:
    if not isinstance(item, dict):
        yield malformed(UNKNOWN, "", "This is not a JSON object.", item)
    elif fda.is_recall(item):
        yield from fda.read_recall(item)
    elif "details" in item or ("base_path" in item and "link" not in item):
        yield from govuk.read_document(item)
    elif "link" in item:
        yield from govuk.read_result(item)
    else:
        yield malformed(UNKNOWN, "", "This is none of the known forms of a safety notice.", item)
