"""London's calendar: midnight, both clock changes, 29 February."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compass.foundation.clock import add_months, civil_date

instants = st.floats(946_684_800, 2_114_380_800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


def last_sunday(year: int, month: int) -> date:
    day = date(year, month, 31)
    return day - timedelta(days=(day.weekday() + 1) % 7)


def summer(instant: datetime) -> bool:
    """British Summer Time: from the last Sunday of March, 01:00 UTC, to the last Sunday of October, 01:00 UTC."""
    begins, ends = (
        datetime.combine(last_sunday(instant.year, month), datetime.min.time(), UTC) + timedelta(hours=1)
        for month in (3, 10)
    )
    return begins <= instant < ends


@settings(max_examples=200, deadline=None)
@given(
    instants,
    st.sampled_from([UTC, timezone(timedelta(hours=9)), timezone(timedelta(hours=-8))]),
)
def test_the_civil_date_is_the_one_on_the_wall_in_london(instant, zone):
    on_the_wall = instant + timedelta(hours=1) if summer(instant) else instant
    assert civil_date(instant.astimezone(zone)) == on_the_wall.date()


@pytest.mark.parametrize(
    ("utc", "day"),
    [
        ("2026-07-31T22:59:59", "2026-07-31"), ("2026-07-31T23:00:00", "2026-08-01"),  # summer midnight
        ("2026-12-31T23:59:59", "2026-12-31"), ("2027-01-01T00:00:00", "2027-01-01"),  # winter midnight
        ("2027-03-27T23:59:59", "2027-03-27"), ("2027-03-28T22:59:59", "2027-03-28"),  # clocks go forward:
        ("2027-03-28T23:00:00", "2027-03-29"),                                          # a day of 23 hours
        ("2027-10-30T23:00:00", "2027-10-31"), ("2027-10-31T23:59:59", "2027-10-31"),  # clocks go back:
        ("2027-11-01T00:00:00", "2027-11-01"),                                          # a day of 25 hours
        ("2028-02-28T23:59:59", "2028-02-28"), ("2028-02-29T23:59:59", "2028-02-29"),
    ],
)  # fmt: skip
def test_the_day_turns_at_midnight_in_london(utc, day):
    assert civil_date(datetime.fromisoformat(utc).replace(tzinfo=UTC)) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("2028-02-29", 12, "2029-02-28"), ("2028-02-29", 24, "2030-02-28"), ("2028-02-29", 48, "2032-02-29"),
        ("2027-02-28", 12, "2028-02-28"), ("2027-01-31", 1, "2027-02-28"), ("2028-01-31", 1, "2028-02-29"),
        ("2027-12-31", 2, "2028-02-29"), ("2027-12-15", 1, "2028-01-15"), ("2027-05-31", -3, "2027-02-28"),
    ],
)  # fmt: skip
def test_months_are_added_on_the_calendar(day, months, then):
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(then)


@settings(max_examples=200, deadline=None)
@given(st.dates(date(2000, 1, 1), date(2060, 12, 31)), st.integers(-120, 120))
def test_so_many_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day, months):
    then = add_months(day, months)
    assert then.year * 12 + then.month == day.year * 12 + day.month + months
    assert then.day == day.day or (then.day < day.day and (then + timedelta(days=1)).day == 1)
