"""A buyer's own numbers in a cost model: what may be given, what differs, what fits a changed model. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from evidence.cost.model import CostModel, inputs_of
from evidence.cost.reading import read_overrides


def differing(model: CostModel, own: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Those of the own numbers that change something: not one that is the innovator's only number already.

    A range around a number changes something, and so does the number then.
    """
    certain = {row.name: row.central for row in model.ranged if row.low == row.high}
    certain |= {price.name: price.tiers[0].price for price in model.prices if len(price.tiers) == 1}
    ranged = {base_of(name) for name in own if base_of(name) != name}
    return {name: number for name, number in own.items() if certain.get(name) != number or name in ranged}


def base_of(name: str) -> str:
    """The name of the input to which a number, or an end of its range, belongs."""
    return name.partition(".")[0]


@dataclass(frozen=True)
class Carried:
    """Own numbers, as text, that still fit a changed model, and the names of those that do not."""

    fits: Mapping[str, str]
    left: tuple[str, ...]


def carried_over(before: CostModel, after: CostModel, own: Mapping[str, str]) -> Carried:
    """Which own numbers of one model may stand in another.

    A number fits where a row of the same name, part and unit is there, and the number may stand in that row.
    """
    old, new = ({row.name: (type(row), row.unit) for row in inputs_of(model)} for model in (before, after))
    same = {
        name: number for name, number in own.items()
        if base_of(name) in new and old.get(base_of(name)) == new[base_of(name)]
    }  # fmt: skip
    readable, _ = read_overrides(after, same)
    fits = {name: number for name, number in same.items() if name in readable}
    return Carried(fits, tuple(name for name in own if name not in fits))
