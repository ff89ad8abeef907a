"""How the market stands to a technology, stated from public sources; the same fact again changes nothing."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model

from compass.accounts.models import User
from compass.foundation.errors import Invalid
from compass.foundation.history import record_change
from evidence.models import (
    BuyingRoute,
    Funding,
    FundingKind,
    FundingProgramme,
    Guidance,
    GuidanceOn,
    Innovation,
    Listing,
    Recommendation,
    RouteKind,
)

_Row = TypeVar("_Row", bound=Model)


@dataclass(frozen=True, kw_only=True)
class GuidanceFacts:
    """Published guidance by its reference; `checked_on` is the day its page was last read.

    `publisher` reads before the reference; empty where it is not stated.
    """

    reference: str
    title: str
    url: str
    checked_on: date
    published_on: date | None = None
    publisher: str = ""


@dataclass(frozen=True, kw_only=True)
class RouteFacts:
    """An agreement to buy through; both days are inclusive, None is "not stated"."""

    code: str
    name: str
    kind: str
    organiser: str = ""
    reference: str = ""
    url: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ProgrammeFacts:
    """Who pays, or must."""

    code: str
    name: str
    kind: str
    payer: str
    url: str = ""


@transaction.atomic
def state_guidance(
    *, innovation: Innovation, guidance: GuidanceFacts, recommendation: str, now: datetime, by: User | None = None
) -> GuidanceOn:
    """State what guidance says of a technology. Raises Invalid for a recommendation that is none."""
    _check_known(recommendation, Recommendation.values, "recommendation")
    Innovation.objects.select_for_update().get(pk=innovation.pk)
    facts = asdict(guidance)
    source, _ = _kept(Guidance, {"reference": facts.pop("reference")}, facts)
    said, changed = _kept(
        GuidanceOn, {"innovation": innovation, "guidance": source}, {"recommendation": recommendation}
    )
    if changed:
        sentence = f"Guidance {source.reference}: {Recommendation(recommendation).label.lower()}."
        record_change("guidance_stated", innovation, sentence, by=by, now=now, data={"guidance": said.pk})
    return said


@transaction.atomic
def list_on_route(
    *,
    innovation: Innovation,
    route: RouteFacts,
    now: datetime,
    by: User | None = None,
    lot: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
    source_url: str = "",
) -> Listing:
    """State that a technology can be bought through a route. Raises Invalid for days that are the wrong way round."""
    _check_known(route.kind, RouteKind.values, "kind")
    _check_days(route.starts_on, route.ends_on)
    _check_days(starts_on, ends_on)
    Innovation.objects.select_for_update().get(pk=innovation.pk)
    facts = asdict(route)
    way, _ = _kept(BuyingRoute, {"code": facts.pop("code")}, facts)
    listing, changed = _kept(
        Listing,
        {"innovation": innovation, "route": way, "lot": lot},
        {"starts_on": starts_on, "ends_on": ends_on, "source_url": source_url},
    )
    if changed:
        sentence = f"It can be bought through {way.name}."
        record_change("route_listed", innovation, sentence, by=by, now=now, data={"listing": listing.pk})
    return listing


@transaction.atomic
def state_funding(
    *,
    innovation: Innovation,
    programme: ProgrammeFacts,
    now: datetime,
    by: User | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    note: str = "",
    source_url: str = "",
) -> Funding:
    """State who pays for a technology. Raises Invalid for days that are the wrong way round."""
    _check_known(programme.kind, FundingKind.values, "kind")
    _check_days(starts_on, ends_on)
    Innovation.objects.select_for_update().get(pk=innovation.pk)
    facts = asdict(programme)
    payer, _ = _kept(FundingProgramme, {"code": facts.pop("code")}, facts)
    funding, changed = _kept(
        Funding,
        {"innovation": innovation, "programme": payer},
        {"starts_on": starts_on, "ends_on": ends_on, "note": note, "source_url": source_url},
    )
    if changed:
        sentence = f"It is paid for by {payer.payer}: {payer.name}."
        record_change("funding_stated", innovation, sentence, by=by, now=now, data={"funding": funding.pk})
    return funding


def _kept(of: type[_Row], key: dict[str, Any], facts: dict[str, Any]) -> tuple[_Row, bool]:
    """The row of this key with these facts, and whether it was added or changed."""
    row, added = of._default_manager.get_or_create(**key, defaults=facts)
    changed = [name for name, value in facts.items() if getattr(row, name) != value]
    if changed:
        for name in changed:
            setattr(row, name, facts[name])
        row.save(update_fields=changed)
    return row, added or bool(changed)


def _check_known(value: str, known: list[str], field: str) -> None:
    if value not in known:
        raise Invalid(f"{value} is not known here.", next_step=f"Use one of {', '.join(known)}.", field=field)


def _check_days(starts_on: date | None, ends_on: date | None) -> None:
    if starts_on and ends_on and ends_on < starts_on:
        raise Invalid("The last day lies before the first.", next_step="Give the days in their order.", field="ends_on")
