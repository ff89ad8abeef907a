"""Keyset paging: the next page starts after the last row seen, so a deep page costs what the first does."""

from __future__ import annotations

import base64
import binascii
import json
from math import isfinite
from typing import Any

from compass.foundation.errors import Invalid

# No cursor of ours is longer; the limit also keeps nested JSON from exhausting the stack.
CURSOR_MAX = 2_000


def encode_cursor(*keys: Any) -> str:
    """The last row's sort keys (JSON values) as an opaque, address-safe text."""
    return base64.urlsafe_b64encode(json.dumps(keys, separators=(",", ":")).encode()).decode().rstrip("=")


def decode_cursor(cursor: str, *kinds: type) -> tuple[Any, ...] | None:
    """The sort keys again, of exactly these kinds; None for an empty cursor; raises Invalid for anything else."""
    if not cursor:
        return None
    if len(cursor) > CURSOR_MAX:
        raise _broken()
    try:
        keys = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error, RecursionError) as error:
        raise _broken() from error
    if not isinstance(keys, list) or len(keys) != len(kinds):
        raise _broken()
    for key, kind in zip(keys, kinds, strict=True):
        if type(key) is not kind or not _storable(key):
            raise _broken()
    return tuple(keys)


def _storable(key: Any) -> bool:
    """Whether PostgreSQL can take the key: a bigint, a number, and text without null characters or half characters."""
    if isinstance(key, int):
        return -(2**63) <= key < 2**63
    if isinstance(key, float):
        return isfinite(key)
    if isinstance(key, str):
        return "\x00" not in key and not any("\ud800" <= character <= "\udfff" for character in key)
    return True


def _broken() -> Invalid:
    return Invalid("This page address is incomplete or out of date.", next_step="Start again from the first page.")
