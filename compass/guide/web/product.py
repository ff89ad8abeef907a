"""The page of one technology. Public."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from compass.foundation.clock import today
from compass.foundation.web.views import Page
from compass.guide.presenters.cards import card
from compass.guide.presenters.product import adopters_by_region, market, regulation, versions
from compass.guide.queries.product import product_page
from evidence.presenters import identifier_facts
from passports.models import NoticeMatch
from passports.presenters import told_once
from passports.presenters.safety import open_line
from passports.queries.safety import open_notices_about
from passports.web.offers import offer_of


class InnovationPage(Page):
    """All that is public of one technology; whatever is not public does not exist here, for anybody."""

    template_name = "guide/innovation.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = product_page(self.kwargs["slug"])
        if row is None:
            raise Http404
        return super().get_context_data(
            innovation=card(row),
            identifiers=identifier_facts(
                (one["scheme"], one["value"], one["title"]) for one in row["device_identifiers"]
            ),
            offer=offer_of(self.person, row["passport_number"] or "", row["passport_status"] or ""),
            regions=adopters_by_region(row["adopters"]),
            market=market(row, today()),
            regulation=regulation(row["classes"]),
            versions=versions(row),
            changes=told_once(row["changes"]),
            safety_notices=[open_line(match) for match in _notices(row)],
            **kwargs,
        )


def _notices(row: dict[str, Any]) -> list[NoticeMatch]:
    """The open safety notices: asked for where there are any, which is rare."""
    return open_notices_about(row["slug"]) if row["has_notices"] else []
