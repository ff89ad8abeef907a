"""The panel of filters in words and links: groups that open, chips of what is chosen, and ways out of nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.urls import reverse

from compass.foundation import words
from compass.guide.presenters.finding import LEGENDS, OPTIONS, REGIONS, value_words
from compass.guide.queries.facets import path_of
from compass.guide.search import OPEN, Counts, Search

Names = Mapping[str, Mapping[str, str]]

# In the order of a buyer's questions.
SECTIONS = {
    "Can we rely on it?": ("status", "strength", "guidance"),
    "What is it?": ("kind", "area", "category", "setting", "benefit", "class", "tier"),
    "What does it cost, and who pays?": ("price", "route", "funding"),
    "Who uses it?": ("like", "region", "icb"),
}
_HINTS = {
    "strength": "The kind of study behind the strongest claim. Shown only while the passport can be relied on.",
    "class": "How much risk UK law sees in a device. Shown only while the passport can be relied on.",
    "tier": "NICE puts health software into a tier by what it does. Shown only while the passport can be relied on.",
    "price": (
        "The price of one unit, as the innovator states it: a test, a device or a month. So prices are not all alike."
    ),
    "category": "EMDN is the European list of kinds of device. Choose a kind, then search, to see what is in it.",
    "like": "Organisations of the same kind in the same region.",
}
# Open from the start; the others open when something in them is chosen.
_OPEN = ("status", "kind")
# A longer list shows the most frequent; the rest is one tap away.
_SHOWN = 7
# These stand in their own order, whatever the numbers.
_ORDERED = ("status", "kind", "price", "class", "tier", "strength")


def panel(search: Search, counts: Counts, names: Names, places: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Sections of groups: each value with the number of results it would give beside the other filters.

    Only values that lead somewhere are offered, and those in use. `places` are the values of "like" of the reader's
    own organisations: nobody else is offered that filter.
    """
    sections = []
    for heading, filters in SECTIONS.items():
        groups = [_group(name, search, counts, names, places) for name in filters]
        sections.append({"heading": heading, "groups": [group for group in groups if group["items"]]})
    return [section for section in sections if section["groups"]]


def _group(name: str, search: Search, counts: Counts, names: Names, places: Sequence[str]) -> dict[str, Any]:
    chosen = search.chosen.get(name, ())
    items = _tree(search, counts, names) if name == "category" else _boxes(name, chosen, counts, names, places)
    long = len(items) > _SHOWN + 2 and name not in {*_ORDERED, "category"}
    shown = sorted(items, key=lambda item: (not item["checked"], -item["count"]))[:_SHOWN] if long else items
    return {
        "name": name,
        "legend": LEGENDS[name],
        "hint": _HINTS.get(name, ""),
        "open": bool(chosen) or name in _OPEN,
        "chosen": len(chosen),
        "tree": name == "category",
        "items": shown,
        "rest": [item for item in items if item not in shown],
    }


def _boxes(
    name: str, chosen: Sequence[str], counts: Counts, names: Names, places: Sequence[str]
) -> list[dict[str, Any]]:
    offered = places if name == "like" else names.get(name, {}) if name in OPEN else OPTIONS[name]
    of = counts.of.get(name, {})
    return [
        {
            "value": value,
            "text": value_words(name, value, names),
            "count": of.get(value, 0),
            "checked": value in chosen,
        }
        for value in dict.fromkeys([*offered, *chosen])
        if of.get(value) or value in chosen
    ]


def _tree(search: Search, counts: Counts, names: Names) -> list[dict[str, Any]]:
    """The way down to where the tree is open, and one level below; nothing where no technology has a category."""
    titles, of = names.get("category", {}), counts.of.get("category", {})
    code = next(iter(search.chosen.get("category", ())), "")
    path = path_of(code) if code else []
    below = [one for one in titles if one not in path and of.get(one)]
    if not below and not path:
        return []
    levels = [*enumerate(path), *((len(path), one) for one in below)]
    every = {"value": "", "text": "All categories", "count": None, "checked": not code, "level": 0}
    return [
        every,
        *(
            {
                "value": one,
                "text": value_words("category", one, names),
                # What a wider category would give is not counted.
                "count": counts.total if one == code else of.get(one, 0) if one in below else None,
                "checked": one == code,
                "level": level,
            }
            for level, one in levels
        ),
    ]


def chips(search: Search, names: Names) -> list[dict[str, str]]:
    """What is chosen, each with the address of the search without it."""
    return [
        {
            "words": value_words(name, value, names),
            "legend": LEGENDS[name],
            "address": reverse("innovations") + search.without(name, value).query(),
        }
        for name, value in search.active
    ]


def ways_out(search: Search, refused: Mapping[str, int]) -> list[dict[str, str]]:
    """For each filter that alone keeps results away: how many there are without it, the most first."""
    found = [(refused[f"{name}:"], name) for name in dict(search.active) if refused.get(f"{name}:")]
    return [
        {
            "words": f"{LEGENDS[name]} ({words.plural(number, 'technology', 'technologies')})",
            "address": reverse("innovations") + search.without_any(name).query(),
        }
        for number, name in sorted(found, reverse=True)
    ]


def places_like(organisations: Sequence[Mapping[str, Any]]) -> list[str]:
    """The values of "like" for organisations with `kind` and `region_code`, each once."""
    found = (f"{one['kind']}-{one['region_code']}" for one in organisations if one["region_code"] in REGIONS)
    return list(dict.fromkeys(value for value in found if OPEN["like"].fullmatch(value)))


def bare(search: Search) -> str:
    """The address of the search without any filter."""
    return reverse("innovations") + replace(search, chosen={}).query()
