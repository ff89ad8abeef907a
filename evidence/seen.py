"""What somebody had before them when they began to type, so that nobody overwrites what a colleague saved since."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Model

from compass.foundation.errors import Refused
from compass.foundation.sealing import content_hash


def seen_of(row: Model, fields: Iterable[str]) -> str:
    """64 characters that are others once a field of a stored row is another."""
    return content_hash({name: str(getattr(row, name)) for name in fields})


def check_as_seen(now: str, seen: str, noun: str) -> None:
    """Raise Refused when what stands is not what was `seen`; empty for whoever does not say."""
    if seen and seen != now:
        raise Refused(
            f"A colleague changed this {noun} while you were typing.",
            next_step="Open it again in a second window, compare, and save what is right.",
        )
