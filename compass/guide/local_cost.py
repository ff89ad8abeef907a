"""A technology's cost model worked out with an organisation's own numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from compass.foundation.sealing import content_hash
from evidence.cost import (
    HIGHEST,
    LOWEST,
    CostModel,
    Problem,
    Result,
    calculate,
    differing,
    read_cost_model,
    read_overrides,
)


def hash_of_model(raw: Mapping[str, Any]) -> str:
    """SHA-256 of a cost model's canonical JSON: two packs with one hash have one model."""
    return content_hash(dict(raw))


@dataclass(frozen=True)
class Worked:
    """A model, the own numbers that stand in it, and what it comes to."""

    model: CostModel
    own: Mapping[str, Decimal]
    result: Result

    def range_of(self, name: str) -> tuple[Decimal, Decimal] | None:
        """The ends of the own range around an own number; None for a number alone."""
        ends = [self.own.get(name + end) for end in (LOWEST, HIGHEST)]
        if ends == [None, None]:
            return None
        low, high = (self.own[name] if end is None else end for end in ends)
        return low, high


def work_out(raw: Mapping[str, Any] | None, numbers: Mapping[str, str]) -> Worked | None:
    """The three cases with `numbers` (text by name) in place of the innovator's; None where no model can be read.

    A number that the model has no place for is left out.
    """
    model = read_cost_model(raw).model if raw else None
    if model is None:
        return None
    own, _ = read_overrides(model, dict(numbers))
    return Worked(model, own, calculate(model, own))


def changed_numbers(model: CostModel, typed: Mapping[str, str]) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """What to keep of the numbers typed, as text by name: those that change something; and what cannot be read."""
    own, problems = read_overrides(model, dict(typed))
    return {name: typed[name] for name in differing(model, own)}, problems
