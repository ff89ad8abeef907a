"""State tables as data: which move is legal, who acts, what it is called.

A flow is read by operations (`target`), by the database (`legal_moves`, held by a trigger), by tests (every status
is covered) and by the generated diagrams in `docs/flows/`.
"""

from __future__ import annotations

from dataclasses import dataclass

import pgtrigger
from django.db import models

from compass.foundation.errors import Refused


@dataclass(frozen=True)
class Move:
    """One legal move: `name` is the operation's verb, `actor` says who makes it."""

    name: str
    sources: tuple[str, ...]
    target: str
    actor: str


@dataclass(frozen=True)
class Flow:
    """All states of one noun, and the moves between them."""

    noun: str
    states: type[models.TextChoices]
    initial: str
    moves: tuple[Move, ...]

    def target(self, name: str, current: str) -> str:
        """The state that move `name` leads to from `current`; raises Refused when it is not legal there."""
        for move in self.moves:
            if move.name == name and current in move.sources:
                return move.target
        label = self.states(current).label.lower()
        raise Refused(
            f"You cannot {name.replace('_', ' ')} this {self.noun}: it is {label}.",
            next_step="Somebody may have changed it in the meantime. Go back and look at it again.",
        )

    def allows(self, name: str, current: str) -> bool:
        """Whether move `name` is legal from `current`."""
        return any(move.name == name and current in move.sources for move in self.moves)

    def legal_moves(self) -> pgtrigger.Trigger:
        """A trigger by which the database itself refuses any other change of the `state` column."""
        pairs = sorted({(source, move.target) for move in self.moves for source in move.sources})
        return pgtrigger.FSM(name="legal_moves", field="state", transitions=pairs)

    def known_states(self) -> models.CheckConstraint:
        """A constraint that the `state` column holds a state of this table."""
        name = f"{self.noun.replace(' ', '_')}_state_known"
        return models.CheckConstraint(condition=models.Q(state__in=self.states.values), name=name)

    def diagram(self) -> str:
        """The table as a Mermaid state diagram."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        lines += [
            f"    {source} --> {move.target}: {move.name.replace('_', ' ')} ({move.actor})"
            for move in self.moves
            for source in move.sources
        ]
        leaving = {source for move in self.moves for source in move.sources}
        lines += [f"    {state} --> [*]" for state in self.states.values if state not in leaving]
        return "\n".join(lines)
