"""Dates, times, money and counts in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compass.foundation import words
from compass.foundation.clock import LONDON

instants = st.floats(946_684_800, 2_114_380_800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (date(2026, 7, 5), "5 July 2026"), ("2026-07-05", "5 July 2026"), (None, ""), ("", ""),
        (datetime(2026, 7, 4, 23, 30, tzinfo=UTC), "5 July 2026"), ("2026-07-04T23:30:00+00:00", "5 July 2026"),
        (datetime(2026, 12, 4, 23, 30, tzinfo=UTC), "4 December 2026"),
    ],
)  # fmt: skip
def test_a_date_is_londons(value, said):
    assert words.civil_date(value) == said


@pytest.mark.parametrize(
    ("utc", "said"),
    [
        ("2026-07-05T14:04", "5 July 2026 at 3:04pm"), ("2026-12-05T15:04", "5 December 2026 at 3:04pm"),
        ("2026-12-05T00:00", "5 December 2026 at 12:00am"), ("2026-12-05T12:00", "5 December 2026 at 12:00pm"),
        ("2026-07-04T23:59", "5 July 2026 at 12:59am"),
    ],
)  # fmt: skip
def test_a_time_is_londons(utc, said):
    assert words.instant(datetime.fromisoformat(utc).replace(tzinfo=UTC)) == said
    assert words.instant(None) == ""


@settings(max_examples=100, deadline=None)
@given(instants)
def test_a_time_can_be_read_back(instant):
    read = datetime.strptime(words.instant(instant), "%d %B %Y at %I:%M%p").replace(tzinfo=LONDON)
    # Seconds are not said; the hour that comes twice when the clocks go back is the only other doubt.
    assert (instant - read.astimezone(UTC)) // timedelta(minutes=1) in {0, 60}


@settings(max_examples=100, deadline=None)
@given(st.decimals(0, 10**9, places=2))
def test_money_says_every_penny_and_no_empty_ones(value):
    said = words.money(value)
    assert Decimal(said.removeprefix("£").replace(",", "")) == value
    assert not said.endswith(".00")
    assert said.partition(".")[2] == "" or len(said.partition(".")[2]) == 2


def test_money_that_is_not_stated_is_not_nought():
    assert (words.money(None), words.money(Decimal(0)), words.money(Decimal("1234.5"))) == ("", "£0", "£1,234.50")


def test_counts_and_lists():
    counted = [words.plural(n, "passport") for n in (0, 1, 2, 2000)]
    assert counted == ["0 passports", "1 passport", "2 passports", "2,000 passports"]
    assert words.plural(2, "body", "bodies") == "2 bodies"
    said = [words.listing(list("abc")[:n]) for n in range(4)]
    assert said == ["", "a", "a and b", "a, b and c"]
