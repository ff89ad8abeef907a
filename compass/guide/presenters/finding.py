"""Search and filters in words and links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db.models import TextChoices
from django.urls import reverse

from compass.foundation import words
from compass.guide.presenters.cards import AREAS, KINDS, NO_PASSPORT_TAG, card
from compass.guide.search import (
    NO_PASSPORT,
    PRICE_NOT_STATED,
    Counts,
    How,
    Options,
    Search,
    Sort,
    is_exact,
)
from compass.guide.spelling import is_marked, parts, suggestion
from compass.guide.vocabulary import either, meanings, vocabulary
from evidence.claims import Design
from evidence.models import Benefit, CareSetting, FundingKind, Recommendation, RouteKind
from passports.models import STATUS_CHOICES
from passports.validity import USABLE, Status

# NHS England's regions by ODS code.
REGIONS = {
    "Y61": "East of England",
    "Y56": "London",
    "Y60": "Midlands",
    "Y63": "North East and Yorkshire",
    "Y62": "North West",
    "Y59": "South East",
    "Y58": "South West",
}


def labels(choices: type[TextChoices]) -> dict[str, str]:
    """The stored values of some choices with their words."""
    return {str(value): str(label) for value, label in choices.choices}


# Classes under the UK Medical Devices Regulations 2002 and Regulation (EU) 2017/746; tiers of the NICE ESF.
# The choices of the set "triage" (evidence/standards), shorter where the whole would not fit beside a box.
DEVICE_CLASSES = {
    "I": "Class I",
    "IS": "Class I, sterile",
    "IM": "Class I, with a measuring function",
    "IR": "Class I, reusable surgical instrument",
    "IIA": "Class IIa",
    "IIB": "Class IIb",
    "III": "Class III",
}
IVD_CLASSES = {
    "GENERAL": "GB: general",
    "SELF_TEST": "GB: self-test",
    "LIST_B": "GB: Annex II, list B",
    "LIST_A": "GB: Annex II, list A",
    "A": "EU: class A",
    "B": "EU: class B",
    "C": "EU: class C",
    "D": "EU: class D",
}
ESF_TIERS = {
    "A": "Tier A: helps a service run",
    "B": "Tier B: informs, supports or keeps in touch",
    "C": "Tier C: prevents, diagnoses, treats or guides care",
}
_LIKE = {"TRUST": "NHS trusts", "ICB": "Integrated care boards"}

# What each filter offers; categories and boards are read from the database, by `search.OPEN` and their names.
# A superseded passport is never a technology's current one.
OPTIONS: Options = {
    "kind": KINDS,
    "area": AREAS,
    "status": {value: label for value, label in STATUS_CHOICES if value != Status.SUPERSEDED}
    | {NO_PASSPORT: NO_PASSPORT_TAG.words},
    "category": {},
    "setting": labels(CareSetting),
    "benefit": labels(Benefit),
    "strength": {design.name: design.value for design in Design},
    "guidance": labels(Recommendation),
    "class": {**DEVICE_CLASSES, "AIMD": "Active implantable device"}
    | {f"IVD_{value}": f"In vitro diagnostic, {said}" for value, said in IVD_CLASSES.items()},
    "tier": ESF_TIERS,
    "route": labels(RouteKind),
    "funding": labels(FundingKind),
    "price": {
        "UNDER_100": "Under £100",
        "UNDER_1000": "£100 to under £1,000",
        "UNDER_10000": "£1,000 to under £10,000",
        "FROM_10000": "£10,000 or more",
        PRICE_NOT_STATED: "Price not stated",
    },
    "region": REGIONS,
    "icb": {},
    "like": {},
}
LEGENDS = {
    "kind": "Kind of technology",
    "area": "Clinical area",
    "status": "Innovator Passport",
    "category": "Device category (EMDN)",
    "setting": "Where it is used",
    "benefit": "What it is meant to improve",
    "strength": "Strongest evidence",
    "guidance": "NICE guidance",
    "class": "Device class",
    "tier": "NICE evidence tier",
    "route": "How to buy",
    "funding": "Who pays",
    "price": "List price, without VAT",
    "region": "Used in region",
    "icb": "Used in integrated care board",
    "like": "Used by organisations like yours",
}
SORTS = {
    Sort.RELEVANCE: "Closest match",
    Sort.NAME: "Name",
    Sort.NEWEST: "Newest here",
    Sort.ADOPTED: "Used by most organisations",
    Sort.EXPIRING: "Passport expires soonest",
}
_ORDERS = {
    Sort.RELEVANCE: "the closest first",
    Sort.NAME: "by name",
    Sort.NEWEST: "the newest first",
    Sort.ADOPTED: "the most used first",
    Sort.EXPIRING: "the first passport to expire first",
}


def value_words(name: str, value: str, names: Mapping[str, Mapping[str, str]] | None = None) -> str:
    """What a filter's value is called; `names` are those of the codes that the database knows."""
    if name == "like":
        kind, _, region = value.partition("-")
        return f"{_LIKE.get(kind, kind)} in {REGIONS.get(region, region)}"
    called = (names or {}).get(name, {}).get(value, "")
    if name == "category":
        return f"{value} {called.capitalize() if called.isupper() else called}".strip()
    return OPTIONS.get(name, {}).get(value) or called or value


