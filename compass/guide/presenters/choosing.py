"""What an organisation is in the middle of, in words: the same lines on the page of the room and on the home page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from compass.foundation import words
from compass.guide.states import EvaluationState

_YOURS = {
    EvaluationState.DRAFTING.value: ("being set up: open scoring when it is ready", "being set up"),
    EvaluationState.SCORING.value: ("being scored", "being scored"),
    EvaluationState.MODERATION.value: ("agree on the scores", "in moderation"),
    EvaluationState.CLOSED.value: ("closed", "closed"),
    EvaluationState.ABANDONED.value: ("abandoned", "abandoned"),
}


@dataclass(frozen=True)
class Listed:
    """One thing that is kept: its name, what is to be said of it, and where it is."""

    name: str
    said: str
    address: str

    @property
    def sentence(self) -> str:
        """What is said of it, to stand by itself."""
        return self.said[:1].upper() + self.said[1:]


def evaluations(rows: Iterable[Mapping[str, Any]], person_id: int) -> list[Listed]:
    """Each with where it stands, and what waits for this person."""
    return [Listed(row["title"], _stage(row, person_id), reverse("evaluation", args=[row["key"]])) for row in rows]


def _stage(row: Mapping[str, Any], person_id: int) -> str:
    leads = row["lead_id"] == person_id
    said = _YOURS[row["state"]][0 if leads else 1]
    return "give your scores" if row["scores"] and row["state"] == EvaluationState.SCORING else said


def shortlists(rows: Iterable[Mapping[str, Any]]) -> list[Listed]:
    """Each with how many technologies are on it."""
    return [
        Listed(
            row["name"],
            words.plural(row["many"], "technology", "technologies"),
            reverse("shortlist", args=[row["key"]]),
        )
        for row in rows
    ]


def local_costs(rows: Iterable[Mapping[str, Any]]) -> list[Listed]:
    """Each with the day of its numbers."""
    return [
        Listed(
            row["name"],
            f"your numbers of {words.civil_date(row['changed_at'])}",
            reverse("local-cost", args=[row["code"], row["slug"]]),
        )
        for row in rows
    ]


def searches(rows: Iterable[Mapping[str, Any]]) -> list[Listed]:
    """Each with what it was for and its day; rows as `presenters.frozen_searches.listed` gives them."""
    return [
        Listed(
            row["asked"],
            ", ".join(filter(None, (row["content__purpose"], words.civil_date(row["made_at"])))),
            reverse("frozen-search", args=[row["key"]]),
        )
        for row in rows
    ]
