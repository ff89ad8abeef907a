"""A comparison in words and links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from compass.foundation import words
from compass.guide.comparison import Choice
from compass.guide.presenters.cards import AREAS, KINDS, NO_PASSPORT_TAG, card, maker, price
from passports.validity import USABLE

# The text columns of a comparison, in the order of the table.
COMPARED = {
    "innovator": "Made by",
    "kind": "Kind of technology",
    "area": "Clinical area",
    "number": "Passport number",
    "until": "Passport valid until",
    "reasons": "Reasons for the verdict",
    "assessed_by": "Assessed by",
    "product_version": "Product version assessed",
    "price": "List price",
    "adopters": "Organisations that use it or are taking it up",
    "problem": "Problem it addresses",
    "facts": "Published facts with a source",
}

# Without a passport there is nothing that these rows could state.
_OF_THE_PASSPORT = ("number", "until", "reasons", "assessed_by", "product_version")


def column(row: dict[str, Any]) -> dict[str, str | None]:
    """One technology in the words of a comparison; None and empty are what is not stated."""
    said = _said(row)
    return said if row["passport_number"] else said | dict.fromkeys(_OF_THE_PASSPORT, NO_PASSPORT_TAG.words)


def _said(row: dict[str, Any]) -> dict[str, str | None]:
    return {
        "innovator": maker(row),
        "kind": KINDS[row["kind"]],
        "area": AREAS[row["clinical_area"]],
        "problem": row["problem"],
        "number": row["passport_number"],
        "until": _until(row),
        "reasons": " ".join(row["passport_reasons"] or ())
        or ("Every certificate is in date and no condition is open." if row["passport_number"] else ""),
        "assessed_by": _assessed(row),
        "product_version": row["product_version"],
        "price": price(row),
        "adopters": f"{row['adopter_count']:,}" if row["adopter_count"] else "None recorded here",
        "facts": f"{row['public_fact_count']:,}" if row["public_fact_count"] else "None recorded here",
    }


def _until(row: Mapping[str, Any]) -> str:
    """The last day of a passport that can be relied on; a withdrawn one's date would only mislead."""
    if row["passport_status"] in USABLE:
        return words.civil_date(row["passport_until"])
    return "Not valid now" if row["passport_status"] else ""


def _assessed(row: Mapping[str, Any]) -> str:
    return ", ".join(filter(None, (row["assessed_by_name"], words.civil_date(row["assessed_at"]))))


def products(rows: Sequence[dict[str, Any]], choice: Choice) -> list[dict[str, Any]]:
    """The heads of a comparison's columns: name, tag, and the address without this one."""
    return [card(row) | {"without": reverse("compare") + choice.without(row["slug"]).query()} for row in rows]
