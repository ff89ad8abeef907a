"""Reading JSON that somebody sent, and naming places in it. What could not be kept, or is ambiguous, is refused."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import Any

# Deeper than any form of ours; Python's own reader and writers give up at some hundreds.
DEPTH_MAX = 20


class UnreadableError(ValueError):
    """Not JSON that we can take; `str()` says why and where, as a sentence."""


def read_json(text: str) -> Any:
    """The value of a JSON text (RFC 8259). Raises UnreadableError.

    Refuses names that stand twice in one object (one of the two would be lost), numbers that are not finite, null
    characters and half characters, which the database cannot keep, and more than twenty levels.
    """
    try:
        found = json.loads(text, object_pairs_hook=_once_each, parse_constant=_no_number, parse_float=_finite)
    except json.JSONDecodeError as error:
        raise UnreadableError(f"This is not JSON: {error.msg} in line {error.lineno}, column {error.colno}.") from error
    except UnreadableError:
        raise
    except ValueError as error:  # Python refuses to read thousands of digits
        raise UnreadableError("A number in it has too many digits.") from error
    except RecursionError as error:
        raise UnreadableError(f"It is nested more than {DEPTH_MAX} levels deep.") from error
    _check(found)
    return found


def pointer(*path: str | int) -> str:
    """The JSON pointer of a place (RFC 6901)."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in path)


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise UnreadableError(f"“{_shown(twice)}” stands twice in one object. Keep one of them.")
    return found


def _shown(name: str) -> str:
    return name[:80].encode("ascii", "backslashreplace").decode()


def _no_number(word: str) -> Any:
    raise UnreadableError(f"{word} is not a number in JSON.")


def _finite(digits: str) -> float:
    found = float(digits)
    if not math.isfinite(found):
        raise UnreadableError("A number in it is too large.")
    return found


def _check(found: Any) -> None:
    """Level by level, so that no nesting can exhaust the stack."""
    level: list[Any] = [found]
    for _ in range(DEPTH_MAX):
        below: list[Any] = []
        for value in level:
            below += _below(value)
        if not below:
            return
        level = below
    raise UnreadableError(f"It is nested more than {DEPTH_MAX} levels deep.")


def _below(value: Any) -> Iterable[Any]:
    if isinstance(value, str) and ("\x00" in value or any("\ud800" <= c <= "\udfff" for c in value)):
        raise UnreadableError("A text in it has a character that cannot be kept (a null or half a character).")
    if isinstance(value, dict):
        return [*value.keys(), *value.values()]
    return value if isinstance(value, list) else ()
