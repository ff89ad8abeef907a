"""Pages of the value workbench: costs, scores and moderation of one technology."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.shortcuts import get_object_or_404
from django.urls import reverse

from compass.foundation.clock import now
from compass.foundation.errors import Refused
from compass.foundation.web.views import FormPage
from compass.guide import policies
from compass.guide.local_cost import work_out
from compass.guide.models import Candidate
from compass.guide.models.value import COST_PARTS
from compass.guide.operations import value
from compass.guide.presenters import value as presenters
from compass.guide.presenters.local_costs import in_short
from compass.guide.queries import value as queries
from compass.guide.queries.local_costs import saved_of
from compass.guide.states import EvaluationState
from compass.guide.value.scheme import SCALE
from compass.guide.web.value_forms import AgreedForm, CostForm, ScoresForm, plain


class CandidatePage(FormPage):
    """A form about one technology of an evaluation."""

    candidate: Candidate

    def prepare(self) -> None:
        found = queries.candidates_of(self.person, self.kwargs["uuid"])
        self.candidate = get_object_or_404(found, innovation__slug=self.kwargs["slug"])
        self.check_person()

    def check_person(self) -> None:
        """Raise NotAllowed for whoever may not do this."""
        policies.check_lead(self.person, self.candidate.evaluation)

    def caption(self) -> str:
        return str(self.candidate)

    def back(self) -> str:
        return reverse("evaluation", args=[self.candidate.evaluation.key])


class Cost(CandidatePage):
    """State the whole-life cost of a technology."""

    form_class = CostForm
    heading = "Whole-life cost"
    button = "Save the cost"
    done = "The whole-life cost is saved."

    def check_now(self) -> None:
        value.check_goes_on(self.candidate.evaluation)

    def get_form_kwargs(self) -> dict[str, Any]:
        later = self.candidate.evaluation.state != EvaluationState.DRAFTING
        return super().get_form_kwargs() | {"later": later}

    def get_initial(self) -> dict[str, Any]:
        costs = {name: plain(getattr(self.candidate, name)) for name in COST_PARTS}
        return costs | {"cost_source": self.candidate.cost_source, "years": self.candidate.evaluation.years}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        years = self.candidate.evaluation.years
        lead = (
            f"Enter what it would cost over {years} years, for everything you would buy, in pounds without VAT. "
            "Enter 0 where a part is free."
        )
        lead = " ".join(filter(None, (lead, self.worked_out())))
        return super().get_context_data(lead=lead, **kwargs)

    def worked_out(self) -> str:
        """What the organisation worked out before as its local cost; empty for nothing."""
        organisation = self.candidate.evaluation.organisation.acting  # mergers followed
        innovation = self.candidate.innovation_id
        saved = saved_of(organisation, self.person, [innovation]).get(innovation)
        worked = work_out(saved.model, saved.numbers) if saved else None
        return in_short(saved, worked) if saved and worked else ""

    def perform(self, form: Form) -> str:
        assert isinstance(form, CostForm)  # noqa: S101 (form_class)
        given = form.cleaned_data
        # Beside a refusal stand today's years: the page then asks for the cost over those.
        form.data = self.request.POST.dict() | {"years": str(self.candidate.evaluation.years)}
        value.state_cost(
            candidate=self.candidate, parts=form.parts(), years=given["years"], source=given["cost_source"],
            why=given.get("why", ""), by=self.person, now=now(),
        )  # fmt: skip
        return self.back()


class Scores(CandidatePage):
    """Give one's own scores."""

    template_name = "guide/value/scores.jinja"
    form_class = ScoresForm
    heading = "Your scores"
    button = "Save your scores"
    lead = (
        "Give points and a reason for each question. You can save some now and go on later. Nobody else sees "
        "them before moderation."
    )
    done = "Your scores are saved."

    def check_person(self) -> None:
        policies.check_evaluator(self.person, self.candidate.evaluation)

    def check_now(self) -> None:
        if self.candidate.evaluation.state != EvaluationState.SCORING:
            raise Refused("Scores are given while the evaluation is being scored.")

    def given(self) -> list[dict[str, Any]]:
        """What the form shows as given already."""
        evaluation, pk = self.candidate.evaluation, self.candidate.pk
        return queries.score_rows(evaluation, candidate=pk, person=self.person)

    def get_form_kwargs(self) -> dict[str, Any]:
        criteria = queries.criterion_rows(self.candidate.evaluation)
        return super().get_form_kwargs() | {"criteria": criteria, "given": {r["key"]: r for r in self.given()}}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = queries.candidate_rows(self.candidate.evaluation)
        about = presenters.technologies([row for row in rows if row["pk"] == self.candidate.pk])
        return super().get_context_data(about=about[0], **kwargs)

    def perform(self, form: Form) -> str:
        assert isinstance(form, ScoresForm)  # noqa: S101 (form_class)
        value.score_candidate(candidate=self.candidate, given=form.given(), by=self.person, now=now())
        return self.back()


class Moderation(Scores):
    """Agree on scores, with those of all evaluators beside each other."""

    form_class = AgreedForm
    heading = "Agreed scores"
    button = "Save the agreed scores"
    lead = "Write down the points that the evaluators agreed on, and why. You can save some now and go on later."
    done = "The agreed scores are saved."

    def check_person(self) -> None:
        policies.check_lead(self.person, self.candidate.evaluation)

    def check_now(self) -> None:
        if self.candidate.evaluation.state != EvaluationState.MODERATION:
            raise Refused("Scores are agreed while the evaluation is in moderation.")

    def given(self) -> list[dict[str, Any]]:
        return queries.moderated_rows(self.candidate.evaluation, candidate=self.candidate.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        beside: dict[str, list[dict[str, Any]]] = {}
        for row in queries.score_rows(self.candidate.evaluation, candidate=self.candidate.pk):
            beside.setdefault(row["key"], []).append(
                row | {"words": SCALE[row["points"]], "who": row["who"] + (" (taken off)" if row["off"] else "")}
            )
        return super().get_context_data(beside=beside, **kwargs)

    def perform(self, form: Form) -> str:
        assert isinstance(form, ScoresForm)  # noqa: S101 (form_class)
        value.moderate_candidate(candidate=self.candidate, given=form.given(), by=self.person, now=now())
        return self.back()
