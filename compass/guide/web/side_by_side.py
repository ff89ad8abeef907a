"""Two to four technologies side by side. Public."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from compass.guide import comparison
from compass.guide.presenters import side_by_side as presenters
from compass.guide.queries.side_by_side import compared
from compass.guide.web.answers import Answer


class Compare(Answer):
    """Two to four technologies side by side; anything else is explained, with a way on."""

    template_name = "guide/compare.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        choice = comparison.read_choice(self.request.GET.getlist("i"))
        if choice.too_many:
            self.status = 422
        # Enough to show what may be taken out again; the rest of an absurd address is only counted.
        asked = choice.slugs[: 2 * comparison.MOST]
        rows = compared(asked) if asked else []
        found = {row["slug"] for row in rows}
        missing = [slug for slug in asked if slug not in found]
        if missing and not choice.too_many:
            self.status = 404
        complete = not (choice.too_few or choice.too_many or missing)
        columns = [presenters.column(row) for row in rows] if complete else []
        usable = comparison.Choice(tuple(row["slug"] for row in rows))
        return super().get_context_data(
            products=presenters.products(rows, usable),
            lines=comparison.lines(columns, presenters.COMPARED) if complete else [],
            choice=choice,
            missing=missing,
            complete=complete,
            room=len(usable.slugs) < comparison.MOST,
            rest=reverse("compare") + usable.query() if not usable.too_few and not usable.too_many else "",
            add=reverse("innovations") + (comparison.Choice(usable.slugs[: comparison.MOST - 1]).query()),
            fewest=comparison.FEWEST,
            most=comparison.MOST,
            **kwargs,
        )
