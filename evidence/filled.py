"""One standard of a pack, filled in: each requirement under its official code, with what answers it. Pure.

Every rendering (page, PDF, Word, spreadsheet, JSON) is made from this one structure.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from evidence import answering
from evidence.applicability import applicable, chosen
from evidence.completeness import Asked, Held, completeness, tasks

PARTS = Path(__file__).parent / "parts"
APPLIES, DOES_NOT_APPLY, NOT_KNOWN = "APPLIES", "DOES_NOT_APPLY", "NOT_KNOWN"


@dataclass(frozen=True)
class Piece:
    """A document, certificate, claim or cost model that answers a requirement, or supports its answer."""

    kind: str
    text: str
    sha256: str = ""
    expires_on: date | None = None


@dataclass(frozen=True)
class Pieces:
    """What a pack holds beside its answers: documents by question; certificates by kind, claims by design of study."""

    documents: Mapping[str, Sequence[Piece]] = field(default_factory=dict)
    certificates: Sequence[tuple[str, Piece]] = ()
    claims: Sequence[tuple[str, Piece]] = ()
    cost_model: Piece | None = None


@dataclass(frozen=True)
class Row:
    """One requirement; `because` says why it does not apply, or why that is not known; `problem` is empty when met."""

    code: str
    title: str
    question: str
    kind: str
    mandatory: bool
    section: str
    link: str
    applies: str
    because: str = ""
    answer: str = ""
    value: Mapping[str, Any] = field(default_factory=dict)
    pieces: tuple[Piece, ...] = ()
    problem: str = ""

    @property
    def met(self) -> bool:
        return self.applies == APPLIES and not self.problem

    @property
    def missing(self) -> str:
        """What a reader is told is missing: `Not answered`, or what is wrong with what is there; empty when met."""
        if self.applies != APPLIES or not self.problem:
            return ""
        begun = self.pieces and self.kind not in answering.VALUED
        return f"{self.problem}." if begun or self.answer else "Not answered"


@dataclass(frozen=True)
class Group:
    """A part of the form with its rows."""

    title: str
    note: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Standing:
    """How far the whole set is met, in numbers of requirements."""

    all: int
    applying: int
    met: int
    mandatory: int
    mandatory_met: int
    not_known: int


@dataclass(frozen=True)
class FilledSet:
    """A requirement set of a pack with everything that answers it, as on a civil date.

    `frozen_on` is None for a draft, and `content_hash` (SHA-256 over the whole pack) empty.
    """

    code: str
    version: str
    title: str
    publisher: str
    source_url: str
    effective_from: date
    innovator: str
    technology: str
    product_version: str
    revision: int
    as_of: date
    frozen_on: date | None
    content_hash: str
    # Company and product are invented.
    demonstration: bool
    groups: tuple[Group, ...]

    @property
    def is_draft(self) -> bool:
        return self.frozen_on is None

    @property
    def standing(self) -> Standing:
        rows = [row for group in self.groups for row in group.rows]
        applying = [row for row in rows if row.applies == APPLIES]
        return Standing(
            all=len(rows),
            applying=len(applying),
            met=sum(row.met for row in applying),
            mandatory=sum(row.mandatory for row in applying),
            mandatory_met=sum(row.mandatory and row.met for row in applying),
            not_known=sum(row.applies == NOT_KNOWN for row in rows),
        )


def filled_rows(asked: Sequence[Asked], standard: str, held: Held, pieces: Pieces, *, on: date) -> list[Row]:
    """The rows of one standard in its order; `asked` are all requirements of the pack, of every standard."""
    lines = {(line.asked.standard, line.asked.code): line for line in completeness(asked, held, on=on)}
    reasons = _Reasons(asked, held)
    rows = []
    for one in asked:
        if one.standard != standard:
            continue
        line = lines.get((one.standard, one.code))
        if line is None:
            rows.append(Row(*_facts(one), *reasons.why_not(one)))
        else:
            rows.append(_answered(one, line.problem, held, pieces))
    return rows


def answered_once(asked: Sequence[Asked], held: Held, pieces: Pieces, *, on: date) -> list[Row]:
    """A row for each question that applies, however many standards ask it, in the words of the first that does."""
    return [_answered(task.asked, task.problem, held, pieces) for task in tasks(completeness(asked, held, on=on))]


def _facts(one: Asked) -> tuple[str, str, str, str, bool, str, str]:
    return one.code, one.title, one.question, one.kind, one.mandatory, one.section, one.link


def _answered(one: Asked, problem: str, held: Held, pieces: Pieces) -> Row:
    value = held.answers.get(one.question, {}) if one.kind in answering.VALUED else {}
    answer = answering.words(one.asks, value)
    return Row(*_facts(one), APPLIES, "", answer, value, tuple(_pieces(one, pieces)), problem)


def _pieces(asked: Asked, pieces: Pieces) -> Iterable[Piece]:
    def fitting(found: Sequence[tuple[str, Piece]], accepts: Collection[str]) -> list[Piece]:
        return [piece for kind, piece in found if not accepts or kind in accepts]

    if asked.kind == "CERTIFICATE":
        yield from fitting(pieces.certificates, asked.accepts)
    elif asked.kind == "CLAIM":
        yield from fitting(pieces.claims, asked.accepts)
    elif asked.kind == "COST_MODEL" and pieces.cost_model is not None:
        yield pieces.cost_model
    yield from pieces.documents.get(asked.question, ())


class _Reasons:
    """Why requirements do not apply, in the words of the questions that decide it."""

    def __init__(self, asked: Iterable[Asked], held: Held) -> None:
        self.held = held
        self.askers: dict[str, list[Asked]] = {}
        for one in asked:
            self.askers.setdefault(one.question, []).append(one)
        everything = [one for group in self.askers.values() for one in group]
        self.open = {one.question for one in applicable(everything, held.answers)}

    def why_not(self, asked: Asked, above: frozenset[str] = frozenset()) -> tuple[str, str]:
        """That it does not apply because of an answer that was given, else that an answer is still needed to know."""
        waiting = ""
        for rule in asked.rules:
            for question, allowed in rule.items():
                applies, because = self._broken(asked.standard, question, allowed, above)
                if applies == DOES_NOT_APPLY:
                    return applies, because
                waiting = waiting or because
        return NOT_KNOWN, waiting

    def _broken(self, standard: str, question: str, allowed: Sequence[str], above: frozenset[str]) -> tuple[str, str]:
        askers = self.askers.get(question)
        if not askers:
            return DOES_NOT_APPLY, "it depends on a question that this pack is not asked"
        # In the words of the same form, where it asks that too.
        first = next((one for one in askers if one.standard == standard), askers[0])
        called = f"“{first.title}”" + (f" ({first.code})" if first.standard == standard else "")
        if question not in self.open:
            if question in above:
                return NOT_KNOWN, f"{called} is not answered"
            found = [self.why_not(one, above | {question}) for one in askers]
            # Any one asker that may yet apply leaves it open.
            return next((one for one in found if one[0] == NOT_KNOWN), found[0])
        value = self.held.answers.get(question, {})
        if not chosen(value):
            return NOT_KNOWN, f"{called} is not answered"
        if set(chosen(value)) & set(allowed):
            return NOT_KNOWN, ""
        answer = answering.words(first.asks, {key: part for key, part in value.items() if key != "text"})
        return DOES_NOT_APPLY, f"the answer to {called} is “{answer}”"


@dataclass(frozen=True)
class _Part:
    prefix: str
    title: str
    note: str = ""


@cache
def _parts() -> Mapping[tuple[str, str], tuple[_Part, ...]]:
    files = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(PARTS.glob("*.toml"))]
    return {(one["code"], one["version"]): tuple(_Part(**part) for part in one["part"]) for one in files}


def grouped(code: str, version: str, rows: Sequence[Row], topics: Mapping[str, str]) -> tuple[Group, ...]:
    """The rows under the publisher's own parts where they are known, else by topic (`topics`: title by code)."""
    parts = _parts().get((code, version), ())
    found: dict[tuple[str, str], list[Row]] = {(part.title, part.note): [] for part in parts}
    for row in rows:
        fits = [part for part in parts if row.code.startswith(part.prefix)]
        part = max(fits, key=lambda one: len(one.prefix)) if fits else _Part("", topics[row.code])
        found.setdefault((part.title, part.note), []).append(row)
    return tuple(Group(title, note, tuple(held)) for (title, note), held in found.items() if held)
