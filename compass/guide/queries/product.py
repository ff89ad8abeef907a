"""All that is public of one technology."""

from __future__ import annotations

from typing import Any

from compass.foundation.rows import shaped
from compass.guide.queries.catalogue import DETAIL_FIELDS, public_innovations
from evidence.models import PublicFact
from passports.models import Condition
from passports.queries import adopters_of
from passports.queries.conditions import condition_rows
from passports.states import ConditionState

# More than there are trusts and integrated care boards.
ADOPTERS_SHOWN = 400


def innovation_page(slug: str) -> dict[str, Any] | None:
    """All that is public of one technology, in at most four statements; None when there is nothing public."""
    fields = {**DETAIL_FIELDS, "id": "id", "passport_id": "current__id"}
    row = shaped(public_innovations().filter(slug=slug), fields).first()
    if row is None:
        return None
    pk, passport_id = row.pop("id"), row.pop("passport_id")
    facts = PublicFact.objects.filter(innovation_id=pk).order_by("id")
    conditions = Condition.objects.filter(passport_id=passport_id, state=ConditionState.OPEN)
    return row | {
        "passport_conditions": condition_rows(conditions, "text", "due_on", "blocking") if passport_id else [],
        "public_facts": list(facts.values("statement", "source_title", "source_url")),
        "adopters": each_adopter(adopters_of(pk, ADOPTERS_SHOWN)) if row["adopter_count"] else [],
    }


def each_adopter(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each adopting organisation of `adopters_of` once, its newest adoption first."""
    adopters: dict[str, dict[str, Any]] = {}
    for row in rows:
        adopters.setdefault(
            row["organisation__ods_code"],
            {
                "ods_code": row["organisation__ods_code"],
                "name": row["organisation__name"],
                "region_name": row["organisation__region__name"],
                "state": row["state"],
                "accepted_at": row["accepted_at"],
            },
        )
    return list(adopters.values())
