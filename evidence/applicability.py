"""Which requirements a pack is asked, from what was answered so far. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

Rule = Mapping[str, Sequence[str]]
# The codes that were chosen under each question.
Facts = Mapping[str, Collection[str]]


class Ruled(Protocol):
    """A requirement, as far as applicability needs it."""

    @property
    def question(self) -> str: ...

    @property
    def rules(self) -> Sequence[Rule]:
        """Each must hold: the rule of its set and its own."""


R = TypeVar("R", bound=Ruled)


def holds(rule: Rule, facts: Facts) -> bool:
    """Whether for every question named one of the listed answers was given; an empty rule always holds."""
    return all(not set(allowed).isdisjoint(facts.get(question, ())) for question, allowed in rule.items())


def chosen(value: Mapping[str, Any]) -> list[str]:
    """The codes that an answer's value chooses: one, several, or none."""
    one = value.get("choice")
    return [one] if one else list(value.get("choices") or ())


def _applies(one: Ruled, facts: Facts) -> bool:
    return not one.rules or all(holds(rule, facts) for rule in one.rules)


def applicable(requirements: Iterable[R], values: Mapping[str, Mapping[str, Any]]) -> list[R]:
    """The requirements that apply, in their order: the least set that its own answers call for.

    Only answers to questions that apply count, so a follow-up of a parked answer is parked too. Rules know no
    negation: one more chosen answer never takes a requirement away.
    """
    waiting = list(enumerate(requirements))
    found: dict[int, R] = {}
    facts: dict[str, list[str]] = {}
    while True:
        more = {i: one for i, one in waiting if _applies(one, facts)}
        if not more:
            return [found[i] for i in sorted(found)]
        found |= more
        waiting = [(i, one) for i, one in waiting if i not in more]
        facts |= {one.question: chosen(values.get(one.question, {})) for one in more.values()}
