"""Pages of the value workbench: the evaluations of one's organisation, starting one, and its stages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.forms import Form
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from compass.foundation.clock import now
from compass.foundation.errors import Invalid, Refused, passes
from compass.foundation.web.views import FormPage, MemberPage
from compass.guide import policies
from compass.guide.models import Evaluation
from compass.guide.operations import value
from compass.guide.operations.shortlists import MOST_LISTED
from compass.guide.presenters.value import technologies
from compass.guide.queries import value as queries
from compass.guide.queries.schemes import scheme_of
from compass.guide.states import ENDED, EVALUATION, OPEN_TO_ALL, EvaluationState
from compass.guide.value.scheme import first_scheme, percent, rule
from compass.guide.web.value_forms import MoveForm, PurchaseForm, StartForm, WeightsForm
from evidence.models import Innovation
from trusts.queries import organisations_of
from trusts.web.on_behalf import ForOrganisation

# The button of each move, and what it means.
MOVES = {
    "open_scoring": (
        "Open scoring",
        "Evaluators can then give their scores. Nobody can change the questions and weights any more.",
    ),
    "start_moderation": (
        "Start moderation",
        "In moderation, evaluators read one another’s scores and agree on one. Nobody can change a score they gave.",
    ),
    "close": ("Close the evaluation", "Nobody can change anything in it any more. The result becomes a record."),
}


# What comes next: for the lead, and for everybody else.
_NEXT = {
    EvaluationState.DRAFTING.value: (
        "Set the questions and weights, add evaluators, then open scoring.",
        "The lead is setting it up.",
    ),
    EvaluationState.SCORING.value: (
        "When every evaluator has scored every technology, start moderation.",
        "Evaluators give their scores. Nobody sees the scores of others before moderation.",
    ),
    EvaluationState.MODERATION.value: (
        "Agree on every score with the evaluators. Check that every cost is stated. Then close the evaluation.",
        "The lead writes down the scores that the evaluators agree on.",
    ),
    EvaluationState.CLOSED.value: ("", ""),
    EvaluationState.ABANDONED.value: ("", ""),
}


class Evaluations(MemberPage):
    """The evaluations of the person's organisations."""

    template_name = "guide/value/evaluations.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(queries.evaluations_of(self.person)[: queries.MOST_LISTED])
        kept_out = not rows and not passes(policies.check_makes_nothing, self.person)
        starts = not kept_out and organisations_of(self.person, *policies.LEADS).exists()
        organisations = list(organisations_of(self.person))
        return super().get_context_data(
            rows=rows, most=queries.MOST_LISTED, kept_out=kept_out, starts=starts, organisations=organisations,
            **kwargs,
        )  # fmt: skip


class StartEvaluation(ForOrganisation):
    """Begin an evaluation."""

    form_class = StartForm
    roles = policies.LEADS
    deed = "start an evaluation"
    heading = "Start a value based evaluation"
    button = "Start the evaluation"
    lead = (
        "Score 2 to 10 technologies for one purchase. You begin with the questions and weights of your organisation, "
        f"or with ours if it has none. You can change both before scoring opens. {rule()}"
    )

    def prepare(self) -> None:
        super().prepare()
        policies.check_makes_nothing(self.person)

    def back(self) -> str:
        return reverse("evaluations")

    def get_initial(self) -> dict[str, Any]:
        chosen = [slug[:120] for slug in self.request.GET.getlist("i")[:MOST_LISTED] if "\x00" not in slug]
        return {"years": 5, "innovations": "\n".join(queries.names_of(chosen))}

    def perform(self, form: Form) -> str:
        assert isinstance(form, StartForm)  # noqa: S101 (form_class)
        found = technologies_of(form)
        given = form.cleaned_data
        organisation = self.chosen(form)
        evaluation = value.start_evaluation(
            organisation=organisation,
            title=given["title"], years=given["years"], scheme=scheme_of(organisation), innovations=found,
            by=self.person, now=now(),
        )  # fmt: skip
        return reverse("evaluation", args=[evaluation.key])


def technologies_of(form: PurchaseForm, *, there: Sequence[Innovation] = ()) -> list[Innovation]:
    """The technologies typed into a form; raises Invalid for the first that is not known.

    Of those that are compared already (`there`), one that is not public any more is known by its slug.
    """
    private = {one.slug: one for one in there if one.published_at is None}
    lines = form.lines()[:MOST_LISTED]
    found, lost = queries.technologies_named([line for line in lines if line not in private])
    if lost:
        raise Invalid(
            f"No single published technology here is called “{lost[0][:100]}”.",
            next_step="Copy its name, or the address of its page, from “Find technologies”.",
            field="innovations",
        )
    return [*found, *(private[line] for line in lines if line in private)]


