"""What stands on the certificates of invented products. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from compass.demo.chance import between, pick
from compass.demo.library import Product
from evidence.certificates import RULES, add_months, cutoffs, longest_end

_BODIES = (("Invented Approved Body 0001", "0001"), ("Invented Approved Body 0002", "0002"))
_ISSUERS = {
    "CYBER_ESSENTIALS": "Invented Certification Ltd",
    "CYBER_ESSENTIALS_PLUS": "Invented Certification Ltd",
    "DSPT": "NHS England",
    "ICO": "Information Commissioner's Office",
    "ISO_13485": "Invented Certification Ltd",
    "ISO_27001": "Invented Certification Ltd",
    "PENETRATION_TEST": "Invented Testers Ltd",
    "EVERGREEN": "NHS England",
    "MHRA_REGISTRATION": "MHRA",
}
_EU_LAW = {"DIAGNOSTIC": "IVDR"}
_ONE_DAY = timedelta(days=1)
PUBLISHED_FROM = 12


def _number(kind: str, *key: object) -> str:
    digits = between(100_000, 999_999, *key, kind)
    forms = {
        "CYBER_ESSENTIALS": f"IASME-CE-{digits}",
        "CYBER_ESSENTIALS_PLUS": f"IASME-CEP-{digits}",
        "DSPT": f"8X{digits % 1000:03d}",
        "ICO": f"ZA{digits}",
        "PENETRATION_TEST": f"Report {digits}",
        "EVERGREEN": f"Level {between(1, 3, *key, kind)}",
        "MHRA_REGISTRATION": str(digits),
        "ISO_13485": f"MD {digits}",
        "ISO_27001": f"IS {digits}",
    }
    return forms.get(kind, f"{kind}-{digits % 90_000 + 10_000}")


def market_kind(product: Product, version: str, expires_on: date) -> str:
    """UKCA or CE; CE only where the law lets it count to its last day."""
    counts = cutoffs()[_EU_LAW.get(product.kind, "MDR")]
    return "UKCA" if expires_on > counts else pick(("UKCA", "CE"), product.name, version)


def certificate(product: Product, version: str, kind: str, *, wanted: date | None, on: date) -> dict[str, Any]:
    """A certificate added on a civil date, which ends on the wanted day or as near to it as its kind lets it."""
    key = (product.name, version)
    rule = RULES[kind]
    begun = on - timedelta(days=between(3, 20, *key, kind))
    if kind == "DSPT":
        # Published in June; from the 12th on the new year's is there.
        this_year = on >= date(on.year, 6, PUBLISHED_FROM)
        begun = min(on, date(on.year - (not this_year), 6, between(PUBLISHED_FROM, 28, *key)))
        ends: date | None = longest_end(kind, begun)
    elif rule.months is None:
        ends = add_months(begun, between(14, 40, *key, kind))
    elif wanted is None:
        ends = add_months(begun, rule.months) - _ONE_DAY
    else:
        begun = min(begun, add_months(wanted, -rule.months) + _ONE_DAY)
        ends = min(wanted, add_months(begun, rule.months) - _ONE_DAY)
    body, body_number = pick(_BODIES, *key, kind)
    facts: dict[str, Any] = {
        "kind": kind,
        "number": _number(kind, *key),
        "issued_by": _ISSUERS.get(kind, body),
        "valid_from": begun,
        "expires_on": ends if rule.states_end else None,
    }
    if rule.body_number:
        facts["body_number"] = body_number
    if kind == "CE":
        facts["legislation"] = _EU_LAW.get(product.kind, "MDR")
    return facts
