"""How the market stands to a technology, declared once: product page, comparison and API render this.

Guidance, ways to buy and who pays; beside them what others published, and the open conditions of its passport.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F, OuterRef
from django.db.models.functions import Greatest, Least

from compass.foundation.rows import Fields
from compass.guide.queries.gathered import rows_of
from evidence.models import Funding, GuidanceOn, Listing, PublicFact
from passports.models import Condition
from passports.queries.conditions import with_due_day
from passports.states import ConditionState

# Gathered under another name, for the technology's own rows have this one in Django.
_RENAMED = {"public_facts": "facts", "guidance": "guided", "funding": "funded"}


def market_fields(most: int | None = None) -> Fields:
    """The market for the rows of `public_innovations`; of each list no more than `most`, when that is given.

    An agreement's own days count where they are narrower than those of the listing on it.
    """
    own = {"innovation": OuterRef("pk")}
    open_ones = Condition.objects.filter(passport=OuterRef("current__id"), state=ConditionState.OPEN)
    return {
        "passport_conditions": rows_of(
            with_due_day(open_ones).order_by("due", "id"), most, text="text", due_on="due", blocking="blocking"
        ),
        "facts": rows_of(
            PublicFact.objects.filter(**own).order_by("id"), most,
            statement="statement", source_title="source_title", source_url="source_url",
        ),
        "guided": rows_of(
            GuidanceOn.objects.filter(**own).order_by(
                F("guidance__published_on").desc(nulls_last=True), "guidance__reference"
            ),
            most,
            publisher="guidance__publisher", reference="guidance__reference", title="guidance__title",
            url="guidance__url", recommendation="recommendation", state="guidance__state",
            replaced_by="guidance__replaced_by__reference", replaced_by_url="guidance__replaced_by__url",
        ),
        "routes": rows_of(
            Listing.objects.filter(**own).order_by("route__name", "lot"), most,
            name="route__name", kind="route__kind", organiser="route__organiser", reference="route__reference",
            url="route__url", lot="lot", source_url="source_url",
            starts_on=Greatest("starts_on", "route__starts_on"), ends_on=Least("ends_on", "route__ends_on"),
        ),
        "funded": rows_of(
            Funding.objects.filter(**own).order_by("programme__name"), most,
            name="programme__name", kind="programme__kind", payer="programme__payer", url="programme__url",
            note="note", source_url="source_url", starts_on="starts_on", ends_on="ends_on",
        ),
    }  # fmt: skip


def read_market(row: dict[str, Any]) -> dict[str, Any]:
    """The row from JSON with its days as such, and `public_facts`, `guidance` and `funding` under these names."""
    for condition in row["passport_conditions"]:
        condition["due_on"] = date.fromisoformat(condition["due_on"])
    for one in (*row["routes"], *row["funded"]):
        for name in ("starts_on", "ends_on"):
            one[name] = one[name] and date.fromisoformat(one[name])
    return row | {name: row.pop(gathered) for name, gathered in _RENAMED.items()}
