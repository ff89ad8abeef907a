"""What a person does, for an organisation of theirs, with the search or comparison that an address holds."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from compass.foundation.web.views import FormPage
from compass.guide import policies
from compass.guide.operations.searches import check_searchable
from compass.guide.presenters.finding import OPTIONS
from compass.guide.search import FILTERS, read_search
from trusts.models import Organisation
from trusts.queries import organisations_of


class ForOrganisation(FormPage):
    """A form for one of the person's organisations; `verb` ends the sentence “Only people with a role … can”."""

    verb: str

    def prepare(self) -> None:
        self.organisations = list(organisations_of(self.person))
        policies.check_works_somewhere(self.organisations, self.verb)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"organisations": self.organisations}

    def organisation(self, ods_code: str) -> Organisation:
        """The one of the person's organisations that was chosen."""
        return next(one for one in self.organisations if one.ods_code == ods_code)


class OfSearch(ForOrganisation):
    """A form about the search of the address."""

    def prepare(self) -> None:
        super().prepare()
        given = self.request.GET
        chosen = {name: given.getlist(name) for name in FILTERS}
        self.search = read_search(given.get("q", ""), chosen, OPTIONS, sort=given.get("sort", ""))

    def check_now(self) -> None:
        check_searchable(self.search)

    def back(self) -> str:
        return reverse("innovations") + ("" if self.search.too_long else self.search.query())