def sorts(search: Search) -> list[dict[str, Any]]:
    """The orders to choose from; the closest first only where there is a text to be close to."""
    usual = replace(search, sort=None).order
    return [
        {"value": "" if sort is usual else sort.value, "text": text, "selected": sort is search.order}
        for sort, text in SORTS.items()
        if search.text or sort is not Sort.RELEVANCE
    ]


def order_words(search: Search) -> str:
    """How the results stand, as it reads after their number."""
    return _ORDERS[search.order]


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


def left_out(search: Search, how: How, whole: int | None) -> str:
    """How many the text matches where the filters leave none of them; empty where it matches none itself."""
    if not whole:
        return ""
    many = whole > 1
    matches = {
        How.SOME: f"{'match' if many else 'matches'} some words of",
        How.ALIKE: f"{'have' if many else 'has'} a name like",
    }.get(how, "match" if many else "matches")
    found = words.plural(whole, "technology", "technologies")
    return f"{found} {matches} “{search.text}”, but your filters leave none."


def result(row: dict[str, Any], search: Search) -> dict[str, Any]:
    """A card with `beside` and, for a text, why it was found: `marked` (pieces of its summary, each with whether it
    matched) and `why`. Its page knows of the search, and so leads back to it.
    """
    shown = card(row)
    shown |= {"beside": _beside(shown), "address": shown["address"] + search.query()}
    if "marked_summary" not in row:
        return shown
    asked = [meaning for part in either(search.text) for meaning in meanings(part)]
    benefits = {value for meaning in asked for value in meaning.benefits}
    settings = {value for meaning in asked for value in meaning.settings}
    why = [OPTIONS["benefit"][value] for value in row["benefits"] if value in benefits]
    why += [OPTIONS["setting"][value] for value in row["care_settings"] if value in settings]
    why += [f"NICE {reference}" for reference in row["why_guidance"]]
    why += [f"the claim “{outcome}”" for outcome in row["why_claims"]]
    why += [title.capitalize() for title in row["why_category"]]
    return shown | {
        "marked": parts(row["marked_summary"]),
        "passage": parts(row["marked_text"]) if is_marked(row["marked_text"]) else [],
        "why": list(dict.fromkeys(why)),
    }


def _beside(row: Mapping[str, Any]) -> str:
    """What the results can be ordered or filtered by and the card does not say elsewhere: price, use and first day."""
    used, since = row["adopter_count"], words.civil_date(row["published_at"])
    taken_up = f"used or being taken up by {words.plural(used, 'organisation')}" if used else ""
    said = " · ".join(filter(None, (row["price"], taken_up, f"here since {since}")))
    return said[:1].upper() + said[1:]


def chosen(search: Search, names: Mapping[str, str]) -> list[dict[str, str]]:
    """The technologies chosen so far, those with a name, each with the address of the search without it."""
    return [
        {
            "slug": slug,
            "name": names[slug],
            "without": reverse("innovations") + search.leaving_out(slug).query(),
        }
        for slug in search.basket
        if slug in names
    ]


def did_you_mean(search: Search, how: How, rows: list[dict[str, Any]], whole: int | None) -> dict[str, str] | None:
    """The search as it was probably meant, with its address; None where all words were found or nothing is like them.

    Found is also what the filters leave out: `whole` is how many there are without any. Known are the words of the
    vocabulary and of the names that look like what was typed.
    """
    if not search.text or is_exact(search.text) or ((rows or whole) and how is How.ALL):
        return None
    names = [f"{row['name']} {row['innovator_name']} {row['summary']}" for row in rows]
    meant = suggestion(search.text, [*vocabulary().words, *names])
    if not meant:
        return None
    return {"words": meant, "address": reverse("innovations") + replace(search, text=meant).query()}
