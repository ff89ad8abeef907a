"""Claims, guidance, buying, funding and law of one technology, each as a statement of a comparison."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from compass.foundation import words
from compass.guide.comparison import Said
from evidence.claims import Design, Effect, Measure, Told, sentence, strength
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
    """A claim with every number of it and the strength of its evidence; its source, or else `page`."""
    size, low, high = (None if fact[name] is None else Decimal(fact[name]) for name in ("size", "low", "high"))
    effect = Effect(Measure[fact["measure"]], size or Decimal(0), low, high, fact["unit"], fact["confidence"])
    design = Design[fact["design"]]
    told = Told(
        outcome=fact["outcome"],
        population=fact["population"],
        comparator=fact["comparator"],
        effect=effect,
        design=design,
        participants=fact["participants"],
        follow_up=fact["months"],
        sites=len(fact["sites"]),
    )
    return Said(
        f"{sentence(told)} Evidence: {strength(design, effect).label.lower()}.", source_link(fact["source"]) or page
    )


def guidance(fact: Fact) -> Said:
    """What one guidance says, and whether it still holds."""
    state = GuidanceState(fact["state"])
    no_longer = "" if state is GuidanceState.CURRENT else f" ({str(state.label).lower()})"
    return Said(f"{fact['reference']}{no_longer}: {Recommendation(fact['recommendation']).label}", fact["url"])


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


def device_class(answers: Sequence[Fact]) -> str:
    """The class in the words of the answer that applies; empty when not stated."""
    said = _answers(answers)
    kind, what = said.get("medical-device", ("", ""))
    if kind in {"DEVICE", "IVD"}:
        return said.get("device-class" if kind == "DEVICE" else "ivd-class", ("", ""))[1]
    return what


def esf_tier(answers: Sequence[Fact]) -> str:
    """The tier; that there is none for what is not software; empty when not stated."""
    said = _answers(answers)
    software = said.get("software", ("", ""))[0]
    return "Not software" if software == "NO" else said.get("esf-tier", ("", ""))[1] if software == "YES" else ""


def _answers(answers: Sequence[Fact]) -> dict[str, tuple[str, str]]:
    """The code and the words of each answer, by its question."""
    return {
        one["question"]: (one["choice"], str(dict(one["options"] or ()).get(one["choice"], "")))
        for one in answers
        if one["choice"]
    }


def _between(starts: date | None, ends: date | None, today: date) -> str:
    if ends and ends < today:
        return f"ended on {words.civil_date(ends)}"
    begins = f"from {words.civil_date(starts)}, " if starts and starts > today else ""
    return f"{begins}until {words.civil_date(ends)}" if ends else f"{begins}end date not stated"


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None
