"""Pages that can also be asked for as they were on a past day; a day that cannot be shown asks for another one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render

from compass.foundation.clock import today
from compass.foundation.errors import Invalid
from compass.foundation.past_days import NotThereYet, read_day
from compass.foundation.web.views import Page

View = Callable[..., HttpResponseBase]
# 2026-03-01; whatever is longer is no day, and no date field would keep it.
_DAY_LENGTH = 10


class PastPage(Page):
    """A page at the end of `day`, which lies in the past; today's own page is the page without a day."""

    day: date

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        typed = request.GET["on"]
        try:
            self.day = read_day(typed, today=today())
            if self.day == today():
                return HttpResponseRedirect(request.path)
            return super().get(request, *args, **kwargs)
        except (Invalid, NotThereYet) as refusal:
            given = {"refusal": refusal, "address": request.path, "typed": typed[:_DAY_LENGTH], "today": today()}
            return render(request, "errors/no_such_day.jinja", given, status=refusal.status, using="jinja2")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(day=self.day, address=self.request.path, today=today(), **kwargs)


def with_past(page: type[Page], past: type[PastPage]) -> View:
    """One address for a page and, with `?on=`, for what it was on a past day."""
    present_view, past_view = page.as_view(), past.as_view()

    def chosen(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return (past_view if "on" in request.GET else present_view)(request, *args, **kwargs)

    return chosen
