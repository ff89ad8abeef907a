"""The numbers and categories of technologies and companies."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from evidence.identifiers import emdn_levels
from evidence.models import CompanyIdentifier, DeviceScheme, EmdnCode, Identifier, Innovation, Innovator


def identifiers_of(innovation: Innovation) -> QuerySet[Identifier]:
    """The numbers and categories of a technology; the caller has already passed the policy of its own road."""
    return Identifier.objects.filter(innovation=innovation).order_by("scheme", "value")


def company_identifiers_of(innovator: Innovator) -> QuerySet[CompanyIdentifier]:
    """The numbers of a company; the caller has already passed the policy of its own road."""
    return CompanyIdentifier.objects.filter(innovator=innovator).order_by("scheme", "value")


def emdn_titles(identifiers: Iterable[Identifier]) -> dict[str, str]:
    """The title of each EMDN code among these and of all above it: one query, none when there is no such code."""
    codes = {code for one in identifiers if one.scheme == DeviceScheme.EMDN for code in emdn_levels(one.value)}
    return dict(EmdnCode.objects.filter(code__in=codes).values_list("code", "title")) if codes else {}


def innovation_by_identifier(scheme: str, value: str) -> str | None:
    """The slug of the public technology with this number, in its normal form; None when none is public."""
    found = Identifier.objects.filter(scheme=scheme, value=value, innovation__published_at__isnull=False)
    return found.order_by("id").values_list("innovation__slug", flat=True).first()
