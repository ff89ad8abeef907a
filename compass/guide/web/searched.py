"""The search or comparison that an address holds, and what a person does with it for an organisation of theirs."""

from __future__ import annotations

from dataclasses import replace

from django.http import QueryDict
from django.urls import reverse

from compass.guide import comparison
from compass.guide.operations.frozen_searches import check_searchable
from compass.guide.presenters.finding import OPTIONS
from compass.guide.presenters.side_by_side import ROWS
from compass.guide.search import FILTERS, Search, read_search
from trusts.web.on_behalf import ForOrganisation


def asked_search(asked: QueryDict) -> Search:
    """The search of an address, with the technologies chosen so far and how their comparison was looked at."""
    choice = comparison.read_choice(
        asked.getlist("i"),
        comparison.read_rows(asked.getlist("row"), ROWS),
        differences=asked.get("differences") == "yes",
    )
    given = {name: asked.getlist(name) for name in FILTERS}
    basket = choice.slugs[: comparison.MOST_CARRIED]
    search = read_search(asked.get("q", ""), given, OPTIONS, basket, asked.get("sort", ""))
    return replace(search, carried=choice.carried)


class OfSearch(ForOrganisation):
    """A form about the search of the address."""

    def prepare(self) -> None:
        super().prepare()
        self.search = asked_search(self.request.GET)

    def check_now(self) -> None:
        check_searchable(self.search)

    def back(self) -> str:
        return reverse("innovations") + self.search.findable.query()
