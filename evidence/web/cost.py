"""Pages of the cost model: a page for each part, and the worked example. They need no script."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse

from compass.foundation.clock import now
from compass.foundation.errors import Refused
from compass.foundation.web import lost_sessions
from compass.foundation.web.views import KeepsTyped, MemberPage
from evidence import cost_words, policies, queries
from evidence.cost import Problem, calculate, read_cost_model
from evidence.cost.model import DISCOUNT_RATE, DISCOUNT_SOURCE, DISCOUNT_URL, PATIENTS, PATIENTS_UNIT
from evidence.cost.values import ROWS_MAX
from evidence.models import Pack
from evidence.operations.cost_model import save_cost_model
from evidence.web import cost_parts
from evidence.web.cost_parts import Json

FIXED = {"version": "1.0", "currency": "GBP"}
# What stands in the fields before anything was saved.
OFFERED: dict[str, Any] = {
    "vat": {"rate": "20"},
    "discount": {"rate": DISCOUNT_RATE, "source_title": DISCOUNT_SOURCE, "source_url": DISCOUNT_URL},
    "assumptions": [{"name": PATIENTS, "title": "Patients treated in a year", "unit": PATIENTS_UNIT}],
    "prices": [{}],
    "costs": [{}],
    "effects": [{}],
}


class _CostPage(MemberPage):
    """Loads the pack through its owner, and its cost model."""

    pack: Pack
    typed: Json
    revision: int

    def load(self) -> None:
        self.pack = get_object_or_404(queries.packs_of(self.person), pk=self.kwargs["pk"])
        self.typed, self.revision = queries.cost_model_of(self.pack)


class CostModelPage(_CostPage):
    """The parts of the model, and what is missing in each."""

    template_name = "evidence/cost_model.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.load()
        reading = read_cost_model(FIXED | self.typed)
        return super().get_context_data(
            pack=self.pack,
            complete=reading.model is not None,
            tasks=cost_words.tasks(
                self.typed,
                reading.problems,
                lambda part: reverse("cost-part", args=[self.pack.pk, part]),
                editable=policies.can_edit(self.person, self.pack),
            ),
            **kwargs,
        )


class CostResult(_CostPage):
    """The worked example: least favourable, central and most favourable case."""

    template_name = "evidence/cost_result.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.load()
        reading = read_cost_model(FIXED | self.typed)
        problems = [
            (cost_words.part_of(problem), cost_words.PARTS[cost_words.part_of(problem)][0], self._place(problem))
            for problem in reading.problems
        ]
        tables = cost_words.tables(reading.model, calculate(reading.model)) if reading.model else []
        return super().get_context_data(
            pack=self.pack,
            tables=tables,
            problems=problems,
            editable=policies.can_edit(self.person, self.pack),
            **kwargs,
        )

    def _place(self, problem: Problem) -> str:
        """The problem in words, after the title of the row it is in."""
        path = problem.path
        if len(path) > 1 and isinstance(path[1], int):
            rows = cost_parts.rows_of(self.typed, str(path[0]))
            title = rows[path[1]].get("title") if path[1] < len(rows) else ""
            return f"{title or cost_parts.row_title(str(path[0]), path[1])}: {problem.whole}"
        return problem.whole


class CostPart(KeepsTyped, _CostPage):
    """One part of the model: its rows are typed, added and removed on one page, then saved together."""

    template_name = "evidence/cost_part.jinja"
    part: str

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        with lost_sessions.dropped_when_refused(request):
            self.load()
            policies.check_editable(self.person, self.pack)
        self.part = kwargs["part"]
        if self.part not in cost_parts.EDITABLE:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        before = lost_sessions.kept_for(request, now=now())
        if before is None:
            return self._show(OFFERED | self.typed, self.revision)
        lost_sessions.say(request, before)
        if before.fields is None:
            return self._show(OFFERED | self.typed, self.revision)
        typed, revision = _said(before.fields)
        if self.part == "basis":
            return self._show(self.typed | cost_parts.basis_taken(typed), revision)
        return self._show(self.typed | {self.part: self._rows(typed)}, revision)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save; or add or remove a row, which shows the page again and saves nothing."""
        typed, revision = _said(request.POST)
        if self.part == "basis":
            return self._save(self.typed | cost_parts.basis_taken(typed), revision)
        rows = self._rows(typed)
        verb, _, place = typed.get("do", "save").partition("-")
        if verb == "add":
            return self._show(self.typed | {self.part: [*rows, {}][:ROWS_MAX]}, revision, focus=len(rows))
        at = int(place) if re.fullmatch(r"[0-9]{1,2}", place) and int(place) < len(rows) else None
        if verb == "remove" and at is not None:
            return self._show(self.typed | {self.part: rows[:at] + rows[at + 1 :]}, revision)
        if verb == "tier" and at is not None and self.part == "prices":
            rows[at]["tiers"].append({})
            return self._show(self.typed | {self.part: rows}, revision, focus=at)
        kept = [row for row in rows if cost_parts.says_something(row)]
        return self._save(self.typed | {self.part: cost_parts.named(self.part, kept, self.typed)}, revision)

    def _rows(self, typed: dict[str, str]) -> list[Json]:
        count = typed.get("rows", "")
        most = min(int(count), ROWS_MAX) if re.fullmatch(r"[0-9]{1,3}", count) else 0
        return cost_parts.rows_taken(self.part, typed, most)

    def _save(self, model: Json, revision: int) -> HttpResponse:
        model |= FIXED
        problems = [p for p in read_cost_model(model).problems if cost_words.part_of(p) == self.part]
        if problems:
            return self._show(model, revision, problems=problems, status=422)
        try:
            save_cost_model(pack=self.pack, model=model, revision=revision, by=self.person, now=now())
        except Refused as refusal:
            return self._show(model, revision, refusal=refusal.whole, status=refusal.status)
        messages.success(self.request, f"{cost_words.PARTS[self.part][0]}: saved.")
        return HttpResponseRedirect(reverse("cost-model", args=[self.pack.pk]))

    def _show(
        self,
        model: Json,
        revision: int,
        *,
        problems: list[Problem] | None = None,
        refusal: str = "",
        focus: int | None = None,
        status: int = 200,
    ) -> HttpResponse:
        if self.part == "basis":
            forms = [cost_parts.basis_form(model)]
        else:
            forms = [
                cost_parts.row_form(self.part, n, row, model)
                for n, row in enumerate(cost_parts.rows_of(model, self.part))
            ]
        summary = [{"text": refusal, "href": "#form"}] if refusal else []
        summary += [_said_beside(problem, forms, self.part) for problem in problems or []]
        title, lead = cost_words.PARTS[self.part]
        context = self.get_context_data(
            pack=self.pack, part=self.part, heading=title, lead=lead, forms=forms, revision=revision, focus=focus,
            row_title=cost_parts.row_title, summary=summary, form={"errors": summary}, most=ROWS_MAX,
        )  # fmt: skip
        return self.render_to_response(context, status=status)


def _said(posted: QueryDict) -> tuple[dict[str, str], int]:
    """The fields that were typed, and the revision they were begun from."""
    typed = {key: str(value) for key, value in posted.items()}
    revision = typed.get("revision", "")
    return typed, int(revision) if re.fullmatch(r"[0-9]{1,9}", revision) else 0


def _said_beside(problem: Problem, forms: list[Form], part: str) -> dict[str, str]:
    """Put a problem beside its field; returns its line of the summary at the top."""
    form, where = forms[0] if forms else None, ""
    if part != "basis":
        place = problem.path[1] if len(problem.path) > 1 else None
        form = forms[place] if isinstance(place, int) and place < len(forms) else None
        where = f"{cost_parts.row_title(part, place)}: " if isinstance(place, int) else ""
    field = cost_parts.field_of(problem.path)
    if form is None or field not in form.fields:
        return {"text": where + problem.whole, "href": "#form"}
    if not form.errors.get(field):
        form.add_error(field, problem.whole)
    return {"text": where + problem.whole, "href": f"#{form[field].auto_id}"}
