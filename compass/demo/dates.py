"""Days and moments of the history, counted back from the day it is loaded. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from compass.foundation.clock import LONDON

HISTORY_DAYS = 548  # eighteen months
_SATURDAY = 5


@dataclass(frozen=True)
class Calendar:
    """`today` is the civil date that the history ends at."""

    today: date

    @property
    def start(self) -> date:
        """The first day of the history, on which everybody is there: a working day too."""
        return self.day(HISTORY_DAYS)

    def day(self, ago: int) -> date:
        """The day so many days ago; a weekend counts as the Friday before, so that order is kept."""
        day = self.today - timedelta(days=ago)
        return day - timedelta(days=max(0, day.weekday() - _SATURDAY + 1))

    def ahead(self, days: int) -> date:
        """The day in so many days; a negative number lies in the past."""
        return self.today + timedelta(days=days)


def night(day: date) -> datetime:
    """Five past midnight in London, when the watch looks at passports."""
    return datetime.combine(day, time(0, 5), LONDON)


def moment(day: date, position: int, count: int) -> datetime:
    """The moment of one of `count` events of a day, between 9am and 5pm in their order."""
    return datetime.combine(day, time(9), LONDON) + timedelta(seconds=position * min(420, 28_800 // max(count, 1)))
