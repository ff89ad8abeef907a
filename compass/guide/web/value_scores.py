"""Pages of the value workbench: costs, scores, moderation, the result and its record."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from compass.foundation.clock import now
from compass.foundation.errors import Refused
from compass.foundation.web.views import Download, FormPage, MemberPage
from compass.guide import policies
from compass.guide.local_cost import work_out
from compass.guide.models import Candidate
from compass.guide.models.value import COST_PARTS
from compass.guide.operations import value
from compass.guide.presenters import value as presenters
from compass.guide.presenters.local_costs import in_short
from compass.guide.queries import value as queries
from compass.guide.queries.local_costs import saved_of
from compass.guide.value.scheme import SCALE
from compass.guide.value_states import EvaluationState, check_shown
from compass.guide.web.value_forms import AgreedForm, CostForm, ScoresForm


class CandidatePage(FormPage):
    """A form about one technology of an evaluation."""

    candidate: Candidate

    def prepare(self) -> None:
        found = queries.candidates_of(self.person, self.kwargs["pk"])
        self.candidate = get_object_or_404(found, pk=self.kwargs["candidate"])
        self.check_person()

    def check_person(self) -> None:
        """Raise NotAllowed for whoever may not do this."""
        policies.check_lead(self.person, self.candidate.evaluation)

    def caption(self) -> str:
        return str(self.candidate)

    def back(self) -> str:
        return reverse("evaluation", args=[self.candidate.evaluation_id])


class Cost(CandidatePage):
    """State the whole-life cost of a technology."""

    form_class = CostForm
    heading = "Whole-life cost"
    button = "Save the cost"
    done = "The whole-life cost is saved."

    def check_now(self) -> None:
        if self.candidate.evaluation.state == EvaluationState.CLOSED:
            raise Refused("A closed evaluation never changes.")

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.candidate, name) for name in (*COST_PARTS, "cost_source")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        years = self.candidate.evaluation.years
        lead = f"In pounds without VAT, over {years} years for everything you would buy. Enter 0 where a part is free."
        lead = " ".join(filter(None, (lead, self.worked_out())))
        return super().get_context_data(lead=lead, **kwargs)

    def worked_out(self) -> str:
        """What the organisation worked out before as its local cost; empty for nothing."""
        organisation = self.candidate.evaluation.organisation
        saved = saved_of(organisation, [self.candidate.innovation_id]).get(self.candidate.innovation_id)
        worked = work_out(saved.model, saved.numbers) if saved else None
        return in_short(saved, worked) if saved and worked else ""

    def perform(self, form: Form) -> str:
        assert isinstance(form, CostForm)  # noqa: S101 (form_class)
        value.state_cost(
            candidate=self.candidate, parts=form.parts(), source=form.cleaned_data["cost_source"], by=self.person,
            now=now(),
        )  # fmt: skip
        return self.back()


class Scores(CandidatePage):
    """Give one's own scores."""

    template_name = "guide/value/scores.jinja"
    form_class = ScoresForm
    heading = "Your scores"
    button = "Save your scores"
    lead = "Each score needs a reason. You can save some now and go on later. Nobody sees them before moderation."
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

    def perform(self, form: Form) -> str:
        assert isinstance(form, ScoresForm)  # noqa: S101 (form_class)
        value.score_candidate(candidate=self.candidate, given=form.given(), by=self.person, now=now())
        return self.back()


class Moderation(Scores):
    """Agree on scores, with those of all evaluators beside each other."""

    form_class = AgreedForm
    heading = "Agreed scores"
    button = "Save the agreed scores"
    lead = "Write down what the evaluators agreed on and why. You can save some now and go on later."
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


def _record(person: Any, pk: int) -> queries.Record:
    """Raises Http404 for another organisation's, Refused before moderation."""
    evaluation = get_object_or_404(queries.evaluations_of(person), pk=pk)
    check_shown(evaluation.state)
    return queries.record_of(evaluation)


class ResultPage(MemberPage):
    """Totals, and over which weights the first place holds."""

    template_name = "guide/value/result.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record = _record(self.person, self.kwargs["pk"])
        result = presenters.result_of(record)
        return super().get_context_data(evaluation=record.evaluation, result=result, **kwargs)


class ExportRecord(Download):
    """The record of scoring and moderation as a file."""

    def get(self, request: HttpRequest, pk: int, ending: str) -> HttpResponse:
        if ending not in {"csv", "json"}:
            raise Http404
        record = _record(self.person, pk)
        written = _csv(presenters.exported_rows(record)) if ending == "csv" else _json(presenters.exported(record))
        kind = "text/csv; charset=utf-8" if ending == "csv" else "application/json"
        response = HttpResponse(written, content_type=kind)
        response["Content-Disposition"] = f'attachment; filename="evaluation-{pk}.{ending}"'
        return response


def _csv(rows: list[dict[str, str]]) -> str:
    """Cells that a spreadsheet would take for a formula begin with an apostrophe."""
    written = StringIO()
    table = csv.writer(written)
    table.writerow(presenters.EXPORT_HEADS)
    for row in rows:
        cells = (row[head] for head in presenters.EXPORT_HEADS)
        table.writerow([f"'{cell}" if cell.lstrip()[:1] in set("=+-@") else cell for cell in cells])
    return written.getvalue()


def _json(record: dict[str, Any]) -> str:
    return json.dumps(record, indent=2, ensure_ascii=False)
