"""States as people see them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tag:
    """Words and a colour of the design system's tags; the words alone must be enough."""

    words: str
    colour: str
