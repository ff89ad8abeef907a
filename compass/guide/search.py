"""What somebody searches for, read from the address and written back into links. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import sha256
from urllib.parse import urlencode

TEXT_MAX = 200
# Filters of which a technology has one value, counted together; and those of which it may have several, or none.
CELLED = ("kind", "area", "status")
FACETS = (
    "category", "setting", "benefit", "strength", "guidance", "class", "tier", "route", "funding", "price", "region",
    "icb", "like",
)  # fmt: skip
FILTERS = CELLED + FACETS
# Filters whose values are others' codes, read by their form: EMDN categories, integrated care boards by ODS code,
# and organisations of one kind in one region.
OPEN = {
    "category": re.compile(r"[A-Z](?:[0-9]{2}){0,6}", re.ASCII),
    "icb": re.compile(r"[A-Z0-9]{3,10}", re.ASCII),
    "like": re.compile(r"(?:TRUST|ICB)-Y[0-9]{2}", re.ASCII),
}
# More of them than there are boards; a tree is open at one place.
_MOST = {"category": 1, "icb": 50, "like": 10}
NO_PASSPORT = "NONE"
PRICE_NOT_STATED = "NONE"
# Ignored values are said back; more than a few of them, or a long one, help nobody.
_SAID = 5
_SAID_LENGTH = 40

# A word that is tried on its own: long enough to mean something, and no more of them than anybody types.
_WORD_LENGTH = 3
_WORDS = 12
_EXACT = re.compile(r'"|(?:^|\s)-\w')
_JOINS = {"and", "or", "not", "the", "for", "with"}

Options = Mapping[str, Mapping[str, str]]


class How(StrEnum):
    """How closely what was found matches the text: all of its words, some of them, only names like it, or nothing."""

    ALL = "ALL"
    SOME = "SOME"
    ALIKE = "ALIKE"
    NONE = "NONE"


class Sort(StrEnum):
    """What stands first: the closest match, the name, the newest, the most used, the first to expire."""

    RELEVANCE = "relevance"
    NAME = "name"
    NEWEST = "newest"
    ADOPTED = "adopted"
    EXPIRING = "expiring"


@dataclass(frozen=True)
class Search:
    """A text and the chosen values of each filter; several values of one filter mean "any of them"."""

    text: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    # Technologies chosen so far, to compare them or for a shortlist: carried from page to page in the address.
    basket: tuple[str, ...] = ()
    # What was asked for; None is the usual order.
    sort: Sort | None = None
    # How the comparison that they are chosen for was looked at: pairs of its address, carried along with them.
    carried: tuple[tuple[str, str], ...] = ()

    @property
    def order(self) -> Sort:
        """The order of the results: the closest first where there is a text to be close to, else by name."""
        usual = Sort.RELEVANCE if self.text else Sort.NAME
        return usual if self.sort in {None, Sort.RELEVANCE} else self.sort or usual

    @property
    def too_long(self) -> bool:
        """Whether the text is longer than a search may be."""
        return len(self.text) > TEXT_MAX

    @property
    def findable(self) -> Search:
        """The same search, without a text that no search may have."""
        return replace(self, text="") if self.too_long else self

    @property
    def active(self) -> list[tuple[str, str]]:
        """The chosen values as pairs of filter and value."""
        return [(name, value) for name in FILTERS for value in self.chosen.get(name, ())]

    def without(self, name: str, value: str) -> Search:
        """The same search with one filter value less."""
        left = tuple(v for v in self.chosen.get(name, ()) if v != value)
        return replace(self, chosen={**self.chosen, name: left})

    def choosing(self, slug: str) -> Search:
        """The same search with one technology more among those chosen, if it is not there already."""
        return replace(self, basket=tuple(dict.fromkeys((*self.basket, slug))))

    def leaving_out(self, slug: str) -> Search:
        """The same search with one technology less among those chosen."""
        return replace(self, basket=tuple(one for one in self.basket if one != slug))

    def without_any(self, name: str) -> Search:
        """The same search with all values of one filter less."""
        return replace(self, chosen={**self.chosen, name: ()})

    def leaving(self, names: Mapping[str, Mapping[str, str]]) -> Search:
        """The same search without values of open filters that nobody has a name for; they are said to be ignored."""
        unknown = [(name, value) for name in names for value in self.chosen.get(name, ()) if value not in names[name]]
        left = self
        for name, value in unknown:
            left = left.without(name, value)
        return replace(left, ignored=(*self.ignored, *short([value for _, value in unknown])))

    @property
    def mark(self) -> str:
        """What stands beside a place in the results: it is no place in those of another text, filter or order."""
        return sha256(f"{self.text}{self.active}{self.order}".encode("utf-8", "replace")).hexdigest()[:8]

    def query(self) -> str:
        """The query string that leads to this search, with `?` when there is anything to say."""
        pairs = [("q", self.text)] if self.text else []
        pairs += [*self.active, *(("i", slug) for slug in self.basket), *self.carried]
        pairs += [("sort", self.sort.value)] if self.sort else []
        return f"?{urlencode(pairs)}" if pairs else ""


def read_search(
    text: str,
    asked: Mapping[str, Sequence[str]],
    options: Options,
    basket: Sequence[str] = (),
    sort: str = "",
) -> Search:
    """A search from what stands in the address; values that no filter has are left out and named in `ignored`."""
    chosen: dict[str, tuple[str, ...]] = {}
    ignored: list[str] = []
    for name in FILTERS:
        values = list(dict.fromkeys(value.strip().upper() for value in asked.get(name, ()) if value.strip()))
        if name in OPEN:
            chosen[name] = tuple(value for value in values if OPEN[name].fullmatch(value))[: _MOST[name]]
        else:
            chosen[name] = tuple(value for value in options[name] if value in values)
        ignored += [value for value in values if value not in chosen[name]]
    order = sort.strip().lower()
    known = order in set(Sort)
    ignored += [] if known or not order else [order]
    return Search(
        text=" ".join(text.split()),
        chosen=chosen,
        ignored=tuple(short(ignored)),
        basket=tuple(dict.fromkeys(basket)),
        sort=Sort(order) if known else None,
    )


def is_exact(text: str) -> bool:
    """Whether the text says exactly what is meant: a phrase in quotes, or a word that must not be there."""
    return bool(_EXACT.search(text))


def words_of(text: str) -> list[str]:
    """The words of a text to try on their own, each once and in order: those that mean something."""
    words = (word.strip("_-.'’") for word in re.findall(r"[\w.'’-]+", text))
    wanted = (word for word in words if len(word) >= _WORD_LENGTH and word.lower() not in _JOINS)
    return list(dict.fromkeys(word.lower() for word in wanted))[:_WORDS]


def short(values: Sequence[str]) -> Iterator[str]:
    """What nobody knows, to be said back: the first few values, cut, and the number of the others."""
    for value in values[:_SAID]:
        yield value if len(value) <= _SAID_LENGTH else f"{value[:_SAID_LENGTH]}…"
    if len(values) > _SAID:
        yield f"{len(values) - _SAID} more"


@dataclass(frozen=True)
class Cell:
    """How many technologies share one kind, area and status, among those that the text finds."""

    kind: str
    area: str
    status: str
    count: int


@dataclass(frozen=True)
class Counts:
    """The number of results, and for each filter value the number it would give beside the other filters."""

    total: int
    of: Mapping[str, Mapping[str, int]]


def count(
    cells: Sequence[Cell],
    chosen: Mapping[str, tuple[str, ...]],
    options: Options,
    facets: Sequence[tuple[str, str, int]] = (),
) -> Counts:
    """Add up the cells: at most one for each combination of values, however many technologies there are.

    `facets` are filter, value and number as counted already, for the filters of which a technology has several values.
    """
    total = 0
    of: dict[str, dict[str, int]] = {name: dict.fromkeys(values, 0) for name, values in options.items()}
    for cell in cells:
        failing = [name for name in CELLED if chosen.get(name) and getattr(cell, name) not in chosen[name]]
        if not failing:
            total += cell.count
        for name in CELLED:
            if failing in ([], [name]):
                value = getattr(cell, name)
                of[name][value] = of[name].get(value, 0) + cell.count
    for name, value, number in facets:
        of.setdefault(name, {})[value] = number
    return Counts(total, of)
