"""Find, read and compare technologies. Public; every page works without script."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from compass.foundation.clock import today
from compass.foundation.errors import Invalid
from compass.foundation.web.views import Page
from compass.guide import comparison, presenters, queries
from compass.guide.search import FILTERS, TEXT_MAX, Search, count, read_search
from compass.guide.web.scanned import Scanned, look_up
from evidence.presenters import identifier_facts
from passports.history import newest_in_public
from passports.presenters import told_once
from passports.presenters.safety import open_line
from passports.queries.safety import open_notices_about
from passports.web.offers import offer_of

SHOWN = 10  # of what happened; the rest is on a page of its own


class _Answer(Page):
    """A page that says with its status whether it could do what the address asks."""

    status = 200

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = self.get_context_data(**kwargs)
        return self.render_to_response(context, status=self.status)


class Innovations(_Answer):
    """Search and filter; a broken page address or an overlong text is answered with 422 and a way on."""

    template_name = "guide/innovations.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        basket = comparison.read_choice(asked.getlist("i")).slugs[: comparison.MOST]
        given = {name: asked.getlist(name) for name in FILTERS}
        search = read_search(asked.get("q", ""), given, presenters.OPTIONS, basket)
        return super().get_context_data(
            search=search, most=comparison.MOST, text_max=TEXT_MAX, **self._found(search), **kwargs
        )

    def _found(self, search: Search) -> dict[str, Any]:
        address = reverse("innovations")
        try:
            if search.too_long:
                raise Invalid(
                    f"Search for {TEXT_MAX} characters or fewer. You entered {len(search.text):,}.",
                    next_step="Use a few words that say what you need.",
                )
            # As typed: separators of a bar code are lost in the tidied text.
            scanned = look_up(self.request.GET.get("q", ""), on=today())
            if scanned.slug:
                return self._only(scanned, search)
            page = queries.results(search, self.request.GET.get("after", ""))
        except Invalid as refusal:
            self.status = refusal.status
            return {"problem": refusal, "first_page": address + ("" if search.too_long else search.query())}
        counts = count(page["cells"], search.chosen, presenters.OPTIONS)
        listed = {row["slug"] for row in page["rows"]}
        return {
            "note": scanned.note,
            "cards": [presenters.card(row) for row in page["rows"]],
            "filters": presenters.filters(search, counts),
            "active": presenters.active_filters(search),
            "shown": presenters.shown(page["first"], len(page["rows"]), counts.total),
            "total": counts.total,
            "usable": presenters.usable_ones(search, counts),
            "instead": presenters.instead(search, page["how"]) if page["rows"] else "",
            "without_filters": address + replace(search, chosen={}).query(),
            "without_text": address + replace(search, text="").query(),
            "next": address + search.query(page["next"]) if page["next"] else "",
            "first_page": address + search.query() if page["first"] > 1 else "",
            # Chosen on another page: they go along with the form, unseen.
            "elsewhere": [slug for slug in search.basket if slug not in listed],
        }

    def _only(self, scanned: Scanned, search: Search) -> dict[str, Any]:
        """The one technology that a scanned label names, whatever the filters say."""
        rows = queries.compared((scanned.slug,))
        return {
            "note": scanned.note,
            "cards": [presenters.card(row) for row in rows],
            "shown": presenters.shown(1, len(rows), len(rows)),
            "total": len(rows),
            "only": True,
            "elsewhere": [slug for slug in search.basket if slug != scanned.slug],
        }


class InnovationPage(Page):
    """All that is public of one technology; whatever is not public does not exist here, for anybody."""

    template_name = "guide/innovation.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = queries.innovation_page(self.kwargs["slug"])
        if row is None:
            raise Http404
        return super().get_context_data(
            innovation=presenters.card(row),
            identifiers=identifier_facts(
                (one["scheme"], one["value"], one["title"]) for one in row["device_identifiers"]
            ),
            offer=offer_of(self.person, row["passport_number"] or "", row["passport_status"] or ""),
            regions=presenters.adopters_by_region(row["adopters"]),
            changes=told_once(newest_in_public(self.kwargs["slug"], SHOWN)),
            safety_notices=[open_line(match) for match in open_notices_about(row["slug"])],
            **kwargs,
        )


class Compare(_Answer):
    """Two to four technologies side by side; anything else is explained, with a way on."""

    template_name = "guide/compare.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        choice = comparison.read_choice(self.request.GET.getlist("i"))
        if choice.too_many:
            self.status = 422
        # Enough to show what may be taken out again; the rest of an absurd address is only counted.
        asked = choice.slugs[: 2 * comparison.MOST]
        rows = queries.compared(asked) if asked else []
        found = {row["slug"] for row in rows}
        missing = [slug for slug in asked if slug not in found]
        if missing and not choice.too_many:
            self.status = 404
        complete = not (choice.too_few or choice.too_many or missing)
        columns = [presenters.column(row) for row in rows] if complete else []
        usable = comparison.Choice(tuple(row["slug"] for row in rows))
        return super().get_context_data(
            products=presenters.products(rows, usable),
            lines=comparison.lines(columns, presenters.COMPARED) if complete else [],
            choice=choice,
            missing=missing,
            complete=complete,
            room=len(usable.slugs) < comparison.MOST,
            rest=reverse("compare") + usable.query() if not usable.too_few and not usable.too_many else "",
            add=reverse("innovations") + (comparison.Choice(usable.slugs[: comparison.MOST - 1]).query()),
            fewest=comparison.FEWEST,
            most=comparison.MOST,
            **kwargs,
        )
