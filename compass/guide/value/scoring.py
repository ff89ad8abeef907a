"""Weighted scores of an evaluation: points of the five-point scale, and whole-life cost, both out of 100."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from compass.guide.value.scheme import DOMAIN_NAMES, MOST_POINTS, Question


@dataclass(frozen=True)
class Entry:
    """What is known of one technology: agreed points by question key, and whole-life cost in GBP without VAT."""

    key: str
    points: Mapping[str, int]
    cost: Decimal


@dataclass(frozen=True)
class Parts:
    """A technology's score in each domain and for cost, each from 0 to 1 and exact; a domain of weight 0 has 0."""

    key: str
    domains: Mapping[str, Fraction]
    cost: Fraction


def cost_score(cost: Decimal, lowest: Decimal) -> Fraction:
    """The lowest whole-life cost gets 1, a cost twice as high gets a half; raises ValueError for a cost of 0."""
    if cost <= 0 or lowest <= 0:
        raise ValueError("a whole-life cost must be above 0")
    return Fraction(lowest) / Fraction(cost)


def parts_of(questions: Sequence[Question], entries: Sequence[Entry]) -> list[Parts]:
    """The exact parts of every entry, in their order; raises KeyError when a question has no points."""
    lowest = min((entry.cost for entry in entries), default=Decimal(1))
    return [
        Parts(
            key=entry.key,
            domains={domain: _domain_score(domain, questions, entry) for domain in DOMAIN_NAMES},
            cost=cost_score(entry.cost, lowest),
        )
        for entry in entries
    ]


def _domain_score(domain: str, questions: Sequence[Question], entry: Entry) -> Fraction:
    asked = [q for q in questions if q.domain == domain]
    weight = sum((Fraction(q.weight) for q in asked), Fraction(0))
    gained = sum((Fraction(q.weight) * entry.points[q.key] for q in asked), Fraction(0))
    return gained / (weight * MOST_POINTS) if weight else Fraction(0)


def total(parts: Parts, weights: Mapping[str, Decimal], cost_weight: Decimal) -> Fraction:
    """The weighted score out of 100, exact, for weights in percent that add up to 100."""
    value = sum((Fraction(weights[domain]) * score for domain, score in parts.domains.items()), Fraction(0))
    return value + Fraction(cost_weight) * parts.cost


def rounded(number: Fraction, places: int = 2) -> Decimal:
    """A Decimal to show, halves up; comparisons use the exact number."""
    scaled = number * 10**places
    whole = (Decimal(scaled.numerator) / Decimal(scaled.denominator)).quantize(Decimal(1), ROUND_HALF_UP)
    return whole.scaleb(-places)
