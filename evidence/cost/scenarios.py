"""Low, central and high, and what each number alone does to the result. Pure.

Low is the least favourable case and high the most favourable one. Both start from the central numbers. One number
after the other, in the order of the model, is put to the end of its range (or left) that makes present cash and
capacity less cost the smallest, for high the largest, with the others as they then stand; this is repeated until no
single change does more, four rounds at most. A number that helps in one place and harms in another is so judged by all
it does, and low ≤ central ≤ high holds whatever the prices by volume do. That sum only sets the direction: it is not a
result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from evidence.cost.calculation import Scenario, plan, scenario
from evidence.cost.model import CostModel, inputs_of
from evidence.cost.reading import HIGHEST, LOWEST

ROUNDS = 4


@dataclass(frozen=True)
class Swing:
    """One number at both ends of its range while all others are central: net present cost, and capacity apart."""

    name: str
    title: str
    low: Decimal
    high: Decimal
    cost_at_low: Decimal
    cost_at_high: Decimal
    capacity_at_low: Decimal
    capacity_at_high: Decimal


@dataclass(frozen=True)
class Result:
    """The three scenarios, and the swings with the widest first."""

    low: Scenario
    central: Scenario
    high: Scenario
    swings: tuple[Swing, ...]


def calculate(model: CostModel, overrides: Mapping[str, Decimal] | None = None) -> Result:
    """Work the model out; an override puts one local number, or a local range, in place of a range or a price.

    Overrides come from `read_overrides`; raises ValueError for a name that the model does not have.
    """
    given = dict(overrides or {})
    ranges = {row.name: (row.low, row.central, row.high) for row in model.ranged}
    names = {row.name for row in inputs_of(model)}
    ends = {f"{name}{end}" for name in names for end in (LOWEST, HIGHEST)}
    if unknown := sorted(set(given) - names - ends):
        raise ValueError(f"The model has no number called {', '.join(unknown)}.")
    ranges |= {
        name: (given.get(name + LOWEST, number), number, given.get(name + HIGHEST, number))
        for name, number in given.items()
        if name not in ends
    }

    ready = plan(model)

    def work_out(numbers: Mapping[str, Decimal]) -> Scenario:
        return scenario(ready, numbers)

    central = work_out({name: ends[1] for name, ends in ranges.items()})
    return Result(
        low=_towards(central, ranges, work_out, lambda new, old: new.favour < old.favour),
        central=central,
        high=_towards(central, ranges, work_out, lambda new, old: new.favour > old.favour),
        swings=tuple(sorted(_swings(model, central, ranges, work_out), key=_width, reverse=True)),
    )


def _towards(
    start: Scenario,
    ranges: Mapping[str, tuple[Decimal, Decimal, Decimal]],
    work_out: Callable[[Mapping[str, Decimal]], Scenario],
    further: Callable[[Scenario, Scenario], bool],
) -> Scenario:
    best = start
    for _ in range(ROUNDS):
        before = best
        for name, ends in ranges.items():
            for end in dict.fromkeys(ends):
                if end == best.numbers[name]:
                    continue
                tried = work_out({**best.numbers, name: end})
                if further(tried, best):
                    best = tried
        if best is before:
            break
    return best


def _swings(
    model: CostModel,
    central: Scenario,
    ranges: Mapping[str, tuple[Decimal, Decimal, Decimal]],
    work_out: Callable[[Mapping[str, Decimal]], Scenario],
) -> Iterator[Swing]:
    titles = {row.name: row.title for row in inputs_of(model)}
    for name, (low, _, high) in ranges.items():
        if low == high:
            continue
        at_low, at_high = (work_out({**central.numbers, name: end}) for end in (low, high))
        yield Swing(
            name=name,
            title=titles[name],
            low=low,
            high=high,
            cost_at_low=at_low.net_present_cost,
            cost_at_high=at_high.net_present_cost,
            capacity_at_low=at_low.present_capacity,
            capacity_at_high=at_high.present_capacity,
        )


def _width(swing: Swing) -> tuple[Decimal, Decimal]:
    return (abs(swing.cost_at_high - swing.cost_at_low), abs(swing.capacity_at_high - swing.capacity_at_low))
