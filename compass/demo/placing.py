"""Where care is given with an invented technology and what it makes better, by the words of its description. Pure."""

from __future__ import annotations

import re

from compass.demo.library import Product

_SETTINGS = {
    "HOME": r"\bhomes?\b|own sofa|in bed",
    "CARE_HOME": r"care home",
    "PRIMARY": r"\bGPs?\b|practice|pharmac",
    "COMMUNITY": r"community|district nurse|health visitor",
    "AMBULANCE": r"ambulance|paramedic",
    "EMERGENCY": r"emergency department|\bA&E\b",
    "OUTPATIENTS": r"clinic\b|clinics|outpatient",
    "WARD": r"\bwards?\b|bedside",
    "THEATRE": r"theatre|operation|surgery|surgeon",
    "CRITICAL_CARE": r"intensive|critical care|ventilat",
    "IMAGING": r"X-ray|scan\b|scans|endoscop|ultrasound|radiolog|radiograph",
    "LABORATORY": r"laborator",
}
_BENEFITS = {
    "OUTCOMES": r"mortality|surviv|recover|heal|relapse|seizures",
    "SAFETY": r"infection|\bfalls?\b|harm|complication|overdose|bleed",
    "DIAGNOSIS": r"diagnos|missed|detect|found|early signs|earlier",
    "WAITING": r"wait",
    "BEDS": r"admission|stay|nights?\b|bed days|visits? to the emergency",
    "STAFF_TIME": r"minutes|hours|nurse time|staff",
    "COST": r"£",
    "EXPERIENCE": r"pain|comfort|prefer|anxiety|attempts",
}


def settings(product: Product) -> list[str]:
    """Values of CareSetting."""
    return _named(_SETTINGS, f"{product.summary} {product.problem} {product.description} {product.who}")


def benefits(product: Product) -> list[str]:
    """Values of Benefit."""
    return _named(_BENEFITS, f"{product.result} {product.use} {product.saving}")


def _named(patterns: dict[str, str], text: str) -> list[str]:
    return [value for value, pattern in patterns.items() if re.search(pattern, text)]
