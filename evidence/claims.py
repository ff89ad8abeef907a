"""A stated benefit in plain English, and how strong its evidence is. Pure: no database, no clock.

The strength is a label with its rule beside it, never a score: it says what kind of study stands behind one claim, and
does not rank technologies. The order of designs follows the usual hierarchy for questions of effect (GRADE working
group; Oxford CEBM levels of evidence, 2011).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum


class Design(Enum):
    """How the effect was studied."""

    SYSTEMATIC_REVIEW = "Systematic review"
    RANDOMISED = "Randomised controlled trial"
    CONTROLLED = "Controlled study without randomisation"
    BEFORE_AFTER = "Before-and-after study"
    ACCURACY = "Diagnostic accuracy study"
    COHORT = "Study without a comparison group"
    REAL_WORLD = "Measured in routine use"
    MODELLED = "Modelled, not measured"


class Measure(Enum):
    """What kind of number the effect is: words, the value that means no effect, and the least and greatest possible."""

    DIFFERENCE = "difference"
    PERCENTAGE_POINTS = "difference in percentage points"
    RISK_RATIO = "risk ratio"
    ODDS_RATIO = "odds ratio"
    HAZARD_RATIO = "hazard ratio"
    SENSITIVITY = "sensitivity"
    SPECIFICITY = "specificity"
    LEVEL = "measured value"


_NULL = {
    Measure.DIFFERENCE: Decimal(0),
    Measure.PERCENTAGE_POINTS: Decimal(0),
    Measure.RISK_RATIO: Decimal(1),
    Measure.ODDS_RATIO: Decimal(1),
    Measure.HAZARD_RATIO: Decimal(1),
}
_RANGE = {
    Measure.PERCENTAGE_POINTS: (Decimal(-100), Decimal(100)),
    Measure.SENSITIVITY: (Decimal(0), Decimal(100)),
    Measure.SPECIFICITY: (Decimal(0), Decimal(100)),
    Measure.RISK_RATIO: (Decimal(0), None),
    Measure.ODDS_RATIO: (Decimal(0), None),
    Measure.HAZARD_RATIO: (Decimal(0), None),
}
COMPARATIVE = frozenset({Design.SYSTEMATIC_REVIEW, Design.RANDOMISED, Design.CONTROLLED, Design.BEFORE_AFTER})


@dataclass(frozen=True)
class Effect:
    """A size with its confidence interval; `low` and `high` are both None when no interval is known."""

    measure: Measure
    size: Decimal
    low: Decimal | None
    high: Decimal | None
    unit: str = ""
    confidence: int = 95

    @property
    def excludes_no_effect(self) -> bool | None:
        """Whether the whole interval lies on one side of no effect; None where that has no meaning or is not known."""
        null = _NULL.get(self.measure)
        if null is None or self.low is None or self.high is None:
            return None
        return self.low > null or self.high < null


def effect_problems(effect: Effect) -> dict[str, str]:
    """What is wrong with the numbers, by field; empty when they can be true."""
    problems: dict[str, str] = {}
    if (effect.low is None) != (effect.high is None):
        problems["high" if effect.high is None else "low"] = "Give both ends of the interval, or neither"
    elif effect.low is not None and effect.high is not None and not effect.low <= effect.size <= effect.high:
        problems["size"] = "The effect must lie inside its interval"
    least, greatest = _RANGE.get(effect.measure, (None, None))
    for name, value in (("size", effect.size), ("low", effect.low), ("high", effect.high)):
        if value is None:
            continue
        if least is not None and value < least:
            problems.setdefault(name, f"A {effect.measure.value} is never below {least}")
        if greatest is not None and value > greatest:
            problems.setdefault(name, f"A {effect.measure.value} is never above {greatest}")
    return problems


@dataclass(frozen=True)
class Strength:
    """A label, and the rule by which it was given."""

    label: str
    rule: str


_CERTAIN = "the whole interval shows an effect in one direction"
STRONG = Strength("Strong", f"A randomised trial or a systematic review, and {_CERTAIN}.")
MODERATE = Strength("Moderate", f"A comparison without randomisation, and {_CERTAIN}.")
UNCERTAIN = Strength("Uncertain", "A comparison whose interval also allows no effect, or that states no interval.")
DESCRIPTIVE = Strength("Descriptive", "A measurement without a comparison: it shows what happened, not what caused it.")
MODELLED = Strength("Modelled", "Worked out from assumptions, not measured.")
ACCURACY = Strength("Accuracy", "How well a test tells who has a condition; it says nothing about what patients gain.")
STRENGTHS = (STRONG, MODERATE, UNCERTAIN, ACCURACY, DESCRIPTIVE, MODELLED)


def strength(design: Design, effect: Effect) -> Strength:
    """The label of one claim by its design and interval; the same facts always give the same label."""
    if design is Design.MODELLED:
        return MODELLED
    if design is Design.ACCURACY:
        return ACCURACY
    if effect.excludes_no_effect is None and design not in COMPARATIVE:
        return DESCRIPTIVE
    if not effect.excludes_no_effect:
        return UNCERTAIN
    if design in {Design.SYSTEMATIC_REVIEW, Design.RANDOMISED}:
        return STRONG
    return MODERATE if design in COMPARATIVE else DESCRIPTIVE


@dataclass(frozen=True)
class Told:
    """The parts of a claim that its sentence needs; `follow_up` is in whole months, None when not stated."""

    outcome: str
    population: str
    comparator: str
    effect: Effect
    design: Design
    participants: int | None
    follow_up: int | None
    sites: int


def _number(value: Decimal) -> str:
    text = format(value.normalize(), "f")
    return f"−{text[1:]}" if text.startswith("-") else text


def _size(effect: Effect) -> str:
    differs = effect.measure in {Measure.DIFFERENCE, Measure.PERCENTAGE_POINTS}
    # Percentage points are a unit themselves, whatever was typed beside them.
    unit = "percentage points" if effect.measure is Measure.PERCENTAGE_POINTS else effect.unit
    said = f"{_number(effect.size)}{unit if unit in {'', '%'} else f' {unit}'}"
    if effect.measure in _NULL and not differs:
        said = f"{effect.measure.value} {said}"
    elif differs and effect.size > 0:
        said = f"+{said}"
    if effect.low is None or effect.high is None:
        return f"{said} (no interval stated)"
    return f"{said} ({effect.confidence}% interval {_number(effect.low)} to {_number(effect.high)})"


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def effect_words(told: Told) -> str:
    """How large the effect is, with its interval, and against what."""
    against = f" compared with {told.comparator}" if told.comparator else ", without a comparison"
    return f"{_size(told.effect)}{against}"


def study_words(told: Told) -> str:
    """The kind of study with its numbers; what is not stated is said to be."""
    people = (
        "number of people not stated" if told.participants is None else _counted(told.participants, "person", "people")
    )
    time = (
        "follow-up not stated"
        if told.follow_up is None
        else f"followed for {_counted(told.follow_up, 'month', 'months')}"
    )
    where = [_counted(told.sites, "site", "sites")] if told.sites else []
    return ", ".join([told.design.value, people, *where, time])


def sentence(told: Told) -> str:
    """The claim as one sentence that keeps every number; what is not stated is said to be."""
    return f"{told.outcome}: {effect_words(told)}, in {told.population} ({study_words(told)})."
