"""Recalls of the FDA that are older than its list reaches: month by month, back to a year of the settings.

A run takes a few pages. What it has read is in the change log, a month only when all of it is here: a run that is
killed, or finds nobody there, begins the same month again, and the same again changes nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.conf import settings

from compass.foundation.clock import civil_date
from compass.watch.regulators import (
    LINES,
    LISTS_MAX,
    NothingThereError,
    UnreachableError,
    fetch,
    fetch_page,
    month_after,
)
from passports.models import NoticeSource
from passports.operations.safety_notices import import_notices, record_read_back
from passports.queries.safety import read_back_to
from passports.safety.notices import Reading
from passports.safety.reading import read_file

ONE_DAY = timedelta(days=1)
_log = logging.getLogger(__name__)


def read_older_recalls(*, now: datetime, get: Callable[[str], bytes] = fetch) -> list[str]:
    """Take in the next months that are not here yet, the newest first, and say what was done; nothing when all are."""
    done: list[str] = []
    pages = 0
    while pages < LISTS_MAX and (month := _next(civil_date(now))):
        try:
            readings = _pages_of(month, get)
        except UnreachableError as error:
            _log.warning("older recalls of %s not fetched: %s", month, error)
            break
        done += [import_notices(reading=reading, now=now).sentence for reading in readings]
        record_read_back(source=NoticeSource.FDA, month=month, now=now)
        pages += max(1, len(readings))
    return done


def _next(today: date) -> date | None:
    """The first day of the next month to be read, this one to begin with; None when all is here."""
    month = ((read_back_to(NoticeSource.FDA) or month_after(today)) - ONE_DAY).replace(day=1)
    return month if month.year >= settings.FDA_RECALLS_FROM_YEAR else None


def _pages_of(month: date, get: Callable[[str], bytes]) -> list[Reading]:
    """All that was reported in a month; raises UnreachableError when a page of it cannot be fetched."""
    days = f"report_date:%5B{month:%Y%m%d}+TO+{month_after(month) - ONE_DAY:%Y%m%d}%5D"
    readings: list[Reading] = []
    while True:
        address = f"{settings.SAFETY_NOTICE_ADDRESSES['FDA']}&search={days}&skip={len(readings) * LINES}"
        try:
            reading = read_file(fetch_page(get, address))
        except NothingThereError:
            return readings
        readings.append(reading)
        if reading.count < LINES:
            return readings
