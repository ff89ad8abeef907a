"""Two to four technologies side by side. Public."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from compass.foundation.clock import civil_date, now, today
from compass.foundation.limits import count_file
from compass.guide import comparison
from compass.guide.exports import FORMATS
from compass.guide.exports.taken import Product, Taken
from compass.guide.presenters import side_by_side as presenters
from compass.guide.queries.side_by_side import compared_in_full
from compass.guide.web.answers import Answer
from compass.guide.web.searched import asked_search
from evidence.downloads import made_file_response


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


def read(request: HttpRequest) -> Asked:
    """What the address asks for: one statement."""
    asked = request.GET
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


class Compare(Answer):
    """Two to four technologies side by side; anything else is explained, with a way on."""

    template_name = "guide/compare.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked: Asked = kwargs.pop("asked", None) or read(self.request)
        self.status = asked.status
        usable = asked.choice.of([row["slug"] for row in asked.rows])
        return super().get_context_data(
            products=presenters.products(asked.rows, usable),
            groups=asked.groups() if asked.complete else [],
            boxes=presenters.boxes(asked.choice) if asked.complete else [],
            choice=asked.choice,
            missing=asked.missing,
            complete=asked.complete,
            files=presenters.files(asked.choice) if asked.complete else [],
            permalink=settings.SITE_URL + presenters.address(asked.choice),
            everything=presenters.address(comparison.Choice(asked.choice.slugs)),
            differing=presenters.address(replace(asked.choice, differences=True)),
            room=len(usable.slugs) < comparison.MOST,
            rest=presenters.address(usable) if not usable.too_few and not usable.too_many else "",
            add=reverse("innovations") + replace(asked_search(self.request.GET).findable, basket=usable.slugs).query(),
            fewest=comparison.FEWEST,
            most=comparison.MOST,
            **kwargs,
        )


class CompareFile(Compare):
    """The same comparison as a file; what cannot be compared is explained on the same page, and no file is made."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = read(request)
        form = FORMATS[self.kwargs["ending"]]
        if not asked.complete:
            page = self.get_context_data(asked=asked)
            return self.render_to_response(page, status=422 if asked.choice.too_few else asked.status)
        count_file(request)
        at = now()
        name = f"comparison-{civil_date(at).isoformat()}.{self.kwargs['ending']}"
        return made_file_response(form.make(taken(asked, at)), name=name, content_type=form.content_type)


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
