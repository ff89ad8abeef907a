"""What a pack still lacks. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from evidence import answering
from evidence.answering import Question
from evidence.applicability import Rule, applicable

# Begins the problem of what only has to be confirmed.
CONFIRM = "Confirm for version"


@dataclass(frozen=True)
class Asked:
    """One requirement of one of the pack's standards."""

    standard: str
    code: str
    title: str
    kind: str
    mandatory: bool
    question: str
    rules: Sequence[Rule] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    accepts: Collection[str] = ()
    unit: str = ""
    topic: str = ""
    # When it has to be given anew: EACH_VERSION, or another code of the standards.
    expires: str = ""
    section: str = ""
    guidance: str = ""
    link: str = ""
    # The standard's own code, as it stands in addresses.
    standard_code: str = ""

    @cached_property
    def asks(self) -> Question:
        return Question(self.question, self.kind, self.options, self.unit)


@dataclass(frozen=True)
class Held:
    """What a pack holds, as far as completeness needs it; dates are inclusive civil dates."""

    answers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    # Kind and last day on which it counts (date.max for one without end).
    certificates: Sequence[tuple[str, date]] = ()
    # How many documents support each question.
    documents: Mapping[str, int] = field(default_factory=dict)
    # The study designs of the claims, and what is wrong with the cost model (None: there is none).
    claims: Sequence[str] = ()
    cost_problem: str | None = None
    # What was carried over into this product version and must be confirmed or changed; see evidence.version_changes.
    unconfirmed: Collection[str] = ()
    version: str = ""


@dataclass(frozen=True)
class Line:
    """How one requirement of a pack stands; `problem` is empty when it is met."""

    asked: Asked
    problem: str

    @property
    def met(self) -> bool:
        return not self.problem


@dataclass(frozen=True)
class Task:
    """One thing to do, and every requirement that doing it meets."""

    lines: Sequence[Line]
    # The first requirement that asks it: its words are shown.
    asked: Asked
    mandatory: bool
    problem: str

    @property
    def standards(self) -> list[str]:
        """The standards it counts for, each once."""
        return list(dict.fromkeys(line.asked.standard for line in self.lines))


def _certificate_problem(asked: Asked, held: Held, on: date) -> str:
    ends = [ends_on for kind, ends_on in held.certificates if not asked.accepts or kind in asked.accepts]
    if not ends:
        return "No certificate added yet"
    return "" if min(ends) >= on else "A certificate has expired: remove it and add the renewed one"


def _problem(asked: Asked, held: Held, on: date) -> str:
    lacking = _lacking(asked, held, on)
    if not lacking and asked.question in held.unconfirmed:
        return f"{CONFIRM} {held.version}"
    return lacking


def _lacking(asked: Asked, held: Held, on: date) -> str:
    if asked.kind in answering.VALUED:
        answered = answering.is_answered(asked.asks, held.answers.get(asked.question, {}))
        return "" if answered else "Not answered yet"
    if asked.kind == "DOCUMENT":
        return "" if held.documents.get(asked.question) else "No document uploaded yet"
    if asked.kind == "CERTIFICATE":
        return _certificate_problem(asked, held, on)
    if asked.kind == "CLAIM":
        fits = [design for design in held.claims if not asked.accepts or design in asked.accepts]
        return "" if fits else "No claim stated yet"
    return "No cost model yet" if held.cost_problem is None else held.cost_problem


def completeness(requirements: Iterable[Asked], held: Held, *, on: date) -> list[Line]:
    """One line for each requirement that applies, in their order; `on` is today's civil date."""
    return [Line(asked, _problem(asked, held, on)) for asked in applicable(requirements, held.answers)]


def tasks(lines: Iterable[Line]) -> list[Task]:
    """The lines grouped by what is asked, so that everything is asked once; in the order of first asking."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.asked.question, []).append(line)
    return [_task(group) for group in found.values()]


def _task(lines: Sequence[Line]) -> Task:
    first = lines[0]
    if len(lines) == 1:  # most of them, in a list of hundreds
        return Task(lines, first.asked, first.asked.mandatory, first.problem)
    mandatory = any(line.asked.mandatory for line in lines)
    return Task(lines, first.asked, mandatory, next((line.problem for line in lines if line.problem), ""))


def blocking(found: Iterable[Task]) -> list[Task]:
    """The tasks that keep a pack from being submitted."""
    return [task for task in found if task.mandatory and task.problem]


def parked(requirements: Iterable[Asked], held: Held) -> list[str]:
    """Questions that were answered and do not apply any more. Their answers are kept."""
    return _beyond(applicable(requirements, held.answers), held)


def parked_beside(lines: Iterable[Line], held: Held) -> list[str]:
    """The parked questions of a pack whose lines are known."""
    return _beyond((line.asked for line in lines), held)


def _beyond(applying: Iterable[Asked], held: Held) -> list[str]:
    asked = {one.question for one in applying}
    return [question for question in held.answers if question not in asked]
