"""Choices that look like chance and are the same on every run: drawn from a hash of their keys. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def drawn(*keys: object) -> int:
    """A large number that depends on the keys alone."""
    return int.from_bytes(hashlib.sha256("|".join(map(str, keys)).encode()).digest()[:8], "big")


def between(low: int, high: int, *keys: object) -> int:
    """A whole number from `low` to `high`, both included."""
    return low + drawn(*keys) % (high - low + 1)


def pick(options: Sequence[T], *keys: object) -> T:
    """One of the options."""
    return options[drawn(*keys) % len(options)]


def sample(options: Sequence[T], count: int, *keys: object) -> list[T]:
    """So many different options, in an order of chance."""
    return sorted(options, key=lambda option: drawn(option, *keys))[:count]
