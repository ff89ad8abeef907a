"""What credentials and status lists state of passports. Public."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Q, Value

from compass.foundation.rows import Fields, shaped
from passports.models import Passport, StatusPlace
from passports.queries.conditions import condition_rows, conditions_of
from passports.queries.passports import PUBLIC_FIELDS

# What a credential states of a passport, beside its public fields.
CREDENTIAL_FIELDS: Fields = {
    **PUBLIC_FIELDS,
    "is_invented": "innovation__innovator__is_demonstration",
    "list_number": "status_place__list_number",
    "place": "status_place__place",
}


def credential_facts(number: str) -> dict[str, Any] | None:
    """What a credential states of a passport, its conditions included; None when there is no such number.

    Two queries. A passport that has no place in the status lists yet has None for `list_number` and `place`.
    """
    facts = shaped(Passport.objects.filter(number=number), CREDENTIAL_FIELDS).first()
    if facts is None:
        return None
    # Whoever reads it elsewhere has no page around it that says so.
    invented = {"innovator_name": f"{facts['innovator_name']} (invented)"} if facts.pop("is_invented") else {}
    return facts | invented | {"conditions": condition_rows(conditions_of(number))}


def places_of(statuses: Collection[str], *, list_number: int) -> list[int] | None:
    """The places in a status list of the passports with these verdicts; None when there is no such list."""
    found = StatusPlace.objects.filter(list_number=list_number).aggregate(
        all=Count("id"), places=ArrayAgg("place", filter=Q(passport__status__in=statuses), default=Value([]))
    )
    return list(found["places"]) if found["all"] else None
