"""Two to four technologies side by side. Public."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from compass.foundation.clock import civil_date, now
from compass.foundation.limits import count_file
from compass.guide import comparison
from compass.guide.exports import FORMATS
from compass.guide.exports.asked import Asked, read, taken
from compass.guide.presenters import side_by_side as presenters
from compass.guide.web.answers import Answer
from compass.guide.web.searched import asked_search
from evidence.downloads import made_file_response


class Compare(Answer):
    """Two to four technologies side by side; anything else is explained, with a way on."""

    template_name = "guide/compare.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked: Asked = kwargs.pop("asked", None) or read(self.request.GET)
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
        asked = read(request.GET)
        form = FORMATS[self.kwargs["ending"]]
        if not asked.complete:
            page = self.get_context_data(asked=asked)
            return self.render_to_response(page, status=422 if asked.choice.too_few else asked.status)
        count_file(request)
        at = now()
        name = f"comparison-{civil_date(at).isoformat()}.{self.kwargs['ending']}"
        return made_file_response(form.make(taken(asked, at)), name=name, content_type=form.content_type)
