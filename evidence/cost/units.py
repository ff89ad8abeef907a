"""Units of a cost model, and what is left when they are multiplied. Pure; a closed list, each one checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

# What a price or a cost may be charged for, and how a person says it.
PRICE_UNITS = {
    "GBP": "once, in all",
    "GBP/year": "per year, in all",
    "GBP/device": "per device",
    "GBP/device/year": "per device per year",
    "GBP/test": "per test",
    "GBP/use": "per use",
    "GBP/patient": "per patient",
    "GBP/patient/year": "per patient per year",
    "GBP/site": "per site, once",
    "GBP/site/year": "per site per year",
    "GBP/staff_member": "per member of staff, once",
    "GBP/staff_member/year": "per member of staff per year",
    "GBP/hour": "per hour of staff time",
}
ACTIVITY_UNITS = {
    "patient/year": "patients a year",
    "patient": "patients at any one time",
    "use/year": "uses a year",
    "use/patient": "uses for each patient",
    "test/year": "tests a year",
    "test/patient": "tests for each patient",
    "device": "devices",
    "device/year": "devices a year",
    "device/patient": "devices for each patient",
    "site": "sites",
    "staff_member": "members of staff",
    "minute/use": "minutes of staff time for each use",
    "minute/test": "minutes of staff time for each test",
    "minute/patient": "minutes of staff time for each patient",
    "hour/patient": "hours of staff time for each patient",
    "hour/staff_member": "hours for each member of staff",
    "hour/year": "hours of staff time a year",
    "bed_day/patient": "bed days for each patient",
    "bed_day/year": "bed days a year",
    "admission/patient": "admissions for each patient",
    "admission/year": "admissions a year",
    "appointment/patient": "appointments for each patient",
    "appointment/year": "appointments a year",
    "percent": "per cent",
}
UNIT_COST_UNITS = {
    "GBP/bed_day": "pounds per bed day",
    "GBP/admission": "pounds per admission",
    "GBP/appointment": "pounds per appointment",
    "GBP/hour": "pounds per hour of staff time",
    "GBP/test": "pounds per test",
    "GBP/use": "pounds per use",
    "GBP/device": "pounds per device",
    "GBP/patient": "pounds per patient",
}
ASSUMPTION_UNITS = ACTIVITY_UNITS | UNIT_COST_UNITS
# Written for people, worked out in another: an hour has 60 minutes, a per cent is a hundredth.
_SCALED = {"minute": ("hour", Fraction(1, 60)), "percent": ("", Fraction(1, 100))}


@dataclass(frozen=True)
class Unit:
    """A product of base units to whole powers, times a scale: `minute/use` is 1/60 of hour¹ × use⁻¹."""

    scale: Fraction
    powers: tuple[tuple[str, int], ...]

    def __str__(self) -> str:
        above = " × ".join(name for name, power in self.powers for _ in range(power))
        below = "".join(f" / {name}" for name, power in self.powers for _ in range(-power))
        return ((above or "1") + below).replace("GBP", "£").replace("_", " ")


def unit(symbol: str) -> Unit:
    """The unit that a symbol of the lists above stands for."""
    above, *below = symbol.split("/")
    return _product([(above, 1), *((name, -1) for name in below)], Fraction(1))


def multiplied(units: Iterable[Unit]) -> Unit:
    """What units come to when their quantities are multiplied; equal ones above and below cancel."""
    scale = Fraction(1)
    powers: list[tuple[str, int]] = []
    for one in units:
        scale *= one.scale
        powers += one.powers
    return _product(powers, scale)


def _product(powers: Iterable[tuple[str, int]], scale: Fraction) -> Unit:
    found: dict[str, int] = {}
    for name, power in powers:
        base, factor = _SCALED.get(name, (name, Fraction(1)))
        scale *= factor**power
        if base:
            found[base] = found.get(base, 0) + power
    return Unit(scale, tuple(sorted((name, power) for name, power in found.items() if power)))


ONCE = unit("GBP").powers
YEARLY = unit("GBP/year").powers


def words(symbol: str) -> str:
    """How a person says a unit."""
    return ASSUMPTION_UNITS.get(symbol) or PRICE_UNITS.get(symbol) or symbol
