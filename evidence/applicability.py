"""Which requirements a pack is asked, from what was answered so far. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

Rule = Mapping[str, Sequence[str]]
Facts = frozenset[tuple[str, str]]


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
    return all(any((question, answer) in facts for answer in allowed) for question, allowed in rule.items())


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
    waiting = list(requirements)
    found: set[int] = set()
    facts: Facts = frozenset()
    while True:
        more = {i for i, one in enumerate(waiting) if i not in found and _applies(one, facts)}
        if not more:
            return [one for i, one in enumerate(waiting) if i in found]
        found |= more
        asked = {waiting[i].question for i in more}
        facts |= {(question, code) for question in asked for code in chosen(values.get(question, {}))}