class EvaluationPage(MemberPage):
    """One evaluation: where it stands, and what comes next."""

    template_name = "guide/value/evaluation.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        evaluation = get_object_or_404(queries.evaluations_of(self.person), key=self.kwargs["uuid"])
        candidates = queries.candidate_rows(evaluation)
        progress = queries.progress_of(evaluation, self.person)
        evaluators = queries.evaluator_rows(evaluation)
        state = evaluation.state
        leads = evaluation.lead_id == self.person.pk
        scores = any(row["person_id"] == self.person.pk and not row["removed_at"] for row in evaluators)
        return super().get_context_data(
            evaluation=evaluation,
            evaluators=evaluators,
            candidates=technologies(candidates),
            progress=progress,
            scheme_title=f"{first_scheme().title}, version {evaluation.scheme_version}",
            cost_weight=percent(evaluation.cost_weight),
            leads=leads,
            drafting=leads and state == EvaluationState.DRAFTING,
            adding=leads and state in {EvaluationState.DRAFTING, EvaluationState.SCORING},
            costing=leads and state not in ENDED,
            scoring=scores and state == EvaluationState.SCORING,
            moderating=leads and state == EvaluationState.MODERATION,
            goes_on=state not in ENDED,
            takes_over=not leads and state not in ENDED and policies.can_take_over(self.person, evaluation),
            open_to_all=state in OPEN_TO_ALL,
            has_result=state in OPEN_TO_ALL and progress.complete(candidates),
            next=_NEXT[state][0 if leads else 1],
            moves=[(m, said[0]) for m, said in MOVES.items() if leads and EVALUATION.allows(m, state)],
            **kwargs,
        )


class LeadPage(FormPage):
    """A form of the evaluation's lead."""

    evaluation: Evaluation

    def prepare(self) -> None:
        self.evaluation = get_object_or_404(queries.evaluations_of(self.person), key=self.kwargs["uuid"])
        policies.check_lead(self.person, self.evaluation)

    def caption(self) -> str:
        return str(self.evaluation)

    def back(self) -> str:
        return reverse("evaluation", args=[self.evaluation.key])


class Weights(LeadPage):
    """Reword and weigh the questions."""

    form_class = WeightsForm
    heading = "Change questions and weights"
    button = "Save questions and weights"
    lead = f"Change them for this evaluation only. All weights must add up to 100%. {rule()}"
    done = "The questions and weights are saved."

    def check_now(self) -> None:
        if self.evaluation.state != EvaluationState.DRAFTING:
            raise Refused("Weights are set before anybody scores.", next_step="Go back to the evaluation.")

    def get_form_kwargs(self) -> dict[str, Any]:
        criteria = queries.criterion_rows(self.evaluation)
        return super().get_form_kwargs() | {"criteria": criteria, "cost_weight": self.evaluation.cost_weight}

    def perform(self, form: Form) -> str:
        assert isinstance(form, WeightsForm)  # noqa: S101 (form_class)
        value.weigh(
            evaluation=self.evaluation, cost_weight=form.cost(), questions=form.questions(),
            by=self.person, now=now(),
        )  # fmt: skip
        return self.back()


class MoveOn(LeadPage):
    """Confirm the next stage."""

    form_class = MoveForm

    def prepare(self) -> None:
        super().prepare()
        if self.kwargs["move"] not in MOVES:
            raise Http404
        self.button, self.lead = MOVES[self.kwargs["move"]]
        self.heading = f"{self.button}?"

    def check_now(self) -> None:
        EVALUATION.target(self.kwargs["move"], self.evaluation.state)

    @cached_property
    def alone(self) -> bool:
        """Whether moderation would begin with the scores of one person."""
        return self.kwargs["move"] == "start_moderation" and value.scores_alone(self.evaluation)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"alone": self.alone}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        two = "Only one person scores here. Go back and add an evaluator, or say why one is enough."
        return super().get_context_data(**({"lead": f"{self.lead} {two}"} if self.alone else {}), **kwargs)

    def perform(self, form: Form) -> str:
        value.move_on(
            evaluation=self.evaluation, move=self.kwargs["move"], by=self.person, now=now(), **form.cleaned_data
        )
        return self.back()
