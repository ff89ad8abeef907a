"""Side by side: which technologies, which rows, and what is said of each. Pure; nothing is scored or ranked.

A row marks the best only where "better" has one meaning (`Better`), and only among what is stated in the same unit.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

FEWEST = 2
MOST = 4
# As many are carried along by a search: a shortlist takes more of them than fit side by side.
MOST_CARRIED = 12
NOT_STATED = "Not stated"
# A slug is no longer than this; whatever is longer was typed by hand and is only said back.
_SAID_LENGTH = 120


@dataclass(frozen=True)
class Choice:
    """The technologies asked for, each once, in the order in which they were chosen; and what is shown of them.

    `rows` are keys of rows, empty for all of them; `differences` leaves out the rows in which all say the same.
    """

    slugs: tuple[str, ...]
    rows: tuple[str, ...] = ()
    differences: bool = False

    @property
    def too_few(self) -> bool:
        """Whether there is nothing to compare yet."""
        return len(self.slugs) < FEWEST

    @property
    def too_many(self) -> bool:
        """Whether more are asked for than fit side by side."""
        return len(self.slugs) > MOST

    def of(self, slugs: Sequence[str]) -> Choice:
        """The same view of other technologies."""
        return replace(self, slugs=tuple(slugs))

    def without(self, slug: str) -> Choice:
        """The same choice with one technology less."""
        return self.of([s for s in self.slugs if s != slug])

    def moved(self, slug: str, by: int) -> Choice | None:
        """The same choice with one technology `by` places further on; None where there is no such place."""
        here = self.slugs.index(slug)
        there = here + by
        if not 0 <= there < len(self.slugs):
            return None
        rest = [s for s in self.slugs if s != slug]
        return self.of([*rest[:there], slug, *rest[there:]])

    def query(self) -> str:
        """The choice as a query string, with `?` when anything is chosen: the same choice gives the same address."""
        return f"?{urlencode([*(('i', slug) for slug in self.slugs), *self.carried])}" if self.slugs else ""

    @property
    def carried(self) -> tuple[tuple[str, str], ...]:
        """How it is looked at, as pairs of an address: the rows, and whether only differences are shown."""
        rows = tuple(("row", key) for key in self.rows)
        return (*rows, ("differences", "yes")) if self.differences else rows


@dataclass(frozen=True)
class Said:
    """One statement; `source` is the address where it can be checked, `colour` makes it a tag."""

    words: str
    source: str = ""
    colour: str = ""


@dataclass(frozen=True)
class Cell:
    """What is said of one technology in one row; nothing said is "not stated".

    `value` is what can be compared, with others of the same `unit` only; with none when it is None, not known.
    """

    said: tuple[Said, ...] = ()
    value: date | Decimal | None = None
    unit: str | None = ""

    @property
    def missing(self) -> bool:
        """Whether nothing is stated, which is neither zero nor "no"."""
        return not self.said

    @property
    def words(self) -> str:
        """All that is said, a line each."""
        return "\n".join(one.words for one in self.said) or NOT_STATED


@dataclass(frozen=True)
class Better:
    """What is better in a row: the most or the least of its values, and the words that mark it."""

    words: str
    most: bool
    # Said where the values stand for different things, or nobody knows for what.
    apart: str = ""


@dataclass(frozen=True)
class Row:
    """A row that can be shown: its key in addresses and its label."""

    key: str
    label: str
    better: Better | None = None


@dataclass(frozen=True)
class Line:
    """One row of the table: what it is about, the cell of each technology in order, and the mark of each (or "")."""

    key: str
    label: str
    cells: tuple[Cell, ...]
    marks: tuple[str, ...]
    note: str = ""

    @property
    def same(self) -> bool:
        """Whether all say the same."""
        return len({cell.words for cell in self.cells}) == 1


@dataclass(frozen=True)
class Group:
    """Rows under one heading; `alike` of its rows are left out because all say the same."""

    title: str
    lines: tuple[Line, ...]
    alike: int = 0


def read_choice(slugs: Sequence[str], rows: Collection[str] = (), *, differences: bool = False) -> Choice:
    """The choice from what stands in the address, blanks and repetitions dropped."""
    chosen = dict.fromkeys(slug.strip()[:_SAID_LENGTH] for slug in slugs if slug.strip())
    return Choice(tuple(chosen), tuple(dict.fromkeys(rows)), differences)


def read_rows(asked: Collection[str], known: Mapping[str, Sequence[Row]]) -> tuple[str, ...]:
    """The keys of the rows asked for, in the order of the table; empty when that is all of them, or none is known."""
    keys = [row.key for rows in known.values() for row in rows]
    chosen = tuple(key for key in keys if key in asked)
    return () if len(chosen) == len(keys) else chosen


def table(columns: Sequence[Mapping[str, Cell]], known: Mapping[str, Sequence[Row]], choice: Choice) -> list[Group]:
    """The groups of rows that the choice shows, those without any left out."""
    groups = []
    for title, rows in known.items():
        wanted = [row for row in rows if not choice.rows or row.key in choice.rows]
        lines = [_line(row, [column.get(row.key, Cell()) for column in columns]) for row in wanted]
        shown = tuple(line for line in lines if not (choice.differences and line.same))
        if lines:
            groups.append(Group(title, shown, len(lines) - len(shown)))
    return groups


def _line(row: Row, cells: Sequence[Cell]) -> Line:
    stated = [cell for cell in cells if cell.value is not None]
    units = {cell.unit for cell in stated}
    apart = len(stated) >= FEWEST and (len(units) > 1 or None in units)
    note = row.better.apart if row.better and apart else ""
    return Line(row.key, row.label, tuple(cells), _marks(row.better, cells, [] if apart else stated), note)


def _marks(better: Better | None, cells: Sequence[Cell], stated: Sequence[Cell]) -> tuple[str, ...]:
    values = {cell.value for cell in stated}
    if better is None or len(values) < FEWEST:  # nothing to be better than
        return ("",) * len(cells)
    best = (max if better.most else min)(values)  # type: ignore[type-var]
    return tuple(better.words if cell.value == best else "" for cell in cells)
