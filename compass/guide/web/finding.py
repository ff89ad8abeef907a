"""Search and filter technologies. Public; works without script."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.urls import reverse

from compass.foundation.clock import today
from compass.foundation.errors import Invalid
from compass.guide import comparison
from compass.guide.presenters import finding as presenters
from compass.guide.presenters.cards import card
from compass.guide.queries.finding import results
from compass.guide.queries.side_by_side import compared
from compass.guide.search import FILTERS, TEXT_MAX, Search, count, read_search
from compass.guide.web.answers import Answer
from compass.guide.web.scanned import Scanned, look_up
from trusts.queries import nominates_somewhere


class Innovations(Answer):
    """Search and filter; a broken page address or an overlong text is answered with 422 and a way on."""

    template_name = "guide/innovations.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        basket = comparison.read_choice(asked.getlist("i")).slugs[: comparison.MOST]
        given = {name: asked.getlist(name) for name in FILTERS}
        search = read_search(asked.get("q", ""), given, presenters.OPTIONS, basket, asked.get("sort", ""))
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
            page = results(search, self.request.GET.get("after", ""), on=today())
        except Invalid as refusal:
            self.status = refusal.status
            return {"problem": refusal, "first_page": address + ("" if search.too_long else search.query())}
        counts = count(page["cells"], search.chosen, presenters.OPTIONS, page["facets"])
        listed = {row["slug"] for row in page["rows"]}
        return {
            "note": scanned.note,
            "cards": [presenters.result(row, search) for row in page["rows"]],
            "meant": presenters.did_you_mean(search, page["how"], page["rows"]),
            "filters": presenters.filters(search, counts),
            # Only where nothing is found: then a need may be published.
            "nominates": not page["rows"] and nominates_somewhere(self.request.user),
            "sorts": presenters.sorts(search),
            "order": presenters.order_words(search),
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
        rows = compared((scanned.slug,))
        return {
            "note": scanned.note,
            "cards": [card(row) for row in rows],
            "shown": presenters.shown(1, len(rows), len(rows)),
            "total": len(rows),
            "only": True,
            "elsewhere": [slug for slug in search.basket if slug != scanned.slug],
        }
