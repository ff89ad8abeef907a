"""Pages of the value workbench: who scores."""

from __future__ import annotations

from django.forms import Form
from django.shortcuts import get_object_or_404

from compass.foundation.clock import now
from compass.guide.operations import evaluators
from compass.guide.web.value import LeadPage
from compass.guide.web.value_forms import EvaluatorForm, RemoveForm


class AddEvaluator(LeadPage):
    """Let a colleague score."""

    form_class = EvaluatorForm
    heading = "Add an evaluator"
    button = "Add the evaluator"
    lead = (
        "Add a colleague who scores. They need a role at your organisation. "
        "They must not work for a company that makes technologies."
    )
    done = "The evaluator is added."

    def check_now(self) -> None:
        evaluators.check_open(self.evaluation)

    def perform(self, form: Form) -> str:
        evaluators.add_evaluator(evaluation=self.evaluation, by=self.person, now=now(), **form.cleaned_data)
        return self.back()


class RemoveEvaluator(LeadPage):
    """Take an evaluator off, with a reason."""

    form_class = RemoveForm
    button = "Take them off"
    variant = "warning"
    lead = "The scores that this person gave stay in the record. We do not ask this person for more."
    done = "The evaluator is taken off."

    def prepare(self) -> None:
        super().prepare()
        found = self.evaluation.evaluators.select_related("person")
        self.evaluator = get_object_or_404(found, key=self.kwargs["evaluator"])
        self.heading = f"Take {self.evaluator} off this evaluation?"

    def check_now(self) -> None:
        evaluators.check_removable(self.evaluation, self.evaluator)

    def perform(self, form: Form) -> str:
        evaluators.remove_evaluator(evaluator=self.evaluator, why=form.cleaned_data["why"], by=self.person, now=now())
        return self.back()
