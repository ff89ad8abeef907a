"""A cost model whose results were worked out by hand: a wound sensor for 100 patients a year over two years."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

SOURCE = {"source_title": "Invented audit, 2025", "source_url": "https://audit.example/2025", "note": ""}


def number(name: str, title: str, unit: str, *ends: str) -> dict[str, Any]:
    low, central, high = ends if len(ends) == 3 else ends * 3
    return {"name": name, "title": title, "unit": unit, "low": low, "central": central, "high": high, **SOURCE}


_EXAMPLE: dict[str, Any] = {
    "version": "1.0",
    "currency": "GBP",
    "price_year": 2026,
    "vat": {"rate": "20", "recoverable": False},
    "discount": {"rate": "3.5", "source_title": "HM Treasury, The Green Book", "source_url": ""},
    "life_years": 2,
    "assumptions": [
        number("patients", "Patients treated in a year", "patient/year", "80", "100", "120"),
        number("sensors", "Sensors for each patient", "device/patient", "2"),
        number("bed_days", "Change in bed days for each patient", "bed_day/patient", "-0.6", "-0.4", "-0.2"),
        number("bed_day_cost", "Cost of a bed day", "GBP/bed_day", "300", "400", "500"),
        number("dressings", "Change in dressings for each patient", "use/patient", "-3"),
        number("dressing_cost", "Cost of a dressing", "GBP/use", "9.50"),
        number("minutes", "Staff time for each sensor", "minute/use", "10"),
        number("uses", "Fittings for each patient", "use/patient", "2"),
    ],
    "prices": [
        {
            "name": "sensor",
            "title": "Sensor",
            "unit": "GBP/device",
            "vat": True,
            "tiers": [{"from": "0", "price": "12.00"}, {"from": "200", "price": "10.00"}],
            "times": ["sensors", "patients"],
        }
    ],
    "costs": [
        number("reader", "Reader", "GBP", "900", "1000", "1100") | {"kind": "PURCHASE", "vat": True, "times": []},
        number("fitting", "Time to fit", "GBP/hour", "30")
        | {"kind": "STAFF_TIME", "vat": False, "times": ["minutes", "uses", "patients"]},
        number("disposal", "Taking away", "GBP", "50") | {"kind": "DISPOSAL", "vat": True, "times": []},
    ],
    "effects": [
        {
            "name": "fewer_bed_days",
            "title": "Fewer bed days",
            "marking": "CAPACITY_RELEASING",
            "change": "bed_days",
            "unit_cost": "bed_day_cost",
            "times": ["patients"],
        },
        {
            "name": "fewer_dressings",
            "title": "Fewer dressings",
            "marking": "CASH_RELEASING",
            "change": "dressings",
            "unit_cost": "dressing_cost",
            "times": ["patients"],
        },
    ],
}


def example(**changes: Any) -> dict[str, Any]:
    """A copy of it, with whole parts changed."""
    return deepcopy(_EXAMPLE) | changes
