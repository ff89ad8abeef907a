"""The only reader of the clock. Operations take `now` or `on` as an argument."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return timezone.now()


def civil_date(instant: datetime) -> date:
    """The date on a wall calendar in London at that instant; expiry and due dates are such dates."""
    return instant.astimezone(LONDON).date()


def today() -> date:
    """Today's civil date in London."""
    return civil_date(now())


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the last day of the month where that one is shorter (31 January + 1)."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))
