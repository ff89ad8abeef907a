"""Pages of a passport's conditions: evidence by the innovator; met or given more time by chair and operator."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from compass.foundation.clock import now
from compass.foundation.web.views import Download, FormPage
from evidence.downloads import judged_document_response
from passports import policies
from passports.models import Condition, ConditionDocument, Passport
from passports.operations import conditions
from passports.operations.proposing import check_none_open
from passports.queries.conditions import condition_of, evidence_of
from passports.states import CONDITION
from passports.web.forms import EvidenceForm, ExtensionForm, ReasonForm
from passports.web.passports import load_passport


def _load_condition(passport: Passport, pk: int) -> Condition:
    try:
        return condition_of(passport, pk)
    except Condition.DoesNotExist as error:
        raise Http404 from error


class _ConditionForm(FormPage):
    template_name = "passports/condition.jinja"
    move = "discharge"
    passport: Passport
    condition: Condition

    def prepare(self) -> None:
        self.passport = load_passport(self.kwargs["number"])
        self.condition = _load_condition(self.passport, self.kwargs["condition"])
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
    lead = "The chair of the panel and the national operator both have to agree. Your proposal waits for the other."
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
    lead = "The chair of the panel and the national operator both have to agree. Your proposal waits for the other."
    done = "Your proposal waits for the other: chair and operator have to agree."
    move = "extend"

    def perform(self, form: Form) -> str:
        conditions.propose_extension(condition=self.condition, by=self.person, now=now(), **form.cleaned_data)
        return self.back()


class HandInEvidence(_ConditionForm):
    """The innovator shows that a condition is met."""

    form_class = EvidenceForm
    multipart = True
    heading = "Show that the condition is met"
    button = "Hand in the evidence"
    lead = (
        "Say how the condition is met, and add what shows it. The chair of the panel and the national operator check "
        "what you hand in."
    )
    done = "Your evidence is handed in. The chair of the panel and the national operator check it."

    def check_person(self) -> None:
        policies.check_makes(self.person, self.passport)

    def check_now(self) -> None:
        CONDITION.target("discharge", self.condition.state)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"documents": list(self.passport.pack.documents.order_by("title", "id"))}

    def perform(self, form: Form) -> str:
        conditions.hand_in_evidence(condition=self.condition, by=self.person, now=now(), **form.cleaned_data)
        return self.back()


class ConditionFile(Download):
    """The one road to a file that was handed in as evidence: for its innovator, the chair and the operators."""

    def get(self, request: HttpRequest, number: str, condition: int, evidence: int) -> FileResponse:
        found = _load_condition(load_passport(number), condition)
        policies.check_can_read_evidence(self.person, found)
        return judged_document_response(
            get_object_or_404(ConditionDocument, evidence=evidence, evidence__condition=found)
        )
