"""The room in which an organisation chooses what to buy: its shortlists, evaluations, local costs and records."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from compass.foundation.errors import NotAllowed
from compass.foundation.web.views import MemberPage
from compass.guide import policies
from compass.guide.presenters import choosing as presenters
from compass.guide.presenters import frozen_searches as records
from compass.guide.queries import choosing as queries
from compass.guide.queries.frozen_searches import frozen_search_rows
from trusts.queries import organisations_of

SHOWN = 5


class Choosing(MemberPage):
    """All that the person's organisations keep of the guide, the newest of each kind."""

    template_name = "guide/choosing.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.person
        organisations = list(organisations_of(person))
        starts = organisations_of(person, *policies.LEADS).exists()
        costs = presenters.local_costs(queries.newest_local_costs(person, SHOWN))
        kept_from = "" if costs else self._kept_from()
        return super().get_context_data(
            organisations=organisations,
            starts=starts,
            ways=[
                (
                    "All local costs" + (f" of {one}" if len(organisations) > 1 else ""),
                    reverse("local-costs", args=[one.ods_code]),
                )
                for one in organisations
                if not kept_from
            ],
            evaluations=presenters.evaluations(queries.newest_evaluations(person, SHOWN), person.pk),
            shortlists=presenters.shortlists(queries.shortlists_in_use(person, SHOWN)),
            local_costs=costs,
            kept_from=kept_from,
            searches=presenters.searches(records.listed(row) for row in frozen_search_rows(person, SHOWN)),
            **kwargs,
        )

    def _kept_from(self) -> str:
        """Why this person sees no local cost, whatever their colleagues entered; empty for everybody who may."""
        try:
            policies.check_runs_cost_models(self.person)
        except NotAllowed as refusal:
            return refusal.whole
        return ""
