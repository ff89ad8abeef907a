"""`?on=2026-03-01`: something as it stood at the end of a past London day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from compass.foundation.clock import LONDON
from compass.foundation.errors import Invalid, Refused
from compass.foundation.words import civil_date

_SHOWN_MAX = 20


class NotThereYet(Refused):
    """What is asked for did not exist on that day (HTTP 404)."""

    status = 404
    title = "It did not exist on that day"


def read_day(typed: str, *, today: date) -> date:
    """The day somebody asks for, today at the latest; raises Invalid for what is no date or still to come."""
    try:
        day = date.fromisoformat(typed.strip())
    except ValueError as error:
        shown = typed.strip() if len(typed.strip()) <= _SHOWN_MAX else "What you gave"
        raise Invalid(
            f"{shown or 'Nothing'} is not a date.",
            next_step="Give a day as year, month and day: 2026-03-01.",
            field="on",
        ) from error
    if day > today:
        raise Invalid(f"{civil_date(day)} is still to come.", next_step="Give today or a day before it.", field="on")
    return day


def end_of(day: date) -> datetime:
    """The midnight with which a London day ends."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=LONDON)
