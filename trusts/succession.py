"""Who carries on for a closed organisation on a date. Pure: codes and dates in, codes out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Link:
    """One successor of one organisation from a date on; a split never carries anybody along by itself."""

    predecessor: str
    successor: str
    on: date
    splits: bool


def carriers(closing: Mapping[str, date | None], links: Iterable[Link], on: date) -> dict[str, str | None]:
    """For each code of `closing`, the open organisation that carries it on at date `on`.

    An open one carries itself; a closed one is carried by its one successor (chains are followed); after a split, with
    several successors, with none, or in a circle it is carried by nobody: people decide.
    """
    heirs: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        if link.on <= on:
            heirs[link.predecessor].append(link)

    def ended(code: str) -> bool:
        # ODS writes the last day that a trust exists; on that day itself only a successor already takes over.
        closed_on = closing[code]
        return closed_on is not None and (closed_on < on or (closed_on == on and bool(heirs[code])))

    def carrier(code: str) -> str | None:
        passed = {code}
        while ended(code):
            if len(heirs[code]) != 1 or heirs[code][0].splits:
                return None
            code = heirs[code][0].successor
            if code in passed:
                return None
            passed.add(code)
        return code

    return {code: carrier(code) for code in closing}


def leads_to(links: Iterable[tuple[str, str]], start: str, goal: str) -> bool:
    """Whether following (predecessor, successor) pairs from `start` arrives at `goal`."""
    heirs: dict[str, list[str]] = defaultdict(list)
    for predecessor, successor in links:
        heirs[predecessor].append(successor)
    waiting, seen = [start], set[str]()
    while waiting:
        code = waiting.pop()
        if code == goal:
            return True
        if code not in seen:
            seen.add(code)
            waiting += heirs[code]
    return False
