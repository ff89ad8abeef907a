"""A technology as every page of the guide names it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from compass.foundation import words
from compass.foundation.web.presenting import Tag
from evidence.models import ClinicalArea, Kind
from passports.presenters.passports import status_tag
from passports.validity import USABLE

KINDS = {kind.value: str(kind.label) for kind in Kind}
AREAS = {area.value: str(area.label) for area in ClinicalArea}
NO_PASSPORT_TAG = Tag("No passport", "white")


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


def described(row: Mapping[str, Any]) -> str:
    """Who stands behind what is said of the technology itself, and since when; empty when that is not known."""
    if row["described"] is None:
        return ""
    who = f"{row['innovator_name']}, its maker" if row["described"]["by_its_maker"] else "Taken from public sources"
    return f"{who}, {words.civil_date(row['described']['at'])}"


def maker(row: Mapping[str, Any]) -> str:
    """The innovator's name, said to be invented where it is."""
    return f"{row['innovator_name']} (invented)" if row["is_demonstration"] else str(row["innovator_name"])


def card(row: dict[str, Any]) -> dict[str, Any]:
    """A technology as every page of the guide names it."""
    return row | {
        "kind_words": KINDS[row["kind"]],
        "area_words": AREAS[row["clinical_area"]],
        "maker": maker(row),
        "tag": passport_tag(row),
        "price": price(row) if "list_price" in row else "",
        "address": reverse("innovation", args=[row["slug"]]),
        "usable": row["passport_status"] in USABLE,
        "pictures": {size: _shown(row["picture"], size) for size in ("large", "small")} if row.get("picture") else {},
    }


def _shown(picture: Mapping[str, Any], size: str) -> dict[str, Any]:
    """One size of a picture with its address."""
    return {
        "address": reverse("picture-file", args=[picture[size]]),
        "width": picture[f"{size}_width"],
        "height": picture[f"{size}_height"],
        "alternative": picture["alternative"],
    }


def areas(counted: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Clinical areas as links into the search, with what there is in each."""
    return [
        {
            "words": AREAS[row["clinical_area"]],
            "address": f"{reverse('innovations')}?{urlencode({'area': row['clinical_area']})}",
            "has": words.plural(row["technologies"], "technology", "technologies"),
            "usable": f"{row['usable']} with a passport you can rely on" if row["usable"] else "",
        }
        for row in counted
    ]
