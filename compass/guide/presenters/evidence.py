"""The public evidence behind a passport in words: claims, the law, certificates, standards, documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from compass.foundation.words import civil_date, listing
from compass.guide.comparison import NOT_STATED
from compass.guide.presenters.finding import ESF_TIERS
from evidence.claims import STRENGTHS, Design, Effect, Measure, Strength, Told, effect_words, strength, study_words
from evidence.inspection.verdicts import ENDINGS
from evidence.models import CertificateKind
from evidence.presenters import source_link
from passports.models.passports import STATUS_CHOICES
from passports.validity import USABLE

Fact = Mapping[str, Any]
NO_LAST_DAY = "No last day"

_CERTIFICATES: Mapping[str, str] = dict(CertificateKind.choices)
_STATUSES: Mapping[str, str] = {value: words.lower() for value, words in STATUS_CHOICES}
# Classes under the UK Medical Devices Regulations 2002 and Regulation (EU) 2017/746; tiers of the NICE ESF.
_DEVICE_CLASSES = {
    "I": "class I", "IS": "class I, sterile", "IM": "class I, with a measuring function",
    "IR": "class I, reusable surgical instrument", "IIA": "class IIa", "IIB": "class IIb", "III": "class III",
}  # fmt: skip
_IVD_CLASSES = {
    "GENERAL": "general (Great Britain)", "SELF_TEST": "self-test (Great Britain)",
    "LIST_B": "Annex II, list B (Great Britain)", "LIST_A": "Annex II, list A (Great Britain)",
    "A": "class A (EU)", "B": "class B (EU)", "C": "class C (EU)", "D": "class D (EU)",
}  # fmt: skip
_DEVICES = {
    "NO": "Not a medical device", "DEVICE": "Medical device", "IVD": "In vitro diagnostic device",
    "AIMD": "Active implantable device",
}  # fmt: skip


def why_not_shown(row: Fact) -> str:
    """Why the evidence of a technology is not public; empty when it is."""
    if not row["passport_number"]:
        return (
            "No NHS organisation has given it a passport here. We do not show its maker’s claims, "
            "certificates, standards "
            "and documents, because nobody here has assessed them."
        )
    if row["passport_status"] not in USABLE:
        return (
            f"Its passport is {_STATUSES[row['passport_status']]}, so it cannot be relied on. "
            "We do not show the claims, certificates, standards and documents behind it until it can be."
        )
    return ""


def told(fact: Fact) -> Told:
    """A claim as the pure rules know it."""
    size, low, high = (None if fact[name] is None else Decimal(fact[name]) for name in ("size", "low", "high"))
    return Told(
        outcome=fact["outcome"],
        population=fact["population"],
        comparator=fact["comparator"],
        effect=Effect(Measure[fact["measure"]], size or Decimal(0), low, high, fact["unit"], fact["confidence"]),
        design=Design[fact["design"]],
        participants=fact["participants"],
        follow_up=fact["follow_up_months"],
        sites=len(fact["sites"]),
    )


def claim_lines(claims: Sequence[Fact]) -> list[dict[str, Any]]:
    """Each claim with its effect, its study, where that was, and how sure it is; the surest kind of evidence first."""
    return [line for _, line in sorted(map(_claim_line, claims), key=lambda one: one[0])]


def _claim_line(fact: Fact) -> tuple[int, dict[str, Any]]:
    claim = told(fact)
    sure: Strength = strength(claim.design, claim.effect)
    names = fact["site_names"] if len(fact["site_names"]) == len(fact["sites"]) else fact["sites"]
    return STRENGTHS.index(sure), {
        "outcome": claim.outcome,
        "effect": effect_words(claim),
        "population": claim.population,
        "study": study_words(claim),
        "where": listing(names) if names else "",
        "label": sure.label,
        "rule": sure.rule,
        "source": fact["study_reference"],
        "source_link": source_link(fact["study_reference"]),
    }


def certificate_rows(certificates: Sequence[Fact], on: date) -> list[dict[str, Any]]:
    """Kind, issuer and days of each certificate; one that has ended by the civil date is said to have ended."""
    return [
        {
            "kind": _CERTIFICATES[one["kind"]],
            "issuer": one["issued_by"],
            "since": civil_date(one["valid_from"]),
            "until": civil_date(one["valid_until"]) if one["valid_until"] else NO_LAST_DAY,
            "ended": one["valid_until"] is not None and one["valid_until"] < on,
        }
        for one in certificates
    ]


def standard_lines(standards: Sequence[Fact]) -> list[dict[str, str]]:
    """Each standard at its version, and how far the pack met it: of what is mandatory no pack can lack anything."""
    return [
        {
            "name": f"{one['title']} {one['version']}",
            "publisher": one["publisher"],
            "url": one["source_url"],
            "words": _met(one["applied"], one["met"]),
        }
        for one in standards
    ]


def _met(applied: int | None, met: int | None) -> str:
    if applied is None or met is None:
        return "Every mandatory requirement that applies was met. We do not know how many there were."
    if not applied:
        return "None of its requirements applies to this technology."
    if met == applied:
        return f"All {applied} requirements that apply were met." if applied > 1 else "The one that applies was met."
    return f"{met} of {applied} requirements that apply were met, and every mandatory one was among them."


def document_lines(documents: Sequence[Fact], number: str) -> list[dict[str, Any]]:
    """Documents of the passport's pack with their addresses; `redacted` where parts were taken out."""
    return [
        {
            "title": one["title"],
            "address": reverse("passport-document", args=[number, one["id"]]),
            "about": f"{ENDINGS[one['content_type']][1:].upper()}, {-(-one['size'] // 1024):,} kB",
            "redacted": one["redacted"],
        }
        for one in documents
    ]


def device_class(classes: Mapping[str, str]) -> str:
    """`Medical device, class IIa`; empty when not stated."""
    kind = classes.get("medical-device", "")
    if kind not in _DEVICES:
        return ""
    named = {"DEVICE": (_DEVICE_CLASSES, "device-class"), "IVD": (_IVD_CLASSES, "ivd-class")}.get(kind)
    if named is None:
        return _DEVICES[kind]
    words, question = named
    return f"{_DEVICES[kind]}, {words.get(classes.get(question, ''), 'class not stated')}"


def esf_tier(classes: Mapping[str, str]) -> str:
    """The tier; that there is none for what is not software; empty when not stated."""
    if classes.get("software") == "NO":
        return "No tier: it is not software"
    return ESF_TIERS.get(classes.get("esf-tier", ""), "") if classes.get("software") == "YES" else ""


def regulation(classes: Mapping[str, str]) -> list[tuple[str, str]]:
    """What the law and NICE's tiers make of it, as facts; what is not stated is said to be."""
    return [
        ("In UK medical device law", device_class(classes) or NOT_STATED),
        ("NICE Evidence Standards Framework", esf_tier(classes) or NOT_STATED),
    ]
