"""Search and filter technologies. Public; works without script."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.urls import reverse

from compass.accounts.models import User
from compass.foundation.clock import today
from compass.foundation.errors import Invalid
from compass.guide import comparison
from compass.guide.presenters import filters as panel
from compass.guide.presenters import finding as presenters
from compass.guide.presenters.cards import card
from compass.guide.presenters.side_by_side import ROWS
from compass.guide.queries.finding import places_of, results
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
        given = {name: asked.getlist(name) for name in FILTERS}
        basket = comparison.read_choice(
            asked.getlist("i"),
            comparison.read_rows(asked.getlist("row"), ROWS),
            differences=asked.get("differences") == "yes",
        )
        chosen = basket.slugs[: comparison.MOST]
        search = read_search(asked.get("q", ""), given, presenters.OPTIONS, chosen, asked.get("sort", ""))
        found = self._found(replace(search, carried=basket.carried))
        return super().get_context_data(most=comparison.MOST, text_max=TEXT_MAX, **found, **kwargs)

    def _found(self, search: Search) -> dict[str, Any]:
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
            after = self.request.GET.get("after", "")
            page = results(search, after, on=today())
            known = search.leaving(page["names"])
            if known != search:
                search, page = known, results(known, after, on=today())
        except Invalid as refusal:
            self.status = refusal.status
            first_page = reverse("innovations") + ("" if search.too_long else search.query())
            return {"search": search, "problem": refusal, "first_page": first_page}
        return {"note": scanned.note, **self._shown(search, page)}

    def _shown(self, search: Search, page: dict[str, Any]) -> dict[str, Any]:
        address = reverse("innovations")
        counts = count(page["cells"], search.chosen, presenters.OPTIONS, page["facets"])
        listed = {row["slug"] for row in page["rows"]}
        person = self.request.user
        places = panel.places_like(places_of(person)) if isinstance(person, User) else []
        return {
            "search": search,
            "cards": [presenters.result(row, search) for row in page["rows"]],
            "meant": presenters.did_you_mean(search, page["how"], page["rows"]),
            # Only where nothing is found: then a need may be published.
            "nominates": not page["rows"] and nominates_somewhere(person),
            "sections": panel.panel(search, counts, page["names"], places),
            "sorts": presenters.sorts(search),
            "order": presenters.order_words(search),
            "active": panel.chips(search, page["names"]),
            "ways_out": [] if counts.total else panel.ways_out(search, page["refused"]),
            "shown": presenters.shown(page["first"], len(page["rows"]), counts.total),
            "total": counts.total,
            "usable": presenters.usable_ones(search, counts),
            "instead": presenters.instead(search, page["how"]) if page["rows"] else "",
            "without_filters": panel.bare(search),
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
            "search": search,
            "note": scanned.note,
            "cards": [card(row) for row in rows],
            "shown": presenters.shown(1, len(rows), len(rows)),
            "total": len(rows),
            "only": True,
            "elsewhere": [slug for slug in search.basket if slug != scanned.slug],
        }
