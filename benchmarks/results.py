"""What was measured, and whether it keeps its bound. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median

HEAD = ("name", "n", "ours ms", "floor ms", "ratio", "bound", "queries", "")


@dataclass(frozen=True)
class Result:
    """One line of the table. None is "not measured" for a time, and "no bound yet" for the bound.

    The ratio is ours to the floor; the floor of `verdict-growth` is ours among 10,000, and that of `kept` a file. In a
    line named `…-queries` it is the number of queries among N rows to the number among fewer, in `…-whole` the number
    of large tables read from end to end, in `memory` and `weight-…` the share of the limit; there nothing is timed.
    """

    name: str
    n: int
    ours_ms: float | None
    floor_ms: float | None
    ratio: float
    bound: float | None
    queries: int | None

    @property
    def broken(self) -> bool:
        """Whether the ratio is above its bound."""
        return self.bound is not None and self.ratio > self.bound


def timed(
    name: str, n: int, ours: Sequence[float], floor: Sequence[float], *, bound: float | None = None, queries: int | None
) -> Result:
    """A line from the seconds that each arm took; the ratio is that of the medians."""
    ours_ms, floor_ms = median(ours) * 1000, median(floor) * 1000
    return Result(name, n, round(ours_ms, 3), round(floor_ms, 3), round(ours_ms / floor_ms, 3), bound, queries)


def counted(name: str, n: int, many: int, few: int) -> Result:
    """A line that holds the number of queries: the same among N rows as among fewer."""
    return Result(f"{name}-queries", n, None, None, round(many / few, 3), 1.0, many)


def shared(name: str, n: int, share: float, *, bound: float | None) -> Result:
    """A line that holds a share of a limit, or a count."""
    return Result(name, n, None, None, round(share, 3), bound, None)


def broken(results: Sequence[Result]) -> list[str]:
    """The names of the lines above their bound: any of them fails the run."""
    return [result.name for result in results if result.broken]


def wanted(name: str, only: str) -> bool:
    """Whether `ONLY` (words with commas between, each a part of a name) asks for this line; empty asks for all."""
    words = [word.strip() for word in only.split(",") if word.strip()]
    return not words or any(word in name for word in words)


def as_json(results: Sequence[Result]) -> str:
    """The list for machines."""
    return json.dumps([asdict(result) for result in results], indent=1) + "\n"


def table(results: Sequence[Result]) -> str:
    """The list for people, in columns."""
    rows = [HEAD, *map(_cells, results)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEAD))]
    lines = ["  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]).rstrip() for row in rows]
    return "\n".join(["", lines[0], "-" * max(map(len, lines)), *lines[1:], ""])


def _cells(result: Result) -> tuple[str, ...]:
    return (
        result.name,
        f"{result.n:,}",
        _number(result.ours_ms),
        _number(result.floor_ms),
        _number(result.ratio),
        _number(result.bound),
        "-" if result.queries is None else str(result.queries),
        "BROKEN" if result.broken else "",
    )


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:,.2f}"
