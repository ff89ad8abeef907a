"""Two to four technologies side by side with one organisation's numbers, and results as files. Its own people only."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.urls import reverse

from compass.foundation.web.views import Download, MemberPage
from compass.guide import comparison
from compass.guide.local_cost import Worked, work_out
from compass.guide.policies import check_runs_cost_models
from compass.guide.presenters import local_cost_files as files
from compass.guide.presenters import local_costs as presenters
from compass.guide.queries.local_costs import Costed, Saved, costed, saved_of
from compass.guide.web.answers import Answer
from compass.guide.web.local_costs import OfTechnology
from evidence.cost_words import Say, Table, exact_pounds, pounds
from trusts.policies import check_somewhere
from trusts.queries import organisations_of
from trusts.web.on_behalf import OfOrganisation


@dataclass(frozen=True)
class Column:
    """A technology, what the organisation saved about it, and what it comes to."""

    technology: Costed
    saved: Saved | None
    worked: Worked | None


class _Chosen(OfOrganisation):
    """Reads which technologies are asked for; only as many as fit are ever looked up or worked out."""

    request: Any

    @cached_property
    def choice(self) -> comparison.Choice:
        """The technologies of the address, in its order, each once."""
        return comparison.read_choice(self.request.GET.getlist("i"))

    @cached_property
    def technologies(self) -> list[Costed]:
        """The published ones among them; NotAllowed for people of a company."""
        found = costed(self.choice.slugs[: comparison.MOST], self.person) if self.choice.slugs else []
        if not found:
            check_runs_cost_models(self.person)
        return found

    def missing(self) -> list[str]:
        """Those that do not exist or are not public."""
        found = {one.slug for one in self.technologies}
        return [slug for slug in self.choice.slugs[: comparison.MOST] if slug not in found]

    def complete(self) -> bool:
        """Whether there is a comparison to show."""
        return not (self.choice.too_few or self.choice.too_many or self.missing())

    def columns(self) -> list[Column]:
        """Each technology worked out with the organisation's numbers, or the innovator's where it has none."""
        saved = saved_of(self.organisation, self.person, [one.id for one in self.technologies])
        found = []
        for one in self.technologies:
            own = saved.get(one.id)
            worked = work_out(own.model, own.numbers) if own else work_out(one.model, {})
            found.append(Column(one, own, worked))
        return found

    def table(self, columns: list[Column], say: Say = pounds) -> Table:
        """The comparison in words."""
        return presenters.side_by_side([(one.technology, one.saved, one.worked) for one in columns], say)


class SideBySideOf(MemberPage):
    """From technologies chosen anywhere to what they would cost the person's organisation."""

    template_name = "guide/local_cost/choose.jinja"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        organisations = list(organisations_of(self.person))
        check_somewhere(organisations, "work out what technologies cost there")
        query = comparison.read_choice(request.GET.getlist("i")).query()
        ways = [(str(one), reverse("local-cost-comparison", args=[one.ods_code]) + query) for one in organisations]
        if len(ways) == 1:
            return HttpResponseRedirect(ways[0][1])
        back = reverse("compare") + query
        return self.render_to_response(self.get_context_data(ways=ways, back=back, back_words="The comparison"))


class SideBySide(LoginRequiredMixin, _Chosen, Answer):
    """The same figures of two to four technologies for one organisation; anything else is explained."""

    template_name = "guide/local_cost/side_by_side.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        organisation, missing = self.organisation, self.missing()
        if self.choice.too_many:
            self.status = 422
        elif missing:
            self.status = 404
        columns = self.columns() if self.complete() else []
        query = QueryDict(mutable=True)
        query.setlist("i", list(self.choice.slugs[: comparison.MOST]))
        addresses = {
            f"file_{ending}": reverse("local-cost-comparison-file", args=[organisation.ods_code, ending])
            + f"?{query.urlencode()}"
            for ending in ("csv", "json")
        }
        return super().get_context_data(
            organisation=organisation,
            choice=self.choice,
            missing=missing,
            shown=self.technologies,
            old=[one.technology.name for one in columns if one.technology.changed_since(one.saved)],
            without=[one.technology.name for one in columns if one.worked is None],
            table=self.table(columns) if columns else None,
            fewest=comparison.FEWEST,
            most=comparison.MOST,
            **addresses,
            **kwargs,
        )


class SideBySideFile(_Chosen, Download):
    """The comparison as a file."""

    def get(self, request: HttpRequest, code: str, ending: str) -> HttpResponse:
        if not self.organisation or not self.complete():
            raise Http404
        columns = self.columns()
        if ending == "csv":
            return _csv([self.table(columns, exact_pounds)], "local-costs")
        if ending == "json":
            return _json([files.as_json(one.technology, one.saved, one.worked) for one in columns], "local-costs")
        raise Http404


class LocalCostFile(OfTechnology, Download):
    """The result of one technology as a file."""

    def get(self, request: HttpRequest, code: str, slug: str, ending: str) -> HttpResponse:
        self.load()
        if ending == "json":
            return _json(files.as_json(self.technology, self.saved, self.worked), f"local-cost-{slug}")
        if ending == "csv" and self.worked:
            return _csv(files.all_tables(self.worked), f"local-cost-{slug}")
        raise Http404


def _csv(tables: list[Table], name: str) -> HttpResponse:
    return _named(HttpResponse(files.as_csv(tables), content_type="text/csv; charset=utf-8"), f"{name}.csv")


def _json(content: Any, name: str) -> HttpResponse:
    return _named(JsonResponse(content, safe=False), f"{name}.json")


def _named(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
