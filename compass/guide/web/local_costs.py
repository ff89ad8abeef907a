"""What technologies would cost one organisation. For its own people only: nothing here is public."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from compass.foundation.clock import now
from compass.foundation.errors import Refused
from compass.foundation.web.views import ActionView, MemberPage
from compass.guide.comparison import FEWEST, MOST
from compass.guide.local_cost import Worked, work_out
from compass.guide.operations.local_costs import save_local_cost
from compass.guide.policies import check_runs_cost_models
from compass.guide.presenters import local_costs as presenters
from compass.guide.presenters.cards import NO_PASSPORT_TAG
from compass.guide.presenters.local_cost_charts import cash_so_far, tornado
from compass.guide.queries.catalogue import public_innovations
from compass.guide.queries.local_costs import Costed, Saved, costed, saved_of
from compass.guide.web.local_costs_forms import NumbersForm, field_of
from evidence.cost import Carried, CostModel, carried_over, read_cost_model
from passports.presenters.passports import status_tag
from trusts.policies import check_somewhere
from trusts.queries import organisations_of
from trusts.web.on_behalf import OfOrganisation


class LocalCostOf(MemberPage):
    """From a technology's page to what it would cost the person's organisation."""

    template_name = "guide/local_cost/choose.jinja"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        slug = self.kwargs["slug"]
        organisations = list(organisations_of(self.person))
        check_somewhere(organisations, "work out what a technology costs there")
        if not costed([slug], self.person):
            check_runs_cost_models(self.person)
            raise Http404
        if len(organisations) == 1:
            return HttpResponseRedirect(reverse("local-cost", args=[organisations[0].ods_code, slug]))
        ways = [(str(one), reverse("local-cost", args=[one.ods_code, slug])) for one in organisations]
        back = reverse("innovation", args=[slug])
        return self.render_to_response(self.get_context_data(ways=ways, back=back, back_words="The technology"))


class OfTechnology(OfOrganisation):
    """Finds the technology of the address, and what the organisation saved about it."""

    @cached_property
    def technology(self) -> Costed:
        """The published technology; Http404 where there is none, NotAllowed for people of a company."""
        found = costed([self.kwargs["slug"]], self.person)
        if not found:
            check_runs_cost_models(self.person)
            raise Http404
        return found[0]

    @cached_property
    def saved(self) -> Saved | None:
        """The organisation's own numbers; None before the first."""
        return saved_of(self.organisation, self.person, [self.technology.id]).get(self.technology.id)

    def load(self) -> None:
        """Raise Http404 where the organisation is another one's or the technology is not published."""
        if not (self.organisation and self.technology):
            raise Http404

    @property
    def stale(self) -> bool:
        """Whether the technology's cost model is another one than the numbers were put into."""
        return self.technology.changed_since(self.saved)

    @cached_property
    def worked(self) -> Worked | None:
        """The model that the numbers were put into worked out with them; without any, the innovator's own example."""
        if self.saved is None:
            return work_out(self.technology.model, {})
        return work_out(self.saved.model, self.saved.numbers)


class LocalCosts(OfOrganisation, MemberPage):
    """The technologies for which the organisation put in its numbers, with boxes to see some side by side."""

    template_name = "guide/local_cost/list.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = sorted(saved_of(self.organisation, self.person).values(), key=lambda row: row.changed_at, reverse=True)
        if not rows:
            check_runs_cost_models(self.person)
        return super().get_context_data(
            organisation=self.organisation,
            rows=[(row, presenters.said_of(row)) for row in rows],
            fewest=FEWEST,
            most=MOST,
            **kwargs,
        )


class LocalCostPage(OfTechnology, MemberPage):
    """What a technology would cost the organisation: three cases, year by year, and what moves the result."""

    template_name = "guide/local_cost/result.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        organisation, technology, worked = self.organisation, self.technology, self.worked
        shown: dict[str, Any] = {}
        if worked:
            first, rest = presenters.result_tables(worked)
            name = technology.name
            shown = {
                "results": first,
                "tables": rest,
                "own": presenters.own_numbers(worked) if worked.own else None,
                "basis": presenters.basis(worked.model),
                "years_chart": cash_so_far(worked.result, f"{name}: cash released less cost, by year"),
                "cost_chart": tornado(worked.result, "cost", f"{name}: what moves the net present cost most"),
                "capacity_chart": tornado(worked.result, "capacity", f"{name}: what moves the capacity released most"),
            }
        return super().get_context_data(
            organisation=organisation,
            technology=technology,
            tag=status_tag(technology.passport_status) if technology.passport_status else NO_PASSPORT_TAG,
            saved=self.saved,
            said=presenters.said_of(self.saved) if self.saved else "",
            stale=self.stale,
            worked=worked,
            **shown,
            **kwargs,
        )


class LocalCostNumbers(OfTechnology, ActionView):
    """Putting in the organisation's own numbers, beside the innovator's."""

    template_name = "guide/local_cost/numbers.jinja"
    done = "Your numbers are saved. Only people of your organisation see them."

    def prepare(self) -> None:
        self.load()
        # What the form was begun from, read while it is kept: what a colleague saved since is not overwritten.
        typed = self.posted()
        began = str(typed.get("revision", ""))
        saved = self.saved.revision if self.saved else 0
        self.revision = int(began) if re.fullmatch(r"[0-9]{1,9}", began) else saved
        self.model_hash = typed.get("model", "") if typed else self.technology.model_hash

    @cached_property
    def model(self) -> CostModel | None:
        """The cost model of the technology's current passport."""
        return read_cost_model(self.technology.model).model if self.technology.model else None

    @cached_property
    def carried(self) -> Carried:
        """The saved numbers that fit the present model, and the names of those that do not."""
        if self.saved is None or self.model is None:
            return Carried({}, ())
        before = read_cost_model(self.saved.model).model if self.saved.model else None
        if before is None:
            return Carried({}, tuple(self.saved.numbers))
        return carried_over(before, self.model, self.saved.numbers)

    def check_now(self) -> None:
        if self.model is None:
            raise Refused(
                f"{self.technology.name} has no passport that stands and has a cost model.",
                next_step="Ask the innovator, or choose another technology.",
            )

    def get_form(self, form_class: Any = None) -> Form:
        if self.model is None:  # only a POST comes here: the operation's answer is the page's
            self.check_now()
            raise Http404
        return NumbersForm(self.model, self.carried.fits, self.request.POST if self.request.method == "POST" else None)

    def field_of(self, argument: str) -> str:
        return field_of(argument)

    def perform(self, form: Any) -> str:
        began, self.model_hash = self.model_hash, self.technology.model_hash  # beside a refusal stands today's model
        save_local_cost(
            organisation=self.organisation,
            innovation=get_object_or_404(public_innovations(), pk=self.technology.id),
            numbers=form.numbers(),
            model_hash=began,
            revision=self.revision,
            by=self.person,
            now=now(),
        )
        return reverse("local-cost", args=[self.organisation.ods_code, self.technology.slug])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        refusal = kwargs.get("refusal")
        form = None if refusal else kwargs.pop("form", None) or self.get_form()
        kwargs.pop("form", None)
        before = read_cost_model(self.saved.model).model if self.stale and self.saved and self.saved.model else None
        return super().get_context_data(
            form=form,
            organisation=self.organisation,
            technology=self.technology,
            back=reverse("local-cost", args=[self.organisation.ods_code, self.technology.slug]),
            revision=self.revision,
            model_hash=self.model_hash,
            stale=self.stale,
            left=presenters.left_behind(before, self.saved, self.carried.left) if self.saved else [],
            **kwargs,
        )
