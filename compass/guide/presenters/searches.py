"""Records of searches in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse

from compass.foundation import words
from compass.foundation.pdf import pdf
from compass.foundation.public_keys import reference
from compass.guide.models import FrozenSearch
from compass.guide.presenters.cards import NO_PASSPORT_TAG
from compass.guide.presenters.finding import LEGENDS, SORTS, value_words
from compass.guide.search import How
from passports.models import STATUS_CHOICES

TEMPLATE = Path(__file__).parents[1] / "frozen_search.typ"
_STATUSES = dict(STATUS_CHOICES)
_MATCHED: dict[str, str] = {How.ALL: "All of the words", How.SOME: "Some of the words: nothing had all of them",
            How.ALIKE: "Names like the text: nothing had the words"}  # fmt: skip


def asked(text: str, filters: Sequence[Mapping[str, str]]) -> str:
    """`“wound”, Kind of technology: Device`, or that all technologies were asked for."""
    said = [f"“{text}”"] if text else []
    for one in filters:
        name, value = one["filter"], one["value"]
        said.append(f"{LEGENDS.get(name, name)}: {value_words(name, value)}")
    return ", ".join(said) or "All technologies"


def listed(row: Mapping[str, Any]) -> dict[str, Any]:
    """One record in the list of them."""
    return {
        **row,
        "asked": asked(row["content__text"], row["content__filters"]),
        "reference": reference(row["key"]),
    }


def facts(content: Mapping[str, Any], content_hash: str) -> list[tuple[str, str]]:
    """What stands above the results."""
    kept = words.plural(len(content["results"]), "technology", "technologies")
    organisation = content["organisation"]
    matched = [("What matched", _MATCHED.get(content["matched"], content["matched"]))] if content["text"] else []
    return [
        ("What was searched for", asked(content["text"], content["filters"])),
        ("What it was for", content["purpose"]),
        ("Order", SORTS.get(content["sort"], content["sort"])),
        *matched,
        ("Made", words.instant(datetime.fromisoformat(content["made_at"]))),
        ("By", content["person"]["name"]),
        ("For", f"{organisation['name']} ({organisation['ods_code']})"),
        ("Found", kept if content["complete"] else f"More than {kept}; the first of them are kept here"),
        ("Content hash (SHA-256)", content_hash),
    ]


def results(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The results as they were, with the words of their status."""
    return [
        {
            **row,
            "words": _STATUSES.get(row["status"], row["status"]) if row["status"] else NO_PASSPORT_TAG.words,
            "until_words": words.civil_date(date.fromisoformat(row["until"])) if row["until"] else "",
        }
        for row in content["results"]
    ]


def printed(frozen: FrozenSearch) -> bytes:
    """The record as PDF/UA-1. Raises compass.foundation.pdf.PdfError."""
    content = frozen.content
    told = {
        "title": f"Record of a search, {frozen.reference}",
        "author": "MedTech Compass",
        "mark": "Demonstration data" if settings.DEMONSTRATION else "",
        "facts": [[label, said] for label, said in facts(content, frozen.content_hash) if said],
        "heads": ["Place", "Technology", "Made by", "Passport", "Status", "Until"],
        "rows": [
            [str(row["place"]), row["name"], row["innovator"], row["passport_number"] or "None", row["words"],
             row["until_words"] or "–"]
            for row in results(content)
        ],
        "nothing": "Nothing was found.",
        "check": (
            "This is what the search found at the time above. Statuses may have changed since. Check the record at "
            f"{settings.SITE_URL}{reverse('frozen-search', args=[frozen.key])}."
        ),
        "unprinted": "Some characters have no shape in this typeface and are described in square brackets.",
    }  # fmt: skip
    return pdf(TEMPLATE, told, made_at=frozen.made_at)
