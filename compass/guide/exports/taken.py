"""What every form of a comparison says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from compass.foundation.words import civil_date, listing
from compass.guide.comparison import Cell, Group

LIMITS = (
    "Nothing is scored or ranked. A mark is given only where “better” has one meaning and all values are in the same "
    "unit. What is not stated is not known: it is neither zero nor “no”. A passport is not a legal assurance. It does "
    "not replace DCB0160, a local DPIA or local clinical risk management."
)


@dataclass(frozen=True)
class Product:
    """One column: the product's name and the whole address of its page."""

    name: str
    address: str


@dataclass(frozen=True)
class Taken:
    """A comparison to take away: `address` is its page, `site` what leads to the addresses that begin with "/"."""

    products: Sequence[Product]
    groups: Sequence[Group]
    address: str
    site: str
    made_at: datetime
    mark: str

    @property
    def title(self) -> str:
        """`Lamp and Chair side by side`."""
        return f"{listing([product.name for product in self.products])} side by side"

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Where and when it was taken."""
        told = [("Taken from", self.address), ("Taken on", civil_date(self.made_at)), ("What this is", LIMITS)]
        return [*told, ("Note", f"{self.mark}. Not real.")] if self.mark else told

    def sources(self, cell: Cell) -> list[str]:
        """The addresses where a cell can be checked, each once."""
        given = dict.fromkeys(one.source for one in cell.said if one.source)
        return [f"{self.site}{source}" if source.startswith("/") else source for source in given]


def with_mark(cell: Cell, mark: str) -> str:
    """The words of a cell, its mark on a line of its own."""
    return f"{cell.words}\n[{mark}]" if mark else cell.words
