"""Pages of what was public of a technology on a past day, and of all that happened to it in public."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from compass.foundation.clock import today
from compass.foundation.past_days import end_of
from compass.foundation.timeline import read_timeline
from compass.foundation.web.past import PastPage
from compass.foundation.web.views import Page
from compass.guide.presenters.glance import at_a_glance, contents
from compass.guide.queries.catalogue import public_innovations
from compass.guide.queries.history import innovation_on
from compass.guide.web.product import what_is_told
from passports.presenters.passports import told_once
from passports.presenters.safety import past_line
from passports.queries.history import notices_before, public_history_of_innovation


class InnovationOn(PastPage):
    """A technology as its page showed it at the end of a past day."""

    template_name = "guide/innovation.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = innovation_on(self.kwargs["slug"], self.day)
        if row is None:
            raise Http404
        told = what_is_told(row, self.person, self.day, {}, past=True)
        given = told | {
            "nearest": [],
            "safety_notices": [past_line(one) for one in notices_before(self.kwargs["slug"], end_of(self.day))],
        }
        return super().get_context_data(glance=at_a_glance(given), contents_of=contents(given), **given, **kwargs)


class InnovationHistory(Page):
    """All that happened in public to a technology and its passports, newest or oldest first, a page at a time."""

    template_name = "components/history.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        innovation = get_object_or_404(public_innovations(), slug=self.kwargs["slug"])
        timeline = read_timeline(public_history_of_innovation(innovation.pk), self.request.GET)
        return super().get_context_data(
            of=innovation.name,
            address=reverse("innovation", args=[innovation.slug]),
            timeline=timeline,
            changes=told_once(timeline.changes),
            today=today(),
            **kwargs,
        )
