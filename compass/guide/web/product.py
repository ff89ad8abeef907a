"""The page of one technology. Public."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from compass.foundation.clock import today
from compass.foundation.web.known_pages import unless_known
from compass.foundation.web.views import Page
from compass.guide.presenters.cards import card, described
from compass.guide.presenters.glance import at_a_glance, contents
from compass.guide.presenters.market import market
from compass.guide.presenters.product import Contacts, adopters_by_region, nearest, shown_evidence, versions
from compass.guide.queries.product import places_of, product_text, read_product
from compass.guide.search import Search
from compass.guide.web.searched import asked_search
from evidence.presenters import identifier_facts
from passports.presenters.passports import told_once
from passports.presenters.safety import open_line
from passports.queries.offers import offer_of
from passports.queries.safety import open_notices_about
from passports.web.reading import adopters_contacts, nhs_documents


def what_is_told(
    row: dict[str, Any], person: Any, day: date, contacts: Contacts, *, past: bool = False
) -> dict[str, Any]:
    """What the page tells this reader of the technology itself, its evidence and its market, as of a civil date."""
    number = row["passport_number"] or ""
    return {
        "innovation": card(row),
        "described": described(row),
        "identifiers": identifier_facts(
            (one["scheme"], one["value"], one["title"]) for one in row["device_identifiers"]
        ),
        "regions": adopters_by_region(row["adopters"], contacts),
        "market": market(row, day),
        "evidence": shown_evidence(row, nhs_documents(person, number) if number else [], day, past=past),
    }


class InnovationPage(Page):
    """All that is public of one technology; whatever is not public does not exist here, for anybody."""

    template_name = "guide/innovation.jinja"

    row: dict[str, Any]
    notices: list[dict[str, Any]]
    # The one that led here, with what was chosen in it.
    search: Search

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        text = product_text(self.kwargs["slug"])
        if text is None:
            raise Http404
        self.row = read_product(text)
        # Asked for where there are any, which is rare.
        about = open_notices_about(self.row["slug"]) if self.row["has_notices"] else []
        self.notices = [open_line(match) for match in about]
        self.search = asked_search(request.GET).findable
        shown = (text, self.notices, today(), self.search.query())
        return unless_known(request, shown, lambda: super(InnovationPage, self).get(request, *args, **kwargs))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, day = self.row, today()
        asks = bool(row["adopters"]) and self.person.is_authenticated
        number = row["passport_number"] or ""
        contacts = adopters_contacts(self.person, row["slug"]) if asks else {}
        given = what_is_told(row, self.person, day, contacts) | {
            "offer": offer_of(self.person, number, row["passport_status"] or ""),
            "nearest": nearest(row["adopters"], places_of(self.person), contacts) if asks else [],
            "versions": versions(row),
            "changes": told_once(row["changes"]),
            "safety_notices": self.notices,
            "search": self.search,
            "with_this": self.search.choosing(row["slug"]).query(),
        }
        return super().get_context_data(glance=at_a_glance(given), contents_of=contents(given), **given, **kwargs)
