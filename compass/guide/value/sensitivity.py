"""Over which weights the first place holds: scores are straight lines of a weight, so changes lie where lines cross.

Everything is exact (fractions). One weight is moved; all others keep their proportions to one another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from compass.guide.value.scheme import LEAST_SOCIAL_VALUE, MOST_COST, Domain
from compass.guide.value.scoring import Parts

COST = "COST"
_ONE = Fraction(1)


@dataclass(frozen=True)
class Line:
    """A technology's score out of 100 as one weight goes from 0 (`start`) to 100 % (`end`)."""

    key: str
    start: Fraction
    end: Fraction

    def at(self, weight: Fraction) -> Fraction:
        """The score at a weight from 0 to 1."""
        return self.start + (self.end - self.start) * weight


@dataclass(frozen=True)
class Stretch:
    """From one weight to another (both from 0 to 1), and who is first in between; several keys are a tie."""

    start: Fraction
    end: Fraction
    first: tuple[str, ...]


def lines_of(parts: Sequence[Parts], moved: str, weights: Mapping[str, Decimal], cost_weight: Decimal) -> list[Line]:
    """The lines of every technology as the weight of `moved` (a domain, or COST) changes.

    Raises ValueError when `moved` has the whole weight, so that nothing is left to keep in proportion.
    """
    all_weights = {**weights, COST: cost_weight}
    rest = sum((Fraction(w) for name, w in all_weights.items() if name != moved), Fraction(0))
    if not rest:
        raise ValueError("the other weights are all 0")
    return [Line(one.key, 100 * _of_rest(one, moved, all_weights, rest), 100 * _part(one, moved)) for one in parts]


def _part(one: Parts, name: str) -> Fraction:
    return one.cost if name == COST else one.domains[name]


def _of_rest(one: Parts, moved: str, weights: Mapping[str, Decimal], rest: Fraction) -> Fraction:
    gained = (Fraction(w) * _part(one, name) for name, w in weights.items() if name != moved)
    return sum(gained, Fraction(0)) / rest


def allowed(moved: str, weights: Mapping[str, Decimal], cost_weight: Decimal) -> tuple[Fraction, Fraction]:
    """The least and the most weight (0 to 1) of `moved` that the rule of the weights allows, the rest in proportion."""
    social, cost = Fraction(weights[Domain.SOCIAL_VALUE]), Fraction(cost_weight)
    least_social, most_cost = Fraction(LEAST_SOCIAL_VALUE) / 100, Fraction(MOST_COST) / 100
    low, high = Fraction(0), _ONE
    if moved == COST:
        high = most_cost
    elif cost:
        own = Fraction(weights[moved])
        low = max(low, _ONE - most_cost * (100 - own) / cost)
    if moved == Domain.SOCIAL_VALUE:
        low = max(low, least_social)
    else:
        own = cost if moved == COST else Fraction(weights[moved])
        high = min(high, _ONE - least_social * (100 - own) / social)
    return low, high


def stretches(lines: Sequence[Line], low: Fraction, high: Fraction) -> list[Stretch]:
    """Who is first from `low` to `high`, in order; each neighbour has somebody else first. Empty without lines."""
    if not lines:
        return []
    edges = sorted({low, high, *(x for x in _crossings(lines) if low < x < high)})
    found: list[Stretch] = []
    for start, end in pairwise(edges):
        first = leaders(lines, (start + end) / 2)
        if found and found[-1].first == first:
            found[-1] = Stretch(found[-1].start, end, first)
        else:
            found.append(Stretch(start, end, first))
    return found or [Stretch(low, high, leaders(lines, low))]


def _crossings(lines: Sequence[Line]) -> set[Fraction]:
    """Every weight at which two different lines have the same score."""
    found = set()
    for n, one in enumerate(lines):
        for other in lines[n + 1 :]:
            closing = (one.end - one.start) - (other.end - other.start)
            if closing:
                found.add((other.start - one.start) / closing)
    return found


def leaders(lines: Sequence[Line], weight: Fraction) -> tuple[str, ...]:
    """The keys of the highest score at a weight; several for a tie, in the order of the lines."""
    best = max(line.at(weight) for line in lines)
    return tuple(line.key for line in lines if line.at(weight) == best)
