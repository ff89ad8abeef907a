"""Side by side: which technologies, and what is said of each in words. Pure; nothing is scored or ranked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

FEWEST = 2
MOST = 4
NOT_STATED = "Not stated"
# A slug is no longer than this; whatever is longer was typed by hand and is only said back.
_SAID_LENGTH = 120


@dataclass(frozen=True)
class Choice:
    """The technologies asked for, each once, in the order in which they were chosen."""

    slugs: tuple[str, ...]

    @property
    def too_few(self) -> bool:
        """Whether there is nothing to compare yet."""
        return len(self.slugs) < FEWEST

    @property
    def too_many(self) -> bool:
        """Whether more are asked for than fit side by side."""
        return len(self.slugs) > MOST

    def without(self, slug: str) -> Choice:
        """The same choice with one technology less."""
        return Choice(tuple(s for s in self.slugs if s != slug))

    def query(self) -> str:
        """The choice as a query string, with `?` when anything is chosen."""
        return f"?{urlencode([('i', slug) for slug in self.slugs])}" if self.slugs else ""


@dataclass(frozen=True)
class Line:
    """One row of the table: what it is about, and the words for each technology in order."""

    label: str
    cells: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether all say the same."""
        return len(set(self.cells)) == 1


def read_choice(slugs: Sequence[str]) -> Choice:
    """The choice from what stands in the address, blanks and repetitions dropped."""
    return Choice(tuple(dict.fromkeys(slug.strip()[:_SAID_LENGTH] for slug in slugs if slug.strip())))


def lines(columns: Sequence[Mapping[str, str | None]], labels: Mapping[str, str]) -> list[Line]:
    """A row for each label; what a technology does not say is "Not stated", never 0 and never "no"."""
    return [Line(label, tuple(column.get(key) or NOT_STATED for column in columns)) for key, label in labels.items()]
