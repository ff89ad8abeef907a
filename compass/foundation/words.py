"""Dates, times, money and counts as people read them (NHS content style)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from compass.foundation.clock import LONDON


def civil_date(value: date | datetime | str | None) -> str:
    """`5 July 2026`; a date is a London civil date. Empty for None."""
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    if isinstance(value, datetime):
        value = value.astimezone(LONDON).date()
    return f"{value.day} {value:%B %Y}"


def instant(value: datetime | None) -> str:
    """`5 July 2026 at 3:04pm`, London time. Empty for None."""
    if value is None:
        return ""
    local = value.astimezone(LONDON)
    return f"{civil_date(local)} at {local:%-I}:{local:%M}{local:%p}".replace("AM", "am").replace("PM", "pm")


def money(value: Decimal | None) -> str:
    """`£1,234.50` or `£1,234`; decimal pounds. Empty for None."""
    if value is None:
        return ""
    return f"£{value:,.0f}" if value == value.to_integral_value() else f"£{value:,.2f}"


def plural(count: int, one: str, many: str = "") -> str:
    """`1 passport`, `2,000 passports`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def listing(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *first, last = parts or [""]
    return f"{', '.join(first)} and {last}" if first else last
