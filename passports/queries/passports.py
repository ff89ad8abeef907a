"""What is asked about passports themselves. Public facts are public."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import F, Func, QuerySet, TextField, Value
from django.db.models.functions import Coalesce

from compass.foundation.rows import Fields
from passports.models import Passport
from passports.validity import USABLE
from trusts.queries import carried_by_ended


def _frozen(part: str) -> Func:
    """What the passport's frozen pack says of the technology."""
    content = F("pack__content")
    return Func(content, Value("innovation"), Value(part), function="jsonb_extract_path_text", output_field=TextField())


# The public fields of a passport, declared once: pages, API and exports render this.
PUBLIC_FIELDS: Fields = {
    "number": "number",
    "status": "status",
    "until": "until",
    "reasons": "reasons",
    "issued_at": "issued_at",
    "life_ends_on": "life_ends_on",
    "is_current": "is_current",
    "innovation_slug": "innovation__slug",
    # What was assessed, in the words of the frozen pack: what its maker writes later is not part of the passport.
    "innovation_name": Coalesce(_frozen("name"), "innovation__name", output_field=TextField()),
    "innovator_name": Coalesce(_frozen("innovator"), "innovation__innovator__name", output_field=TextField()),
    "product_version": "pack__product_version",
    "content_hash": "pack__content_hash",
    "assessed_by_ods_code": "assessed_by__ods_code",
    "assessed_by_name": "assessed_by__name",
}


def public_passports() -> QuerySet[Passport]:
    """Every passport with what its page shows."""
    return Passport.objects.select_related("innovation__innovator", "pack", "assessed_by__current").defer(
        "innovation__search", "pack__content"
    )


def any_due(on: date) -> bool:
    """Whether any stored verdict turns, or an organisation stops acting for itself, by a civil date: one query.

    It is one look into an index, and one through the few hundred organisations.
    """
    turning = Passport.objects.filter(next_change_on__lte=on).order_by().values("pk")
    return turning.union(carried_by_ended(on).order_by().values("pk"), all=True).exists()


def newest_passports(limit: int) -> list[Passport]:
    """The passports issued last that can be relied on."""
    usable = public_passports().filter(is_current=True, status__in=[s.value for s in USABLE])
    return list(usable.order_by("-issued_at", "-id")[:limit])


def passport_by_number(number: str) -> Passport:
    """One passport by its number as printed, with its frozen pack; raises Passport.DoesNotExist."""
    return public_passports().defer(None).defer("innovation__search").get(number=number)


def successor_of(passport: Passport) -> Passport | None:
    """The passport that took the place of this one; None, and nothing asked, while it is the technology's own."""
    if passport.is_current:
        return None
    return public_passports().filter(innovation_id=passport.innovation_id, is_current=True).first()


def assessed_as(passport: Passport) -> dict[str, Any]:
    """What the frozen pack says of the technology (name, innovator, summary and so on): what the panel assessed."""
    innovation = passport.innovation
    frozen: dict[str, Any] = (passport.pack.content or {}).get("innovation", {})
    return {"name": innovation.name, "innovator": innovation.innovator.name, "summary": ""} | frozen


def passports_of_packs(pack_ids: Collection[int]) -> dict[int, Passport]:
    """The passport of each of these packs that has one, by pack: one query."""
    return {passport.pack_id: passport for passport in Passport.objects.filter(pack_id__in=pack_ids)}
