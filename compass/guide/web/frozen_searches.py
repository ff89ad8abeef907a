"""Pages of frozen searches and comparisons, for members of the organisation; for everybody else they do not exist."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from compass.foundation.clock import now
from compass.foundation.errors import Invalid
from compass.foundation.web.views import Download, MemberPage
from compass.guide.exports.asked import read, taken
from compass.guide.exports.machine import told
from compass.guide.frozen import MOST_RESULTS
from compass.guide.operations import frozen_searches as operations
from compass.guide.presenters import frozen_searches as presenters
from compass.guide.presenters import side_by_side
from compass.guide.presenters.saved_searches import asked_words
from compass.guide.queries import frozen_searches as queries
from compass.guide.queries.saved_searches import names_in
from compass.guide.web.searched import OfSearch
from compass.guide.web.shortlist_forms import FreezeForm
from evidence.downloads import made_file_response
from trusts.web.on_behalf import ForOrganisation


class FrozenSearches(MemberPage):
    """The records of the person's organisations, newest first."""

    template_name = "guide/searches/searches.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [presenters.listed(row) for row in queries.frozen_search_rows(self.person)]
        return super().get_context_data(rows=rows, most=queries.MOST_LISTED, **kwargs)


class KeepSearch(OfSearch):
    """Keep the search of the address as a record."""

    form_class = FreezeForm
    deed = "keep a record of a search"
    heading = "Keep a record of this search"
    button = "Keep the record"
    lead = (
        "Use it to show later what you searched for and what you found. It has the time, your name, your organisation "
        f"and the first {MOST_RESULTS} technologies found. Nobody can change or delete it."
    )
    done = "The record is kept."

    def caption(self) -> str:
        return asked_words(self.search, names_in([self.search.query()]))

    def perform(self, form: Form) -> str:
        given = form.cleaned_data
        frozen = operations.freeze_search(
            search=self.search, purpose=given["purpose"], organisation=self.chosen(form), by=self.person, now=now()
        )
        return reverse("frozen-search", args=[frozen.key])


class KeepComparison(ForOrganisation):
    """Keep the comparison of the address as a record."""

    form_class = FreezeForm
    deed = "keep a record of a comparison"
    heading = "Keep a record of this comparison"
    button = "Keep the record"
    lead = (
        "Use it to show later what you compared. It has all that the comparison says now with its sources, the time, "
        "your name and your organisation. Nobody can change or delete it."
    )
    done = "The record is kept."

    def prepare(self) -> None:
        super().prepare()
        self.asked = read(self.request.GET)

    def check_now(self) -> None:
        if not self.asked.complete:
            raise Invalid(
                "There is no comparison at this address.", next_step="Choose 2 to 4 public technologies first."
            )

    def back(self) -> str:
        return side_by_side.address(self.asked.choice)

    def perform(self, form: Form) -> str:
        self.check_now()
        given, at = form.cleaned_data, now()
        frozen = operations.freeze_comparison(
            comparison=told(taken(self.asked, at)), query=self.asked.choice.query(), purpose=given["purpose"],
            organisation=self.chosen(form), by=self.person, now=at,
        )  # fmt: skip
        return reverse("frozen-search", args=[frozen.key])


class FrozenSearchPage(MemberPage):
    """One record, and whether it is still just as it was kept."""

    template_name = "guide/searches/search.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        frozen = get_object_or_404(queries.frozen_searches_of(self.person), key=self.kwargs["uuid"])
        compared = "comparison" in frozen.content
        heads, rows = presenters.table(frozen.content)
        return super().get_context_data(
            frozen=frozen,
            name=presenters.name_of(frozen.content),
            facts=presenters.facts(frozen.content, frozen.content_hash),
            heads=heads,
            rows=rows,
            compared=compared,
            again=reverse("compare" if compared else "innovations") + frozen.content["query"],
            faults=operations.faults_of(frozen),
            **kwargs,
        )


class FrozenSearchPdf(Download):
    """A record as PDF."""

    def get(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        frozen = get_object_or_404(queries.frozen_searches_of(self.person), key=uuid)
        name = f"search-record-{frozen.reference}.pdf"
        return made_file_response(presenters.printed(frozen), name=name, content_type="application/pdf")


class FrozenSearchJson(Download):
    """A record's content: whoever has it can take the hash again (RFC 8785, SHA-256)."""

    def get(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        frozen = get_object_or_404(queries.frozen_searches_of(self.person), key=uuid)
        file = json.dumps(frozen.content, ensure_ascii=False, indent=2).encode()
        return made_file_response(file, name=f"search-record-{frozen.reference}.json", content_type="application/json")
