"""From JSON to a checked cost model: every problem at once, each with its place. Pure, never raises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from evidence.cost.fitting import check_fit
from evidence.cost.model import COST_KINDS, MARKINGS, Assumption, Cost, CostModel, Effect, Price, Tier, inputs_of
from evidence.cost.units import ASSUMPTION_UNITS, PRICE_UNITS
from evidence.cost.values import TIERS_MAX, TIMES_MAX, Path, Problem, Values

TOP = (
    "version",
    "currency",
    "price_year",
    "vat",
    "discount",
    "life_years",
    "assumptions",
    "prices",
    "costs",
    "effects",
)
_RANGE = ("low", "central", "high", "source_title", "source_url", "note")


@dataclass(frozen=True)
class Reading:
    """A model without problems, or problems and no model."""

    model: CostModel | None
    problems: tuple[Problem, ...]


def read_cost_model(raw: Any) -> Reading:
    """Read untrusted JSON by the rules of `cost_model.schema.json`, then check names and units against one another."""
    values = Values()
    top = values.mapping(raw, (), TOP)
    values.choice(top.get("version"), ("version",), ("1.0",), what="The version")
    values.choice(top.get("currency"), ("currency",), ("GBP",), what="The currency")
    vat = values.mapping(top.get("vat"), ("vat",), ("rate", "recoverable"))
    discount = values.mapping(top.get("discount"), ("discount",), ("rate", "source_title", "source_url"))
    model = CostModel(
        price_year=values.whole(top.get("price_year"), ("price_year",), least=2000, most=2100, what="The price year"),
        vat_rate=values.number(vat.get("rate"), ("vat", "rate"), least=0, most=100, what="The VAT rate"),
        vat_recoverable=values.flag(
            vat.get("recoverable"), ("vat", "recoverable"), what="Whether buyers get the VAT back"
        ),
        discount_rate=values.number(
            discount.get("rate"), ("discount", "rate"), least=0, most=100, what="The discount rate"
        ),
        discount_source_title=values.line(
            discount.get("source_title"), ("discount", "source_title"), what="The source of the discount rate"
        ),
        discount_source_url=values.link(discount.get("source_url", ""), ("discount", "source_url")),
        life_years=values.whole(top.get("life_years"), ("life_years",), least=1, most=30, what="The life in years"),
        assumptions=tuple(_each(values, top, "assumptions", _assumption)),
        prices=tuple(_each(values, top, "prices", _price)),
        costs=tuple(_each(values, top, "costs", _cost)),
        effects=tuple(_each(values, top, "effects", _effect)),
    )
    check_fit(model, values)
    return Reading(None if values.problems else model, tuple(values.problems))


def _each(values: Values, top: dict[str, Any], part: str, read: Any) -> list[Any]:
    rows = values.rows(top.get(part), (part,))
    return [read(values, row, (part, place)) for place, row in enumerate(rows)]


def _range(values: Values, row: dict[str, Any], path: Path, least: int | None) -> dict[str, Any]:
    """Three numbers in order, and where they come from."""
    before = len(values.problems)
    found: dict[str, Any] = {
        end: values.number(row.get(end), (*path, end), least=least, what=f"The {end} number")
        for end in ("low", "central", "high")
    }
    if len(values.problems) == before and not found["low"] <= found["central"] <= found["high"]:
        values.say(
            (*path, "central"),
            "The central number is not between the low and the high one.",
            "Put the smallest number first: −3 is lower than −2.",
        )
    found["source_title"] = values.line(row.get("source_title"), (*path, "source_title"), what="The source")
    found["source_url"] = values.link(row.get("source_url", ""), (*path, "source_url"))
    found["note"] = values.note(row.get("note", ""), (*path, "note"))
    return found


def _called(values: Values, row: dict[str, Any], path: Path) -> dict[str, Any]:
    return {
        "name": values.name(row.get("name"), (*path, "name")),
        "title": values.line(row.get("title"), (*path, "title"), what="What it is called"),
    }


def _times(values: Values, row: dict[str, Any], path: Path) -> tuple[str, ...]:
    place = (*path, "times")
    raw = values.rows(row.get("times", []), place, TIMES_MAX)
    names = tuple(values.name(name, (*place, n)) for n, name in enumerate(raw))
    if len(set(names)) != len(names):
        values.say(place, "An assumption is multiplied in twice.", "Name each once.")
    return names


def _assumption(values: Values, raw: Any, path: Path) -> Assumption:
    row = values.mapping(raw, path, ("name", "title", "unit", *_RANGE))
    return Assumption(
        unit=values.choice(row.get("unit"), (*path, "unit"), ASSUMPTION_UNITS, what="The unit"),
        **_called(values, row, path),
        **_range(values, row, path, None),
    )


def _price(values: Values, raw: Any, path: Path) -> Price:
    row = values.mapping(raw, path, ("name", "title", "unit", "vat", "tiers", "times"))
    place = (*path, "tiers")
    tiers = tuple(
        _tier(values, one, (*place, n)) for n, one in enumerate(values.rows(row.get("tiers"), place, TIERS_MAX))
    )
    starts = [tier.start for tier in tiers]
    if not tiers or starts[0] != 0:
        values.say((*place, 0, "from"), "The first price does not begin at 0.", "Give the price that holds from 0 on.")
    for n in range(1, len(starts)):
        if starts[n] <= starts[n - 1]:
            values.say(
                (*place, n, "from"),
                "This volume is not above the one before it.",
                "Put the prices in the order of their volumes.",
            )
    return Price(
        unit=values.choice(row.get("unit"), (*path, "unit"), PRICE_UNITS, what="What the price is for"),
        vat=values.flag(row.get("vat"), (*path, "vat"), what="Whether VAT is added"),
        tiers=tiers,
        times=_times(values, row, path),
        **_called(values, row, path),
    )


def _tier(values: Values, raw: Any, path: Path) -> Tier:
    row = values.mapping(raw, path, ("from", "price"))
    return Tier(
        start=values.number(row.get("from"), (*path, "from"), least=0, what="The volume"),
        price=values.number(row.get("price"), (*path, "price"), least=0, what="The price"),
    )


def _cost(values: Values, raw: Any, path: Path) -> Cost:
    row = values.mapping(raw, path, ("name", "title", "kind", "unit", "vat", *_RANGE, "times"))
    return Cost(
        kind=values.choice(row.get("kind"), (*path, "kind"), COST_KINDS, what="The kind of cost"),
        unit=values.choice(row.get("unit"), (*path, "unit"), PRICE_UNITS, what="What the amount is for"),
        vat=values.flag(row.get("vat"), (*path, "vat"), what="Whether VAT is added"),
        times=_times(values, row, path),
        **_called(values, row, path),
        **_range(values, row, path, 0),
    )


def _effect(values: Values, raw: Any, path: Path) -> Effect:
    row = values.mapping(raw, path, ("name", "title", "marking", "change", "unit_cost", "times"))
    return Effect(
        marking=values.choice(
            row.get("marking"), (*path, "marking"), MARKINGS, what="Whether it releases cash or capacity"
        ),
        change=values.name(row.get("change"), (*path, "change")),
        unit_cost=values.name(row.get("unit_cost"), (*path, "unit_cost")),
        times=_times(values, row, path),
        **_called(values, row, path),
    )


# What follows the name of an input for the lowest and the highest likely number around one's own.
LOWEST, HIGHEST = ".low", ".high"


def read_overrides(model: CostModel, raw: Any) -> tuple[Mapping[str, Decimal], tuple[Problem, ...]]:
    """A buyer's own numbers by the name of an assumption, a cost or a price; those that cannot be read are problems.

    Each may have a range too: `patients` with `patients.low`, `patients.high`, or one of them.
    """
    values = Values()
    never_negative = {row.name for row in model.paid}
    never_negative |= {name for row in model.paid for name in row.times}
    ends = {f"{row.name}{end}": row.name for row in inputs_of(model) for end in (LOWEST, HIGHEST)}
    known = never_negative | {row.name for row in model.assumptions} | set(ends)
    found = {
        name: values.number(
            number, (name,), least=0 if ends.get(name, name) in never_negative else None, what="Your number"
        )
        for name, number in values.mapping(raw, (), known).items()
        if name in known
    }
    broken = {problem.path[0] for problem in values.problems}
    for name in found.keys() & ends.keys() - broken:
        own = found.get(ends[name]) if ends[name] not in broken else None
        if own is None:
            values.say((name,), "Your own number is missing.", "Give it too: this is the range around it.")
        elif (found[name] > own) if name.endswith(LOWEST) else (found[name] < own):
            side = ("lowest", "above") if name.endswith(LOWEST) else ("highest", "below")
            values.say((name,), f"Your {side[0]} number is {side[1]} your own one.", "Put your own between the two.")
    broken = {problem.path[0] for problem in values.problems}
    return {n: v for n, v in found.items() if n not in broken}, tuple(values.problems)
