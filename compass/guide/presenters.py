"""The guide in words, tag colours and links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.urls import reverse

from compass.foundation import words
from compass.foundation.web.presenting import Tag
from compass.guide.comparison import Choice
from compass.guide.search import NO_PASSPORT, Counts, How, Options, Search
from evidence.models import ClinicalArea, Kind
from passports.models import STATUS_CHOICES
from passports.presenters import status_tag
from passports.states import AdoptionState
from passports.validity import USABLE, Status

_KINDS = {kind.value: str(kind.label) for kind in Kind}
_AREAS = {area.value: str(area.label) for area in ClinicalArea}
NO_PASSPORT_TAG = Tag("No passport", "white")

# What each filter offers. A superseded passport is never a technology's current one.
OPTIONS: Options = {
    "kind": _KINDS,
    "area": _AREAS,
    "status": {value: label for value, label in STATUS_CHOICES if value != Status.SUPERSEDED}
    | {NO_PASSPORT: NO_PASSPORT_TAG.words},
}
LEGENDS = {"kind": "Kind of technology", "area": "Clinical area", "status": "Innovator Passport"}
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


def passport_tag(row: Mapping[str, Any]) -> Tag:
    """The verdict on the technology's current passport, or that it has none."""
    return status_tag(row["passport_status"]) if row["passport_status"] else NO_PASSPORT_TAG


def price(row: Mapping[str, Any]) -> str:
    """`£1,200 per device, excluding VAT`; empty when the innovator states none."""
    if row["list_price"] is None:
        return ""
    unit = row["price_unit"].strip().removeprefix("per ").removeprefix("Per ")
    per = "" if unit in {"", "each"} else f" per {unit}"
    return f"{words.money(row['list_price'])}{per}{' each' if unit == 'each' else ''}, excluding VAT"


def maker(row: Mapping[str, Any]) -> str:
    """The innovator's name, said to be invented where it is."""
    return f"{row['innovator_name']} (invented)" if row["is_demonstration"] else str(row["innovator_name"])


def card(row: dict[str, Any]) -> dict[str, Any]:
    """A technology as every page of the guide names it."""
    return row | {
        "kind_words": _KINDS[row["kind"]],
        "area_words": _AREAS[row["clinical_area"]],
        "maker": maker(row),
        "tag": passport_tag(row),
        "price": price(row) if "list_price" in row else "",
        "address": reverse("innovation", args=[row["slug"]]),
        "usable": row["passport_status"] in USABLE,
    }


def filters(search: Search, counts: Counts) -> list[dict[str, Any]]:
    """The filter column: each value with the number of results it would give beside the other filters."""
    return [
        {
            "name": name,
            "legend": LEGENDS[name],
            "items": [
                {
                    "value": value,
                    "text": f"{label} ({counts.of[name][value]:,})",
                    "checked": value in search.chosen.get(name, ()),
                }
                for value, label in OPTIONS[name].items()
            ],
        }
        for name in OPTIONS
    ]


def active_filters(search: Search) -> list[dict[str, str]]:
    """The filters in use, each with the address of the search without it."""
    return [
        {
            "words": OPTIONS[name][value],
            "legend": LEGENDS[name],
            "address": reverse("innovations") + search.without(name, value).query(),
        }
        for name, value in search.active
    ]


def usable_ones(search: Search, counts: Counts) -> dict[str, str] | None:
    """The way from results of every status to those that can be relied on; None where it leads nowhere."""
    wanted = tuple(value for value in OPTIONS["status"] if value in USABLE)
    found = sum(counts.of["status"][value] for value in wanted)
    if search.chosen.get("status") or not 0 < found < counts.total:
        return None
    narrowed = replace(search, chosen={**search.chosen, "status": wanted})
    what = words.plural(found, "technology", "technologies")
    return {
        "words": f"the {what} with a passport you can rely on now",
        "address": reverse("innovations") + narrowed.query(),
    }


def shown(first: int, on_page: int, total: int) -> str:
    """`Showing 21 to 40 of 134 technologies`."""
    if not total or not on_page:
        return words.plural(total, "technology", "technologies")
    return f"Showing {first:,} to {first + on_page - 1:,} of {words.plural(total, 'technology', 'technologies')}"


def instead(search: Search, how: How) -> str:
    """What stands here in place of what was asked for; empty when it is just that."""
    if how is How.SOME:
        return "No technology matches all words. These match some of them."
    return f"No technology matches “{search.text}”. These have a name like it." if how is How.ALIKE else ""


def column(row: dict[str, Any]) -> dict[str, str | None]:
    """One technology in the words of a comparison; None and empty are what is not stated."""
    said = _said(row)
    return said if row["passport_number"] else said | dict.fromkeys(_OF_THE_PASSPORT, NO_PASSPORT_TAG.words)


def _said(row: dict[str, Any]) -> dict[str, str | None]:
    return {
        "innovator": maker(row),
        "kind": _KINDS[row["kind"]],
        "area": _AREAS[row["clinical_area"]],
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


def adopters_by_region(adopters: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Region names in order, each with its organisations by name; those without a region last."""
    regions: dict[str, list[dict[str, Any]]] = {}
    for adopter in sorted(adopters, key=lambda a: (a["region_name"] is None, a["region_name"] or "", a["name"])):
        said = {"name": adopter["name"], "words": AdoptionState(adopter["state"]).label}
        regions.setdefault(adopter["region_name"] or "Region not stated", []).append(said)
    return list(regions.items())
