"""The comparison that an address asks for: its technologies as rows, and what is taken away of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse

from compass.foundation.clock import today
from compass.guide import comparison
from compass.guide.exports.taken import Product, Taken
from compass.guide.presenters import side_by_side as presenters
from compass.guide.queries.side_by_side import compared_in_full


@dataclass(frozen=True)
class Asked:
    """What an address asks to compare, the public ones of it as rows, and the names of all others."""

    choice: comparison.Choice
    rows: list[dict[str, Any]]
    missing: list[str]

    @property
    def status(self) -> int:
        """422 for too many, 404 when one is not public or does not exist, otherwise 200."""
        return 422 if self.choice.too_many else 404 if self.missing else 200

    @property
    def complete(self) -> bool:
        """Whether there is a comparison to show."""
        return not (self.choice.too_few or self.choice.too_many or self.missing)

    def groups(self) -> list[comparison.Group]:
        """The rows that are asked for, as things stand today."""
        day = today()
        columns = [presenters.column(row, day) for row in self.rows]
        return comparison.table(columns, presenters.ROWS, self.choice)


def read(asked: QueryDict) -> Asked:
    """What the address asks for: one statement."""
    choice = comparison.read_choice(
        asked.getlist("i"),
        comparison.read_rows(asked.getlist("row"), presenters.ROWS),
        differences=asked.get("differences") == "yes",
    )
    # Enough to show what may be taken out again; the rest of an absurd address is only counted.
    slugs = choice.slugs[: 2 * comparison.MOST]
    rows = compared_in_full(slugs) if slugs else []
    found = {row["slug"] for row in rows}
    return Asked(choice, rows, [slug for slug in slugs if slug not in found])


def taken(asked: Asked, at: datetime) -> Taken:
    """A complete comparison to take away."""
    return Taken(
        products=[
            Product(row["name"], settings.SITE_URL + reverse("innovation", args=[row["slug"]])) for row in asked.rows
        ],
        groups=asked.groups(),
        address=settings.SITE_URL + presenters.address(asked.choice),
        site=settings.SITE_URL,
        made_at=at,
        mark="Demonstration data" if settings.DEMONSTRATION else "",
    )
