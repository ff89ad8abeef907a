"""The value based procurement scheme: domains, questions, weights, the five-point scale, and the rule of the weights.

Source of the rule: national guidance on value based procurement of medical technology, 11 June 2026.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from importlib.resources import files

WHOLE = Decimal(100)
MOST_COST = Decimal(40)
LEAST_VALUE = Decimal(60)
LEAST_SOCIAL_VALUE = Decimal(10)
MOST_POINTS = 4
# An evaluation compares so many technologies, and so many people score it.
FEWEST, MOST = 2, 10
LEAST_EVALUATORS = 2


class Domain(StrEnum):
    """The five domains of value."""

    SOCIAL_VALUE = "SOCIAL_VALUE"
    EFFICIENCY = "EFFICIENCY"
    PATIENT_AND_STAFF = "PATIENT_AND_STAFF"
    SUPPLY_CHAIN = "SUPPLY_CHAIN"
    PURPOSE = "PURPOSE"


DOMAIN_NAMES: Mapping[str, str] = {
    Domain.SOCIAL_VALUE.value: "Social value",
    Domain.EFFICIENCY.value: "Efficiency",
    Domain.PATIENT_AND_STAFF.value: "Patients and staff",
    Domain.SUPPLY_CHAIN.value: "Supply chain",
    Domain.PURPOSE.value: "Purpose",
}
# From best to worst, as evaluators read them.
SCALE: Mapping[int, str] = {4: "Outstanding", 3: "Good", 2: "Acceptable", 1: "Weak", 0: "No response"}


@dataclass(frozen=True)
class Question:
    """One question of a domain; `weight` is a percentage of the whole."""

    key: str
    domain: str
    text: str
    weight: Decimal


@dataclass(frozen=True)
class Scheme:
    """One version of the scheme."""

    code: str
    version: str
    title: str
    cost_weight: Decimal
    questions: tuple[Question, ...]


def read_scheme(text: str) -> Scheme:
    """A scheme from TOML; raises ValueError, with every sentence of what is wrong, when it breaks the rule."""
    given = tomllib.loads(text)
    questions = tuple(
        Question(key=q["key"], domain=q["domain"], text=q["text"], weight=Decimal(q["weight"]))
        for q in given["questions"]
    )
    scheme = Scheme(
        code=given["code"], version=given["version"], title=given["title"],
        cost_weight=Decimal(given["cost_weight"]), questions=questions,
    )  # fmt: skip
    found = faults([(q.domain, q.weight) for q in questions], scheme.cost_weight)
    if len({q.key for q in questions}) < len(questions):
        found.append("Two questions have the same key.")
    if found:
        raise ValueError(" ".join(found))
    return scheme


def first_scheme() -> Scheme:
    """The version that the product is delivered with."""
    return read_scheme(files("compass.guide.value").joinpath("scheme_1_0.toml").read_text(encoding="utf-8"))


def domain_weights(weights: Iterable[tuple[str, Decimal]]) -> dict[str, Decimal]:
    """The weight of each of the five domains, for pairs of domain and question weight."""
    found = {str(domain): Decimal(0) for domain in Domain}
    for domain, weight in weights:
        found[domain] = found.get(domain, Decimal(0)) + weight
    return found


def faults(weights: Iterable[tuple[str, Decimal]], cost_weight: Decimal) -> list[str]:
    """What is wrong with the weights, each as a sentence that says how far it is off; empty when the rule is kept."""
    weights = list(weights)
    found = [f"“{domain}” is not one of the five domains." for domain, _ in weights if domain not in DOMAIN_NAMES]
    if cost_weight < 0 or any(weight < 0 for _, weight in weights):
        found.append("A weight cannot be below 0%.")
    by_domain = domain_weights(weights)
    value = sum(by_domain.values(), Decimal(0))
    if cost_weight > MOST_COST:
        found.append(f"Whole-life cost has {percent(cost_weight)}: it may have at most {percent(MOST_COST)}.")
    if value < LEAST_VALUE:
        found.append(f"The five domains have {percent(value)} together: they need at least {percent(LEAST_VALUE)}.")
    social = by_domain[Domain.SOCIAL_VALUE]
    if social < LEAST_SOCIAL_VALUE:
        found.append(f"Social value has {percent(social)}: it needs at least {percent(LEAST_SOCIAL_VALUE)}.")
    if value + cost_weight != WHOLE:
        missing = WHOLE - value - cost_weight
        way = f"{percent(missing)} is missing" if missing > 0 else f"{percent(-missing)} is too much"
        found.append(f"All weights add up to {percent(value + cost_weight)}: they must add up to 100%, so {way}.")
    return found


def percent(number: Decimal) -> str:
    """A percentage without zeros at its end: `2.5%`."""
    return f"{number.normalize():f}%" if number else "0%"


def rule() -> str:
    """The rule of the weights, for people."""
    return (
        f"The five domains together have at least {percent(LEAST_VALUE)} of the whole. Social value alone has at least "
        f"{percent(LEAST_SOCIAL_VALUE)} of the whole. Whole-life cost has at most {percent(MOST_COST)}."
    )


def own_key(used: Iterable[str]) -> str:
    """A key for a question that an organisation adds, one that none of these is."""
    numbers = [int(key.removeprefix("own-")) for key in used if key.startswith("own-") and key[4:].isdigit()]
    return f"own-{max(numbers, default=0) + 1}"


@dataclass(frozen=True)
class Changed:
    """What one version has that the one before it had not, by key."""

    added: tuple[str, ...]
    retired: tuple[str, ...]
    reworded: tuple[str, ...]
    weighed: tuple[str, ...]


def changed(before: Scheme, after: Scheme) -> Changed:
    """The questions added, retired, reworded and weighed otherwise from one version to another, in their order."""
    old, new = ({one.key: one for one in scheme.questions} for scheme in (before, after))
    both = [key for key in new if key in old]
    return Changed(
        added=tuple(key for key in new if key not in old),
        retired=tuple(key for key in old if key not in new),
        reworded=tuple(key for key in both if old[key].text != new[key].text),
        weighed=tuple(key for key in both if old[key].weight != new[key].weight),
    )
