"""Pages that can also be asked for as they were on a past day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase

from compass.foundation.clock import today
from compass.foundation.past_days import read_day
from compass.foundation.web.views import Page

View = Callable[..., HttpResponseBase]


class PastPage(Page):
    """A page at the end of `day`, which lies in the past; today's own page is the page without a day."""

    day: date

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.day = read_day(request.GET["on"], today=today())
        if self.day == today():
            return HttpResponseRedirect(request.path)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(day=self.day, address=self.request.path, today=today(), **kwargs)


def with_past(page: type[Page], past: type[PastPage]) -> View:
    """One address for a page and, with `?on=`, for what it was on a past day."""
    present_view, past_view = page.as_view(), past.as_view()

    def chosen(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return (past_view if "on" in request.GET else present_view)(request, *args, **kwargs)

    return chosen
