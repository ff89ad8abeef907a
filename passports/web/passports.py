"""The public passport page, and what operators do there."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.generic import View

from compass.foundation.clock import now, today
from compass.foundation.web.views import FormPage, Page
from evidence.certificate_words import certificate_lines
from evidence.downloads import document_response
from evidence.queries import documents_open_to
from evidence.queries.certificates import certificates_of
from passports import policies, presenters, queries
from passports.models import Condition, Passport
from passports.numbers import read_number
from passports.operations import lifecycle
from passports.states import CONDITION, PASSPORT
from passports.validity import USABLE
from passports.web.forms import ReasonForm
from passports.web.offers import offer_of


def verify(request: HttpRequest) -> HttpResponse:
    """Type a passport number and be led to its page."""
    typed = request.GET.get("number", "").strip()[:100]
    number = read_number(typed) if typed else None
    if number is not None and queries.public_passports().filter(number=number).exists():
        return HttpResponseRedirect(reverse("passport", args=[number]))
    problem = ""
    if typed:
        problem = (
            "No passport has this number. Check it against the document you have."
            if number
            else "This is not a passport number: a character is wrong, missing or swapped with its neighbour."
        )
    page = {"typed": typed, "problem": problem}
    return render(request, "passports/verify.jinja", page, status=404 if problem else 200, using="jinja2")


def load_passport(typed: str) -> Passport:
    """A passport by its number, in any form a person may type; raises Http404."""
    number = read_number(typed)
    if number is None:
        raise Http404
    try:
        return queries.passport_by_number(number)
    except Passport.DoesNotExist as error:
        raise Http404 from error


class PassportPage(Page):
    """What a passport is worth today, and why. Public."""

    template_name = "passports/passport.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        passport = load_passport(self.kwargs["number"])
        operator = policies.can_act_on(self.person, passport)
        conditions = list(queries.conditions_of(passport))
        moves = [move for move in ("suspend", "reinstate", "withdraw") if PASSPORT.allows(move, passport.state)]
        return super().get_context_data(
            passport=passport,
            assessed=queries.assessed_as(passport),
            tag=presenters.status_tag(passport.status),
            sentence=presenters.verdict_sentence(passport),
            usable=passport.status in USABLE,
            way_out=presenters.way_out(passport, conditions, today()),
            conditions=[(c, presenters.condition_tag(c)) for c in conditions],
            offer=offer_of(self.person, passport.number, passport.status),
            certificates=certificate_lines(certificates_of(passport.pack)),
            documents=documents_open_to(passport.pack, policies.readers_of_documents(self.person, passport)),
            changes=presenters.told_once(queries.timeline_of(passport)[:50]),
            moves=moves if operator else [],
            operator=operator,
            **kwargs,
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # One address for a passport, however its number was typed.
        number = read_number(kwargs["number"])
        if number is not None and number != kwargs["number"]:
            return HttpResponseRedirect(reverse("passport", args=[number]))
        return super().get(request, *args, **kwargs)


class PassportDocument(View):
    """The road to the documents that may be read by way of the passport: the public ones, for the NHS its own too."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:
        passport = load_passport(kwargs["number"])
        person: Any = request.user  # or nobody
        open_ones = documents_open_to(passport.pack, policies.readers_of_documents(person, passport))
        return document_response(get_object_or_404(open_ones, pk=kwargs["document"]))


_WORDS = {
    "suspend": ("Suspend this passport", "Suspend the passport", "The passport is suspended."),
    "reinstate": ("Lift the suspension", "Reinstate the passport", "The passport is reinstated."),
    "withdraw": ("Withdraw this passport for good", "Withdraw the passport", "The passport is withdrawn."),
}
_MOVES = {
    "suspend": lifecycle.suspend_passport,
    "reinstate": lifecycle.reinstate_passport,
    "withdraw": lifecycle.withdraw_passport,
}


class _PassportForm(FormPage):
    form_class = ReasonForm
    passport: Passport

    def prepare(self) -> None:
        self.passport = load_passport(self.kwargs["number"])
        policies.check_can_act_on(self.person, self.passport)

    def caption(self) -> str:
        return f"{self.passport}, {self.passport.innovation}"

    def back(self) -> str:
        return reverse("passport", args=[self.passport.number])


class MovePassport(_PassportForm):
    """Suspend, reinstate or withdraw, with a reason. Followers are told."""

    move = ""

    def prepare(self) -> None:
        super().prepare()
        self.heading, self.button, self.done = _WORDS[self.move]
        self.variant = "" if self.move == "reinstate" else "warning"
        self.lead = "Everybody who follows this passport is told, with your reason."

    def check_now(self) -> None:
        PASSPORT.target(self.move, self.passport.state)

    def perform(self, form: Form) -> str:
        reason = form.cleaned_data["reason"]
        _MOVES[self.move](passport=self.passport, reason=reason, by=self.person, now=now())
        return self.back()


class DischargeCondition(_PassportForm):
    """Record that a condition is met."""

    heading = "Record that the condition is met"
    button = "Record it as met"
    done = "The condition is met."

    def prepare(self) -> None:
        super().prepare()
        try:
            self.condition = queries.condition_of(self.passport, self.kwargs["condition"])
        except Condition.DoesNotExist as error:
            raise Http404 from error
        self.lead = self.condition.text

    def check_now(self) -> None:
        CONDITION.target("discharge", self.condition.state)

    def perform(self, form: Form) -> str:
        lifecycle.discharge_condition(
            condition=self.condition, reason=form.cleaned_data["reason"], by=self.person, now=now()
        )
        return self.back()
