"""Public pages of NHS organisations."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from compass.foundation.web.views import Page
from trusts import queries
from trusts.models import Organisation, OrganisationKind

SHOWN = 100


class Organisations(Page):
    """Find an organisation by name or ODS code."""

    template_name = "trusts/organisations.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = self.request.GET.get("q", "").strip()[:200]
        kind = self.request.GET.get("kind", "")
        found = queries.search_organisations(text, kind, SHOWN + 1)
        return super().get_context_data(
            text=text, kind=kind, kinds=OrganisationKind.choices, rows=found[:SHOWN], more=len(found) > SHOWN, **kwargs
        )


class OrganisationPage(Page):
    """One organisation: where it belongs, and who took over from whom."""

    template_name = "trusts/organisation.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        try:
            organisation = queries.organisation_by_code(self.kwargs["code"])
        except Organisation.DoesNotExist as error:
            raise Http404 from error
        return super().get_context_data(
            organisation=organisation,
            successors=organisation.successions.select_related("successor").order_by("on", "id"),
            predecessors=organisation.inheritances.select_related("predecessor").order_by("on", "id"),
            **kwargs,
        )
