"""What a price is for, in one form, so that only like is compared with like. Pure."""

from __future__ import annotations

import re
from decimal import Decimal

# How often a period comes in a year. Weeks and days do not divide a year evenly, so they are left as they are.
_IN_A_YEAR = {"month": 12, "quarter": 4, "year": 1}
_PERIODS = {
    "month": "month", "monthly": "month", "calendar month": "month", "quarter": "quarter", "quarterly": "quarter",
    "year": "year", "yearly": "year", "annum": "year", "annual": "year", "annually": "year",
}  # fmt: skip
_LEADING = re.compile(r"^(?:per|for each|for one|for a|for an|each|every|a|an|one|1)\s+")


def _plain(part: str) -> str:
    part = part.strip()
    while (shorter := _LEADING.sub("", part)) != part:
        part = shorter
    return part


def unit_of(said: str) -> str:
    """`per Patient / a month` as `patient per month`; empty when not stated. "Each" alone is `each`."""
    parts = [_plain(part) for part in re.split(r"\bper\b|/", " ".join(said.casefold().split()).rstrip("."))]
    return " per ".join(_PERIODS.get(part, part) for part in parts if part)


def for_a_year(price: Decimal, unit: str) -> tuple[Decimal, str]:
    """The price and unit (of `unit_of`) for a year where it is for a month or a quarter; otherwise as they are."""
    *before, last = unit.split(" per ")
    times = _IN_A_YEAR.get(last)
    return (price * times, " per ".join([*before, "year"])) if times else (price, unit)
