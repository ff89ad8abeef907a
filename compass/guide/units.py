"""What a price is for, in one form, so that only like is compared with like. Pure."""

from __future__ import annotations

import re
from decimal import Context, Decimal, Inexact

# How often a period comes in a year. Weeks and days do not divide a year evenly, so they are left as they are.
_IN_A_YEAR = {"month": 12, "quarter": 4, "year": 1}
_PERIODS = {
    "month": "month", "monthly": "month", "calendar month": "month", "quarter": "quarter", "quarterly": "quarter",
    "year": "year", "yearly": "year", "annum": "year", "annual": "year", "annually": "year",
}  # fmt: skip
_LEADING = re.compile(r"^(?:per|for each|for one|for a|for an|each|every|a|an|one|1)\s+")
# Several of a thing, loose or packed: `100 tests`, `pack of 50 tests`. A closed list of things: no plural is guessed.
_SEVERAL = re.compile(
    r"(?:(?:bag|box|carton|case|kit|pack|packet|set) of )?"
    r"(?P<count>[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,8}) (?P<about>(?:[a-z-]+ )*)(?P<thing>[a-z]+)s"
)
_THINGS = {
    "appointment", "cartridge", "catheter", "cuvette", "device", "dose", "dressing", "electrode", "image", "implant",
    "licence", "operation", "patient", "probe", "procedure", "record", "report", "sample", "scan", "sensor", "session",
    "strip", "swab", "syringe", "system", "test", "treatment", "tube", "unit", "use", "user",
}  # fmt: skip
_EXACT = Context(prec=28, traps=[Inexact])
_FINEST = Decimal("0.0001")  # pounds


def _plain(part: str) -> str:
    part = part.strip()
    while (shorter := _LEADING.sub("", part)) != part:
        part = shorter
    return part


def unit_of(said: str) -> str:
    """`per Patient / a month` as `patient per month`; empty when not stated. "Each" alone is `each`."""
    parts = [_plain(part) for part in re.split(r"\bper\b|/", " ".join(said.casefold().split()).rstrip("."))]
    return " per ".join(_PERIODS.get(part, part) for part in parts if part)


def aligned(price: Decimal, unit: str) -> tuple[Decimal, str]:
    """The price and unit (of `unit_of`) for one where it is for several, and for a year where for a month or a quarter.

    What does not come out exactly, to a hundredth of a penny, stays as it is.
    """
    what, *periods = unit.split(" per ")
    if all(period in _IN_A_YEAR for period in periods):
        price, what = _for_one(price, what)
    parts = [what, *periods]
    times = _IN_A_YEAR.get(parts[-1])
    if times:
        price, parts[-1] = price * times, "year"
    return price, " per ".join(parts)


def _for_one(price: Decimal, what: str) -> tuple[Decimal, str]:
    found = _SEVERAL.fullmatch(what)
    if found is None or found["thing"] not in _THINGS:
        return price, what
    try:
        one = _EXACT.divide(price, Decimal(found["count"].replace(",", ""))).quantize(_FINEST, context=_EXACT)
    except Inexact:
        return price, what
    return one, f"{found['about']}{found['thing']}"
