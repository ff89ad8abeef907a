"""Shortlists in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from compass.foundation import words
from compass.guide import comparison
from compass.guide.models import VoteChoice
from compass.guide.presenters.cards import card

CHOICES = {choice.value: str(choice.label) for choice in VoteChoice}
NO_VOTES = "Nobody has voted yet."


def votes_line(votes: Sequence[Mapping[str, Any]]) -> str:
    """`2 for, 1 unsure`; said when there is none."""
    counted = Counter(vote["choice"] for vote in votes)
    said = [f"{counted[value]} {label.lower()}" for value, label in CHOICES.items() if counted[value]]
    return ", ".join(said) or NO_VOTES


def entry(row: Mapping[str, Any], person_id: int, *, leads: bool) -> dict[str, Any]:
    """A technology of a shortlist as its page shows it; of one that is not public any more nothing is said.

    One edits and deletes one's own notes; whoever `leads` innovation there deletes others' too.
    """
    own = next((vote["choice"] for vote in row["votes"] if vote["person_id"] == person_id), "")
    return {
        **row,
        "card": card(row["card"]) if row["card"] else None,
        "votes_line": votes_line(row["votes"]),
        "votes": [{**vote, "words": CHOICES[vote["choice"]].lower()} for vote in row["votes"]],
        "own": CHOICES.get(own, ""),
        "notes": [
            {**note, "edits": note["person_id"] == person_id, "deletes": leads or note["person_id"] == person_id}
            for note in row["notes"]
        ],
    }


def taken_out(row: Mapping[str, Any]) -> str:
    """`Ann Lee took Alpha off on 3 May 2026: too large. 2 votes and 1 note went with it.`"""
    name = row["name"] or "a technology that is no longer public"
    why = f": {row['why']}" if row.get("why") else "."
    said = f"{row['by']} took {name} off on {words.civil_date(row['at'])}{why}"
    went = [words.plural(row.get(what, 0), what[:-1]) for what in ("votes", "notes") if row.get(what)]
    if not went:
        return said
    return f"{said}{'' if said.endswith('.') else '.'} {words.listing(went)} went with it."


def compare_links(entries: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Links that compare the public technologies in order, as many at once as fit side by side."""
    cards = [one["card"] for one in entries if one["card"]]
    links: list[dict[str, str]] = []
    for first in range(0, len(cards), comparison.MOST):
        some = cards[first : first + comparison.MOST]
        if len(some) < comparison.FEWEST and links:
            some = cards[-comparison.FEWEST :]
        if len(some) >= comparison.FEWEST:
            query = urlencode([("i", one["slug"]) for one in some])
            said = words.listing([one["name"] for one in some])
            links.append({"address": f"{reverse('compare')}?{query}", "words": f"Compare {said}"})
    return links
