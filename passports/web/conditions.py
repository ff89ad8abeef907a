"""Pages of a passport's conditions: evidence by the innovator; met or given more time by chair and operator."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import Http404
from django.urls import reverse

from compass.foundation.clock import now
from compass.foundation.web.views import FormPage
from passports import policies, queries
from passports.models import Condition, Passport
from passports.operations import conditions
from passports.operations.proposing import check_none_open
from passports.queries.conditions import evidence_of
from passports.states import CONDITION
from passports.web.forms import EvidenceForm, ExtensionForm, ReasonForm
from passports.web.passports import load_passport


class _ConditionForm(FormPage):
    template_name = "passports/condition.jinja"
    move = "discharge"
    passport: Passport
    condition: Condition

    def prepare(self) -> None:
        self.passport = load_passport(self.kwargs["number"])
        try:
            self.condition = queries.condition_of(self.passport, self.kwargs["condition"])
        except Condition.DoesNotExist as error:
            raise Http404 from error
        self.check_person()

    def check_person(self) -> None:
        """Raise NotAllowed for whoever may not judge the condition."""
        policies.check_can_judge(self.person, self.condition)

    def check_now(self) -> None:
        CONDITION.target(self.move, self.condition.state)
        check_none_open(self.condition)

    def caption(self) -> str:
        return f"{self.passport}, {self.passport.innovation}"

    def back(self) -> str:
        return reverse("passport", args=[self.passport.number])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(condition=self.condition, evidence=evidence_of(self.condition), **kwargs)


class DischargeCondition(_ConditionForm):
    """Propose that a condition is met; the chair and an operator have to agree."""

    form_class = ReasonForm
    heading = "Record that the condition is met"
    button = "Propose that it is met"
    done = "Your proposal waits for the other: chair and operator have to agree."

    def perform(self, form: Form) -> str:
        conditions.propose_discharge(
            condition=self.condition, reason=form.cleaned_data["reason"], by=self.person, now=now()
        )
        return self.back()


class ExtendCondition(_ConditionForm):
    """Propose more time for a condition; the chair and an operator have to agree."""

    form_class = ExtensionForm
    heading = "Give more time for the condition"
    button = "Propose the new day"
    done = "Your proposal waits for the other: chair and operator have to agree."
    move = "extend"

    def perform(self, form: Form) -> str:
        conditions.propose_extension(condition=self.condition, by=self.person, now=now(), **form.cleaned_data)
        return self.back()


class HandInEvidence(_ConditionForm):
    """The innovator shows that a condition is met."""

    form_class = EvidenceForm
    heading = "Show that the condition is met"
    button = "Hand it in"
    done = "The chair of the panel and the national operator find it in their lists."

    def check_person(self) -> None:
        policies.check_makes(self.person, self.passport)

    def check_now(self) -> None:
        CONDITION.target("discharge", self.condition.state)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"documents": list(self.passport.pack.documents.order_by("title", "id"))}

    def perform(self, form: Form) -> str:
        conditions.hand_in_evidence(condition=self.condition, by=self.person, now=now(), **form.cleaned_data)
        return self.back()
