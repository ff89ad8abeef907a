"""Records of searches and comparisons in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse

from compass.foundation import words
from compass.foundation.pdf import UNPRINTED, pdf
from compass.foundation.public_keys import reference
from compass.guide.comparison import NOT_STATED
from compass.guide.exports.portable import breakable
from compass.guide.models import FrozenSearch
from compass.guide.presenters.cards import NO_PASSPORT_TAG
from compass.guide.presenters.finding import LEGENDS, SORTS, value_words
from compass.guide.search import How
from passports.models import STATUS_CHOICES

TEMPLATE = Path(__file__).parent / "frozen_search.typ"
_STATUSES = dict(STATUS_CHOICES)
_MATCHED: dict[str, str] = {How.ALL: "All of the words", How.SOME: "Some of the words. Nothing had all of them",
            How.ALIKE: "Names like the text. Nothing had the words",
            How.NONE: "Nothing was found for these words"}  # fmt: skip


def asked(text: str, filters: Sequence[Mapping[str, str]]) -> str:
    """`“wound”, Kind of technology: Device`, or that all technologies were asked for.

    A code that somebody else made is named where the filter says what it is `called`.
    """
    said = [f"“{text}”"] if text else []
    for one in filters:
        name, value = one["filter"], one["value"]
        said.append(f"{LEGENDS.get(name, name)}: {value_words(name, value, {name: {value: one.get('called', '')}})}")
    return ", ".join(said) or "All technologies"


def listed(row: Mapping[str, Any]) -> dict[str, Any]:
    """One record in the list of them."""
    compared = row["content__comparison__title"]
    return {
        **row,
        "asked": compared or asked(row["content__text"], row["content__filters"]),
        "reference": reference(row["key"]),
    }


def name_of(content: Mapping[str, Any]) -> str:
    """`Record of a search`."""
    return f"Record of a {'comparison' if 'comparison' in content else 'search'}"


def facts(content: Mapping[str, Any], content_hash: str) -> list[tuple[str, str]]:
    """What stands above the results."""
    organisation = content["organisation"]
    before, after = _asked_and_found(content)
    return [
        *before,
        ("Made", words.instant(datetime.fromisoformat(content["made_at"]))),
        ("By", content["person"]["name"]),
        ("For", f"{organisation['name']} ({organisation['ods_code']})"),
        *after,
        ("Fingerprint (content hash)", content_hash),
    ]


def _asked_and_found(content: Mapping[str, Any]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    purpose = ("What it was for", content["purpose"])
    if "comparison" in content:
        return [("What was compared", content["comparison"]["title"]), purpose], []
    matched = [("What matched", _matched(content))] if content["text"] else []
    kept = words.plural(len(content["results"]), "technology", "technologies")
    found = kept if content["complete"] else f"More than {kept}; the first of them are kept here"
    asked_for = ("What was searched for", asked(content["text"], content["filters"]))
    return [asked_for, purpose, ("Order", SORTS.get(content["sort"], content["sort"])), *matched], [("Found", found)]


def _matched(content: Mapping[str, Any]) -> str:
    """How the text matched, and how many whatever the filters said; an early record does not say how many."""
    said: str = _MATCHED.get(content["matched"], content["matched"])
    if not content["filters"] or content["matched"] == How.NONE:
        return said
    whole = content.get("matched_without_filters")
    many = "" if whole is None else f". Without the filters: {words.plural(whole, 'technology', 'technologies')}"
    return f"{said}{many}" if content["results"] else f"{said}{many}. The filters left none"


def table(content: Mapping[str, Any]) -> tuple[list[str], list[list[str]]]:
    """The heads and rows of what was found or compared, as it was."""
    if "comparison" in content:
        compared = content["comparison"]
        heads = ["What is compared", *(product["name"] for product in compared["products"])]
        pages = [product["page"] for product in compared["products"]]
        lines = [line for group in compared["groups"] for line in group["rows"]]
        return heads, [[line["label"], *map(_cell, line["cells"], pages)] for line in lines]
    return ["Place", "Technology", "Made by", "Passport", "Status then", "Until"], [
        [
            str(row["place"]), row["name"], row["innovator"], row["passport_number"] or "None",
            _STATUSES.get(row["status"], row["status"]) if row["status"] else NO_PASSPORT_TAG.words,
            words.civil_date(date.fromisoformat(row["until"])) if row["until"] else "–",
        ]
        for row in content["results"]
    ]  # fmt: skip


def _cell(cell: Mapping[str, Any], page: str) -> str:
    """The statements of a compared cell, its mark, and its sources but the product's own `page`, a line each."""
    mark = [f"[{cell['mark']}]"] if cell["mark"] else []
    sources = [f"Source: {one}" for one in cell["sources"] if not one.startswith(page)]
    return "\n".join([*(cell["statements"] or [NOT_STATED]), *mark, *sources])


def printed(frozen: FrozenSearch) -> bytes:
    """The record as PDF/UA-1. Raises compass.foundation.pdf.PdfError."""
    content = frozen.content
    heads, rows = table(content)
    told = {
        "title": f"{name_of(content)}, {frozen.reference}",
        "author": "MedTech Compass",
        "mark": "Demonstration data" if settings.DEMONSTRATION else "",
        "facts": [[label, said] for label, said in facts(content, frozen.content_hash) if said],
        "heads": heads,
        "rows": [[breakable(one) for one in row] for row in rows],
        "widths": [1] * len(heads) if "comparison" in content else [0, 4, 3, 0, 0, 0],  # shares; 0: what it needs
        "nothing": "Nothing was found.",
        "check": (
            "This is how it stood at the time above. It may have changed since. Check the record at "
            f"{settings.SITE_URL}{reverse('frozen-search', args=[frozen.key])}."
        ),
        "unprinted": UNPRINTED,
    }  # fmt: skip
    return pdf(TEMPLATE, told, made_at=frozen.made_at)
