"""The public passport page, and what operators do there."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import View

from compass.foundation.clock import today
from compass.foundation.web.views import Page
from evidence.certificate_words import certificate_lines
from evidence.downloads import document_response
from evidence.queries import documents_open_to
from passports import policies
from passports.models import Passport
from passports.numbers import read_number
from passports.presenters.passports import condition_tag, status_tag, told_once, verdict_sentence, way_out
from passports.presenters.paths import assessor_of, meaning_of, next_steps
from passports.presenters.safety import notice_line
from passports.qr import qr_svg
from passports.queries.offers import offer_of
from passports.queries.page import hanging_on
from passports.queries.passports import assessed_as, passport_by_number
from passports.states import PASSPORT
from passports.validity import USABLE
from passports.web.verify import no_passport


def load_passport(typed: str) -> Passport:
    """A passport by its number, in any form a person may type; raises Http404."""
    number = read_number(typed)
    if number is None:
        raise Http404
    try:
        return passport_by_number(number)
    except Passport.DoesNotExist as error:
        raise Http404 from error


class PassportPage(Page):
    """What a passport is worth today, and why. Public."""

    template_name = "passports/passport.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        passport = load_passport(self.kwargs["number"])
        operator = policies.can_act_on(self.person, passport)
        found = hanging_on(passport, readers=policies.readers_of_documents(self.person, passport))
        moves = [move for move in ("suspend", "reinstate", "withdraw") if PASSPORT.allows(move, passport.state)]
        return super().get_context_data(
            passport=passport,
            assessed=assessed_as(passport),
            tag=status_tag(passport.status),
            sentence=verdict_sentence(passport, found.successor),
            usable=passport.status in USABLE,
            meaning=meaning_of(passport),
            steps=next_steps(passport, found.successor, today()),
            assessor=assessor_of(passport.assessed_by),
            way_out=way_out(passport, found.conditions, today(), notices=len(found.notices)),
            conditions=[(c, condition_tag(c)) for c in found.conditions],
            safety_notices=[notice_line(notice) for notice in found.notices],
            offer=offer_of(self.person, passport.number, passport.status),
            certificates=certificate_lines(found.certificates),
            documents=found.documents,
            changes=told_once(found.changes),
            moves=moves if operator else [],
            operator=operator,
            judges=operator or policies.answers_as_chair(self.person, passport),
            makes=policies.makes(self.person, passport),
            qr=qr_svg(settings.SITE_URL + reverse("passport", args=[passport.number])),
            **kwargs,
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # One address for a passport, however its number was typed.
        number = read_number(kwargs["number"])
        if number is not None and number != kwargs["number"]:
            return HttpResponseRedirect(reverse("passport", args=[number]))
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            return no_passport(request, kwargs["number"])


class PassportDocument(View):
    """The road to the documents that may be read by way of the passport: the public ones, for the NHS its own too."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:
        passport = load_passport(kwargs["number"])
        person: Any = request.user  # or nobody
        open_ones = documents_open_to(passport.pack, policies.readers_of_documents(person, passport))
        return document_response(get_object_or_404(open_ones, pk=kwargs["document"]))
