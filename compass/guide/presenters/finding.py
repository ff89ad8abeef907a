"""Search and filters in words and links."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.urls import reverse

from compass.foundation import words
from compass.guide.presenters.cards import AREAS, KINDS, NO_PASSPORT_TAG
from compass.guide.search import NO_PASSPORT, Counts, How, Options, Search
from passports.models import STATUS_CHOICES
from passports.validity import USABLE, Status

# What each filter offers. A superseded passport is never a technology's current one.
OPTIONS: Options = {
    "kind": KINDS,
    "area": AREAS,
    "status": {value: label for value, label in STATUS_CHOICES if value != Status.SUPERSEDED}
    | {NO_PASSPORT: NO_PASSPORT_TAG.words},
}
LEGENDS = {"kind": "Kind of technology", "area": "Clinical area", "status": "Innovator Passport"}


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
