"""Pages of what a passport was on a past day, and of all that happened to it. Public."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse

from compass.foundation.clock import today
from compass.foundation.past_days import end_of
from compass.foundation.timeline import read_timeline
from compass.foundation.transparency.queries import not_backdated
from compass.foundation.web.past import PastPage
from compass.foundation.web.views import Page
from evidence.certificate_words import certificate_lines
from evidence.queries import documents_open_to
from evidence.queries.certificates import certificates_of
from passports import policies
from passports.presenters.passports import status_tag, told_once
from passports.presenters.safety import past_line
from passports.queries.cutoffs import cutoffs_before
from passports.queries.history import notices_before, passport_on, public_history_of
from passports.queries.passports import assessed_as, public_passports
from passports.validity import USABLE, Status
from passports.web.passports import load_passport

SHOWN = 20


class PassportOn(PastPage):
    """A passport as it stood at the end of a past day."""

    template_name = "passports/passport_on.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        passport, end = load_passport(self.kwargs["number"]), end_of(self.day)
        row = passport_on(public_passports().filter(pk=passport.pk), self.day)
        if row is None:
            raise Http404
        past = not_backdated(public_history_of(passport.pk)).filter(occurred_at__lt=end)
        return super().get_context_data(
            passport=row,
            assessed=assessed_as(passport),
            is_demonstration=passport.innovation.innovator.is_demonstration,
            tag=status_tag(row["status"]),
            usable=Status(row["status"]) in USABLE,
            certificates=certificate_lines(certificates_of(passport.pack, confirmed_before=end), cutoffs_before(end)),
            safety_notices=[past_line(notice) for notice in notices_before(passport.innovation.slug, end)],
            documents=documents_open_to(passport.pack, policies.readers_of_documents(self.person, passport)),
            timeline_then=told_once(read_timeline(past, {}, SHOWN).changes),
            whole=reverse("passport-history", args=[passport.number]),
            **kwargs,
        )


class PassportHistory(Page):
    """All that happened to a passport in public, newest or oldest first, a page at a time."""

    template_name = "components/history.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        passport = load_passport(self.kwargs["number"])
        timeline = read_timeline(public_history_of(passport.pk), self.request.GET)
        return super().get_context_data(
            of=f"Innovator Passport {passport.number}",
            address=reverse("passport", args=[passport.number]),
            timeline=timeline,
            changes=told_once(timeline.changes),
            today=today(),
            **kwargs,
        )
