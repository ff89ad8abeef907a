"""What an invented maker says to each question of the requirement sets. Pure."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.utils.text import slugify

from compass.demo.chance import between, pick
from compass.demo.library import FOLDER, Product, full_name, toml
from compass.demo.wording import answers, facts_of, filled

# Words of a description by which it needs software, learned from data, or is used by patients themselves.
_CONNECTED = (
    "network",
    "phone",
    "camera",
    "app ",
    "record",
    "software",
    "reader",
    "sends",
    "screen",
    "alarm",
    "viewer",
)
_LEARNED = ("learn", "software gives", "marks an area", "measures 22", "groups the rest", "scans are read", "reads obs")
_AT_HOME = ("patient ", "person ", "parents", "people ", "posted", "home")


@cache
def replies() -> dict[str, Any]:
    """The sentences and choices of `reference/replies.toml`."""
    return toml(FOLDER / "replies.toml")


@cache
def facts(product: Product, version: str) -> dict[str, str]:
    """What a sentence can be filled with."""
    found = facts_of(product, version)
    return found | {
        "Who": found["who"][:1].upper() + found["who"][1:],
        "company": product.company,
        "slug": slugify(product.company),
        "description": product.description,
        "problem": product.problem,
        "officer": full_name(between(200, 900, product.company, "officer")),
        "year": str(between(2023, 2025, product.company, "trained")),
        "number": str(between(100, 999, product.company, "telephone")),
        "company_number": str(between(100_000, 999_999, product.company, "companies house")),
    }


def triage(product: Product) -> dict[str, str]:
    """What kind of thing an invented product is, as its pack's triage asks it."""
    told = f"{product.description} ".lower()
    digital = product.kind == "DIGITAL"
    software = digital or any(word in told for word in _CONNECTED)
    learned = software and any(word in told for word in _LEARNED)
    device = {"DEVICE": "DEVICE", "DIAGNOSTIC": "IVD"}.get(product.kind, "DEVICE" if learned else "NO")
    return {
        "medical-device": device,
        "device-class": "IIA" if learned else pick(("I", "IM", "IIA", "IIB"), product.name, "class"),
        "ivd-class": pick(("GENERAL", "B", "C"), product.name, "class"),
        "software": "YES" if software else "NO",
        "esf-tier": "C" if learned else pick(("A", "B", "B"), product.name, "tier"),
        "patient-facing": "YES" if any(word in told for word in _AT_HOME) else "NO",
        "artificial-intelligence": "YES" if learned else "NO",
        "personal-data": "PATIENTS" if software else "NONE",
        "routine-use": "NO" if product.use.startswith("there is") else "YES",
    }


def reply(product: Product, version: str, question: str, kind: str, options: tuple[str, ...] = ()) -> Any:
    """The answer to a question; one that the library has no sentence for gets one that points to the report."""
    known, filling, key = replies(), facts(product, version), (product.name, version, question)
    if kind == "TEXT":
        if question in answers(product, version):
            return answers(product, version)[question]
        templates = known["text"].get(question)
        if templates is None:
            return f"This is described for version {version} of {product.name} in the attached evaluation report."
        return filled(templates, filling, *key)
    if kind in {"NUMBER", "LINK", "DATE"}:
        usual = {"NUMBER": "1", "LINK": "https://www.example.org/", "DATE": "2026-09-14"}[kind]
        return known.get(kind.lower(), {}).get(question, usual).format(**filling)
    chosen = triage(product).get(question) or known["choice"].get(question) or (options[0] if options else "YES")
    if kind == "CHOICES":
        return {"choices": [chosen] if isinstance(chosen, str) else chosen}
    detail = known["detail"].get(question, "") if chosen != "NO" else ""
    return {"choice": chosen, "text": detail.format(**filling)}
