"""What a pack still lacks. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Asked:
    """One requirement, as far as completeness needs it."""

    code: str
    title: str
    kind: str
    mandatory: bool


@dataclass(frozen=True)
class Line:
    """How one requirement of a pack stands; `problem` is empty when it is met."""

    asked: Asked
    problem: str

    @property
    def met(self) -> bool:
        return not self.problem


def _problem(asked: Asked, texts: Mapping[str, str], expiries: Collection[date], documents: int, on: date) -> str:
    if asked.kind == "TEXT":
        return "" if texts.get(asked.code, "").strip() else "Not answered yet"
    if asked.kind == "DOCUMENT":
        return "" if documents else "No document uploaded yet"
    if not expiries:
        return "No certificate added yet"
    return "" if min(expiries) >= on else "A certificate has expired: remove it or add the renewed one"


def completeness(
    requirements: Iterable[Asked], *, texts: Mapping[str, str], expiries: Collection[date], documents: int, on: date
) -> list[Line]:
    """One line a requirement, in their order. `expiries` are inclusive civil dates; `on` is today's."""
    return [Line(asked, _problem(asked, texts, expiries, documents, on)) for asked in requirements]


def blocking(lines: Iterable[Line]) -> list[Line]:
    """The lines that keep a pack from being submitted."""
    return [line for line in lines if line.asked.mandatory and not line.met]
