"""A history as a list of events, each a day and something to do on it. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Protocol

from compass.demo.dates import Calendar


class Act(Protocol):
    """Something that happens at a moment."""

    def __call__(self, *, now: datetime) -> None: ...


@dataclass(frozen=True)
class Event:
    """One act on its day; `order` keeps those of one day in the order in which they were planned."""

    day: date
    order: int
    act: Act


@dataclass
class History:
    """Takes events in any order of days and gives them back day by day."""

    calendar: Calendar
    events: list[Event] = field(default_factory=list)

    def add(self, ago: int, act: Callable[..., None], *given: object) -> None:
        """Plan an act so many days ago; what would lie ahead, or before the history, does not happen."""
        day = self.calendar.day(ago)
        if ago >= 1 and day >= self.calendar.start:
            self.events.append(Event(day, len(self.events), partial(act, *given)))

    def by_day(self) -> dict[date, list[Act]]:
        """The acts of each day, days in order."""
        days: dict[date, list[Act]] = {}
        for event in sorted(self.events, key=lambda e: (e.day, e.order)):
            days.setdefault(event.day, []).append(event.act)
        return days
