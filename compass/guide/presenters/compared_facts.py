"""Claims, guidance, buying, funding and law of one technology, each as a statement of a comparison."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from compass.foundation import words
from compass.guide.comparison import Said
from compass.guide.presenters.evidence import NO_LAST_DAY, told
from evidence.claims import sentence, strength
from evidence.models import Benefit, CareSetting, FundingKind, GuidanceState, Recommendation, RouteKind
from evidence.presenters import source_link

Fact = Mapping[str, Any]


def settings(codes: Iterable[str]) -> str:
    """`Hospital ward, At home`; empty when not stated."""
    return ", ".join(str(CareSetting(code).label) for code in codes)


def benefits(codes: Iterable[str]) -> str:
    """`Shorter waits, Less staff time`; empty when not stated."""
    return ", ".join(str(Benefit(code).label) for code in codes)


def claim(fact: Fact, page: str) -> Said:
    """A claim with every number of it and how sure it is; its source, or else `page`."""
    claim = told(fact)
    sure = strength(claim.design, claim.effect)
    return Said(f"{sentence(claim)} How sure: {sure.label.lower()}.", source_link(fact["study_reference"]) or page)


def certificate(one: Fact) -> str:
    """A certificate of `certificate_rows` in one sentence."""
    when = f"ended on {one['until']}" if one["ended"] else f"valid until {one['until']}"
    return f"{one['kind']}, issued by {one['issuer']}, {when if one['until'] != NO_LAST_DAY else 'has no last day'}."


def guidance(fact: Fact) -> Said:
    """What one guidance says, and whether it still holds."""
    state = GuidanceState(fact["state"])
    no_longer = "" if state is GuidanceState.CURRENT else f" ({str(state.label).lower()})"
    name = f"{fact['publisher']} {fact['reference']}".lstrip()
    return Said(f"{name}{no_longer}: {Recommendation(fact['recommendation']).label}", fact["url"])


def route(fact: Fact, today: date) -> Said:
    """A way to buy, with the day on which it ends or ended: the listing's, or the agreement's when that is earlier."""
    lot = f", {fact['lot']}" if fact["lot"] else ""
    ends = min(filter(None, (_day(fact["ends_on"]), _day(fact["route_ends_on"]))), default=None)
    said = f"{fact['name']}{lot} ({str(RouteKind(fact['kind']).label).lower()}), "
    return Said(said + _between(_day(fact["starts_on"]), ends, today), fact["url"] or fact["route_url"])


def funding(fact: Fact, today: date) -> Said:
    """Who pays, on what ground, and when."""
    said = f"{fact['name']} ({str(FundingKind(fact['kind']).label)[0].lower()}{FundingKind(fact['kind']).label[1:]}), "
    when = _between(_day(fact["starts_on"]), _day(fact["ends_on"]), today)
    return Said(f"{said}paid by {fact['payer']}, {when}", fact["url"] or fact["programme_url"])


def condition(fact: Fact, page: str) -> Said:
    """A condition with its day."""
    weight = " The passport is suspended if it is not met by then." if fact["blocking"] else ""
    return Said(f"{fact['text']} Due by {words.civil_date(fact['due'])}.{weight}", page)


def notice(fact: Fact) -> Said:
    """An open safety notice with its day."""
    day = words.civil_date(fact["published_on"])
    return Said(f"{fact['title']}{f', {day}' if day else ''}", fact["url"])


def _between(starts: date | None, ends: date | None, today: date) -> str:
    if ends and ends < today:
        return f"ended on {words.civil_date(ends)}"
    begins = f"from {words.civil_date(starts)}, " if starts and starts > today else ""
    return f"{begins}until {words.civil_date(ends)}" if ends else f"{begins}end date not stated"


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None
