"""Pages of the value workbench: who leads an evaluation, what it is for, and giving it up."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.shortcuts import get_object_or_404

from compass.foundation.clock import now
from compass.guide import policies
from compass.guide.operations import value_leads as operations
from compass.guide.operations.value import check_goes_on
from compass.guide.queries import value as queries
from compass.guide.states import EVALUATION
from compass.guide.web.value import LeadPage, technologies_of
from compass.guide.web.value_forms import AbandonForm, ChangeForm, LeadForm


class ChangePurchase(LeadPage):
    """Change the name, the years and the technologies before anybody scores."""

    form_class = ChangeForm
    heading = "Change name, years and technologies"
    button = "Save the changes"
    lead = "If you change the years, you have to state every cost again, because a cost is for a number of years."
    done = "The evaluation is changed."

    def check_now(self) -> None:
        operations.check_set_up(self.evaluation)

    def get_initial(self) -> dict[str, Any]:
        slugs = [row["slug"] for row in queries.candidate_rows(self.evaluation)]
        return {
            "title": self.evaluation.title,
            "years": self.evaluation.years,
            "innovations": "\n".join(queries.names_of(slugs)),
            "seen": operations.set_up_of(self.evaluation),
        }

    def perform(self, form: Form) -> str:
        assert isinstance(form, ChangeForm)  # noqa: S101 (form_class)
        there = [one.innovation for one in queries.candidates_of(self.person, self.evaluation.key)]
        given = form.cleaned_data
        operations.change_purchase(
            evaluation=self.evaluation, title=given["title"], years=given["years"],
            innovations=technologies_of(form, there=there), seen=given["seen"], by=self.person, now=now(),
        )  # fmt: skip
        return self.back()


class HandOver(LeadPage):
    """Give the lead to a colleague."""

    form_class = LeadForm
    heading = "Hand over the lead"
    button = "Hand over the lead"
    lead = (
        "The new lead has to be a buyer or innovation lead of your organisation who works for no maker. "
        "From then on only they can change this evaluation. If you score, you go on scoring."
    )
    done = "The evaluation has its new lead."

    def check_now(self) -> None:
        check_goes_on(self.evaluation)

    def perform(self, form: Form) -> str:
        operations.hand_over(evaluation=self.evaluation, by=self.person, now=now(), **form.cleaned_data)
        return self.back()


class TakeOver(LeadPage):
    """Take the place of a lead who does not work there any more."""

    heading = "Take over the lead?"
    button = "Take over"
    done = "You lead this evaluation now."

    def prepare(self) -> None:
        self.evaluation = get_object_or_404(queries.evaluations_of(self.person), key=self.kwargs["uuid"])
        policies.check_takes_over(self.person, self.evaluation)
        self.lead = f"{self.evaluation.lead} cannot lead it any more. The record says who led it, and when."

    def check_now(self) -> None:
        check_goes_on(self.evaluation)

    def perform(self, form: Form) -> str:
        operations.take_over(evaluation=self.evaluation, by=self.person, now=now())
        return self.back()


class Abandon(LeadPage):
    """Give an evaluation up for good."""

    form_class = AbandonForm
    heading = "Abandon this evaluation?"
    button = "Abandon the evaluation"
    variant = "warning"
    lead = "Nobody can change anything in it afterwards. The scores so far stay in the record, with your reason."
    done = "The evaluation is abandoned."

    def check_now(self) -> None:
        EVALUATION.target("abandon", self.evaluation.state)

    def perform(self, form: Form) -> str:
        operations.abandon(evaluation=self.evaluation, why=form.cleaned_data["why"], by=self.person, now=now())
        return self.back()
