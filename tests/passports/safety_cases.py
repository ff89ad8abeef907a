"""Safety notices as they come: the real files, and invented ones about the invented products of the story."""

from __future__ import annotations

import json
from pathlib import Path

from evidence.operations.identifiers import add_identifier
from passports.models import NoticeMatch
from passports.operations.safety_notices import Imported, import_notices
from passports.safety.reading import read_file

FILES = Path(__file__).parent / "safety_files"
GTIN = "09506000134352"
REAL = ("fda_enforcement_sample.ndjson", "fda_one_device_recall.json", "govuk_content_api_drug-device-alerts.json")


def document(title: str, body: str, path: str = "invented-notice", **more: object) -> dict[str, object]:
    """A document of GOV.UK's content API."""
    return {
        "base_path": f"/drug-device-alerts/{path}", "title": title, "description": "", "document_type":
        "medical_safety_alert", "public_updated_at": "2026-06-30T23:30:00+00:00",
        "details": {"body": body, "metadata": {"alert_type": "devices", "issued_date": "2026-06-30"}},
    } | more  # fmt: skip


def about(
    story, *, fault: str = "risk of a late alarm", gtin: str = "", maker: str = "", path: str = "invented-notice"
):
    """A notice that names the story's product, its maker, and an identifier when one is given."""
    body = f"<h2>Device details</h2><p>Manufacturer: {maker or story.innovator.name}</p>"
    return document(
        f"{story.name} - {fault}", body + (f"<p>GTIN {gtin}. Lot A17, A20 to A29</p>" if gtin else ""), path
    )


def take_in(story, *items: object) -> Imported:
    """Import these documents as one file."""
    return import_notices(reading=read_file(json.dumps(items).encode()), now=story.now)


def certain_match(story) -> NoticeMatch:
    """The story's passport, suspended by a notice that names the product's GTIN."""
    add_identifier(innovation=story.innovation, scheme="GTIN", value=GTIN, by=story.maker, now=story.now)
    story.adopted = story.adoption()
    take_in(story, about(story, gtin=GTIN))
    return NoticeMatch.objects.get(innovation=story.innovation)
