"""What the PDF of a passport says, in words, and the file itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse

from compass.foundation.clock import civil_date
from compass.foundation.pdf import UNPRINTED
from compass.foundation.pdf.once import pdf_once
from compass.foundation.words import civil_date as said
from passports.credentials import ISSUER_NAME, LIMITS
from passports.models import STATUS_CHOICES
from passports.qr import qr_svg
from passports.states import ConditionState

TEMPLATE = Path(__file__).parent / "passport.typ"


def content(facts: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """What the certificate says, from a row of `queries.credentials.credential_facts`, on the London date of `now`."""
    address = settings.SITE_URL + reverse("passport", args=[facts["number"]])
    on = said(civil_date(now))
    return {
        "title": f"Innovator Passport {facts['number']}",
        "author": ISSUER_NAME,
        "number": facts["number"],
        "technology": facts["innovation_name"],
        "mark": "Demonstration data" if settings.DEMONSTRATION else "",
        "verdict": f"{dict(STATUS_CHOICES)[facts['status']]} on {on}",
        "until": f"As things stood then: valid until {said(facts['until'])}, that day included.",
        "reasons": list(facts["reasons"]),
        "facts": [
            ["Technology", facts["innovation_name"]],
            ["Innovator", facts["innovator_name"]],
            ["Version of the product", facts["product_version"]],
            ["Assessed by", f"{facts['assessed_by_name']} ({facts['assessed_by_ods_code']})"],
            ["Issued", said(facts["issued_at"])],
            ["The passport’s life ends", said(facts["life_ends_on"])],
        ],
        "conditions": [_condition(c) for c in facts["conditions"]],
        "qr": qr_svg(address),
        "qr_says": f"QR code that leads to {address}",
        "address": address,
        "check": (
            "A printed page cannot know what happened after it was made. Scan the code, or type the number at "
            f"{settings.SITE_URL}{reverse('verify')}, and rely on what you read there."
        ),
        "hash": facts["content_hash"],
        "limits": LIMITS,
        "unprinted": UNPRINTED,
    }


def printed(told: Mapping[str, Any], now: datetime) -> bytes:
    """The certificate as PDF/UA-1. Raises compass.foundation.pdf.PdfError, and Busy while others are being made."""
    return pdf_once(TEMPLATE, told, made_at=now)


def _condition(condition: Mapping[str, Any]) -> str:
    if condition["state"] == ConditionState.DISCHARGED:
        return f"Met: {condition['text']}"
    effect = " The passport is suspended when this is overdue." if condition["blocking"] else ""
    return f"To be met by {said(condition['due_on'])}: {condition['text']}{effect}"
