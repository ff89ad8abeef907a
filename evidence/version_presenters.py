"""The change from one product version to the next, in words and colours."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from compass.foundation.web.presenting import Tag
from evidence.completeness import CONFIRM, Task
from evidence.models import Confirmation, Pack, Topic
from evidence.presenters import task_address
from evidence.states import PackState
from evidence.version_changes import EACH_VERSION

# A certificate that ends within so many days is said to end soon.
SOON = timedelta(days=90)
PARTS = {
    "CERTIFICATE": "Certificates",
    "CLAIM": "Claims",
    "COST_MODEL": "Cost model",
    "DOCUMENT": "Documents",
}


def why(reasons: Iterable[str]) -> str:
    """Why a question is touched."""
    said = [
        "Every version needs a new one" if one == EACH_VERSION else f"The change affects “{Topic(one).label}”"
        for one in reasons
    ]
    return ". ".join(said) + "."


def impact_groups(
    pack: Pack,
    found: Collection[Task],
    reasons: Mapping[str, list[str]],
    confirmed: Mapping[str, Confirmation],
) -> list[tuple[str, list[dict[str, Any]]]]:
    """The touched tasks by what answers them: why, how each stands, and where to go; answers come first."""
    groups: dict[str, list[dict[str, Any]]] = {"Answers": [], **{words: [] for words in PARTS.values()}}
    editable = pack.state == PackState.DRAFT
    for task in found:
        asked = task.asked
        if asked.question not in reasons:
            continue
        confirmation = confirmed.get(asked.question)
        if task.problem.startswith(CONFIRM):
            tag, said = Tag("To confirm", "orange"), ""
        elif task.problem:
            tag, said = Tag("To do", "blue") if task.mandatory else Tag("Optional", "grey"), task.problem
        elif confirmation:
            tag, said = Tag("Confirmed", "green"), f"By {confirmation.confirmed_by}"
        else:
            tag, said = Tag("New in this version", "green"), ""
        groups[PARTS.get(asked.kind, "Answers")].append(
            {
                "title": asked.title,
                "address": task_address(pack, task) if editable else "",
                "why": why(reasons[asked.question]),
                "tag": tag,
                "said": said,
            }
        )
    return [(title, rows) for title, rows in groups.items() if rows]


def ending(certificates: Iterable[tuple[str, date | None]], on: date) -> list[dict[str, Any]]:
    """Carried certificates by name and last day: which have ended, and which end soon."""
    rows = []
    for name, day in certificates:
        tag = None
        if day is not None and day < on:
            tag = Tag("Ended", "red")
        elif day is not None and day <= on + SOON:
            tag = Tag("Ends soon", "orange")
        rows.append({"name": name, "day": day, "tag": tag})
    return rows
