"""Dates, times, money and counts as people read them (NHS content style)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal

from compass.foundation.clock import LONDON

# Pence in a sum of £100 or more say more than anybody knows.
_ROUNDED_FROM = 100
# No sum has more digits.
_EXACT = Context(prec=160)


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


def rounded_sum(value: Decimal) -> Decimal:
    """A sum as it is shown: whole pounds from £100 on, below that pence; half counts up, away from nought."""
    pence = value.quantize(Decimal("0.01"), ROUND_HALF_UP, context=_EXACT)
    return pence if pence.copy_abs() < _ROUNDED_FROM else value.quantize(Decimal(1), ROUND_HALF_UP, context=_EXACT)


def sum_of_money(value: Decimal | None) -> str:
    """`£1,235`, `£12.50`: a sum, as against a price, which is shown to the penny (`money`). Empty for None."""
    return money(None if value is None else rounded_sum(value))


def plural(count: int, one: str, many: str = "") -> str:
    """`1 passport`, `2,000 passports`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def listing(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *first, last = parts or [""]
    return f"{', '.join(first)} and {last}" if first else last
