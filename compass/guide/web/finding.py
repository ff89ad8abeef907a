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
from compass.guide.queries.finding import named, places_of, results
from compass.guide.queries.side_by_side import compared
from compass.guide.search import TEXT_MAX, How, Search, count, short
from compass.guide.web.answers import Answer
from compass.guide.web.scanned import Scanned, look_up
from compass.guide.web.searched import asked_search
from trusts.queries import nominates_somewhere


class Innovations(Answer):
    """Search and filter; a broken page address or an overlong text is answered with 422 and a way on."""

    template_name = "guide/innovations.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self._found(asked_search(self.request.GET))
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
            page = self._page(search)
            known = search.leaving(page["names"])
            if known != search:
                search, page = known, self._page(known)
        except Invalid as refusal:
            self.status = refusal.status
            first_page = reverse("innovations") + search.findable.query()
            return {"search": search, "problem": refusal, "first_page": first_page, "elsewhere": search.basket}
        return {"note": scanned.note, **self._shown(search, page)}

    def _page(self, search: Search) -> dict[str, Any]:
        """The page that the address asks for; a place in another search's results is the start of this one's."""
        for name in ("after", "before"):
            place, _, mark = self.request.GET.get(name, "").partition(".")
            if place and mark in {"", search.mark}:
                return results(search, place, on=today(), back=name == "before")
        return results(search, on=today())

    def _shown(self, search: Search, page: dict[str, Any]) -> dict[str, Any]:
        search, basket = self._basket(search, page["rows"])
        counts = count(page["cells"], search.chosen, presenters.OPTIONS, page["facets"])
        person = self.request.user
        places = panel.places_like(places_of(person)) if isinstance(person, User) else []
        # Something like it is not what was asked for: then, too, a need may be published.
        lacking = not page["rows"] or page["how"] is not How.ALL
        return {
            "search": search,
            "cards": [presenters.result(row, search) for row in page["rows"]],
            "meant": presenters.did_you_mean(search, page["how"], page["rows"], page["whole"]),
            "lacking": lacking,
            "nominates": lacking and nominates_somewhere(person),
            "sections": panel.panel(search, counts, page["names"], places),
            "sorts": presenters.sorts(search),
            "order": presenters.order_words(search),
            "active": panel.chips(search, page["names"]),
            "ways_out": [] if counts.total else panel.ways_out(search, page["refused"]),
            "left_out": presenters.left_out(search, page["how"], page["whole"]) if not counts.total else "",
            "shown": presenters.shown(page["first"], len(page["rows"]), counts.total),
            "total": counts.total,
            "usable": presenters.usable_ones(search, counts),
            "instead": presenters.instead(search, page["how"]) if page["rows"] else "",
            "without_filters": panel.bare(search),
            "without_text": reverse("innovations") + replace(search, text="").query(),
            "later": page["first"] > 1,
            **{way: f"{page[way]}.{search.mark}" if page[way] else "" for way in ("next", "previous")},
            **basket,
        }

    def _basket(self, search: Search, rows: list[dict[str, Any]]) -> tuple[Search, dict[str, Any]]:
        """The search with those of its chosen technologies that are public, and what the page says of them.

        `elsewhere` are those that no box of this page stands for; who is `gone` is said back and left out.
        """
        listed = {row["slug"]: row["name"] for row in rows}
        names = listed | named([slug for slug in search.basket if slug not in listed])
        known = replace(search, basket=tuple(slug for slug in search.basket if slug in names))
        return known, {
            "chosen": presenters.chosen(known, names),
            "elsewhere": [slug for slug in known.basket if slug not in listed],
            "gone": [*short([slug for slug in search.basket if slug not in names])],
            "compared": reverse("compare") + known.query(),
        }

    def _only(self, scanned: Scanned, search: Search) -> dict[str, Any]:
        """The one technology that a scanned label names, whatever the filters say."""
        rows = compared((scanned.slug,))
        search, basket = self._basket(search, rows)
        return {
            "search": search,
            "note": scanned.note,
            "cards": [presenters.result(row, search) for row in rows],
            "shown": presenters.shown(1, len(rows), len(rows)),
            "total": len(rows),
            "only": True,
            **basket,
        }
