"""The verdict, held against a second and simpler telling of the rule: one day at a time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passports.validity import USABLE, Closure, Dated, Facts, Notice, Status, verdict

DAY = timedelta(days=1)
START = date(2028, 2, 1)  # so that 29 February lies in the middle
near = st.integers(0, 60).map(lambda n: START + n * DAY)
reasons = st.sampled_from(["", "", "Safety notice MDA/2028/001"])


@st.composite
def facts(draw) -> Facts:
    names = iter("ABCDEFGH")
    dated = st.builds(lambda day, blocking: Dated(next(names), day, blocking), near, st.booleans())
    certificates = draw(st.lists(st.builds(lambda day: Dated(next(names), day), near), max_size=3))
    return Facts(
        life_ends_on=draw(near),
        certificates=certificates,
        conditions=draw(st.lists(dated, max_size=3)),
        safety_notices=draw(st.sampled_from([(), (), (), (Notice("Field safety notice 7", START),)])),
        closure=draw(st.none() | st.builds(lambda until: Closure("Test Trust", START, until), near)),
        suspended_because=draw(reasons),
        withdrawn_because=draw(reasons),
        superseded_by=draw(st.sampled_from(["", "", "", "MTC-0000-0000-0001"])),
        expiring_days=draw(st.sampled_from([0, 1, 7, 90])),
    )


def last_good_day(given: Facts) -> date:
    """The day after which something that validity rests on is over, found by walking."""
    day = START - DAY
    while (
        given.life_ends_on > day
        and all(c.day > day for c in given.certificates)
        and (given.closure is None or given.closure.until > day)
        and not any(c.blocking and c.day <= day for c in given.conditions)
    ):
        day += DAY
    return day


def told_by_hand(given: Facts, on: date) -> Status:
    if given.withdrawn_because:
        return Status.WITHDRAWN
    if given.superseded_by:
        return Status.SUPERSEDED
    counts_through = given.closure.until if given.closure else date.max
    if on > min(given.life_ends_on, counts_through) or any(on > c.day for c in given.certificates):
        return Status.EXPIRED
    if given.suspended_because or given.safety_notices or any(c.blocking and on > c.day for c in given.conditions):
        return Status.SUSPENDED
    if (last_good_day(given) - on).days <= given.expiring_days:
        return Status.EXPIRING
    return Status.VALID_WITH_CONDITIONS if given.conditions else Status.VALID


def seen(given: Facts, on: date) -> tuple[object, ...]:
    found = verdict(given, on)
    return found.status, found.until, found.reasons


@settings(max_examples=150, deadline=None)
@given(facts())
def test_status_and_last_day_are_those_told_by_hand_on_every_day(given):
    last = last_good_day(given)
    for n in range(-100, 65):
        on = START + n * DAY
        found = verdict(given, on)
        assert (found.status, found.until) == (told_by_hand(given, on), last), on


@settings(max_examples=150, deadline=None)
@given(facts())
def test_the_day_to_look_again_is_the_next_day_on_which_anything_changes(given):
    days = [START + n * DAY for n in range(-100, 66)]
    on = days[0]
    while on < days[-1]:
        following = verdict(given, on).next_change_on
        assert following is None or following > on
        still = [day for day in days if on < day and (following is None or day < following)]
        assert {seen(given, day) for day in still} <= {seen(given, on)}, "it changed before the day to look again"
        if following is None:
            break
        # A suspension hides the day on which "expiring" would begin: then one look is in vain, and only then.
        if not given.suspended_because and not given.safety_notices:
            assert seen(given, following) != seen(given, on)
        on = following


@pytest.mark.parametrize("last", [date(2028, 2, 29), date(2027, 2, 28), date(2027, 3, 28), date(2027, 10, 31)])
@pytest.mark.parametrize(
    ("what", "after"),
    [
        (lambda day: {"certificates": [Dated("UKCA certificate GB-1", day)]}, Status.EXPIRED),
        (lambda day: {"conditions": [Dated("Report the outcomes", day)]}, Status.SUSPENDED),
        (lambda day: {"life_ends_on": day}, Status.EXPIRED),
        (lambda day: {"certificates": [Dated("CE certificate 7", day, law="Directive 93/42/EEC")]}, Status.EXPIRED),
        (lambda day: {"closure": Closure("Test Trust", day - 180 * DAY, day)}, Status.EXPIRED),
    ],
    ids=["certificate", "blocking condition", "life", "statutory cut-off", "closure"],
)
def test_good_through_the_last_day_and_not_one_day_longer(last, what, after):
    given = Facts(**{"life_ends_on": last + 100 * DAY, **what(last)})
    assert verdict(given, last).status in USABLE
    assert verdict(given, last).until == last
    assert verdict(given, last + DAY).status == after
    assert verdict(given, last).next_change_on == last + DAY


def test_an_overdue_condition_that_does_not_block_is_said_and_nothing_more():
    day = date(2027, 3, 31)
    blocking, other = (Facts(date(2029, 1, 1), conditions=[Dated("Report", day, b)]) for b in (True, False))
    assert verdict(blocking, day + DAY).status == Status.SUSPENDED
    found = verdict(other, day + DAY)
    assert found.status == Status.VALID_WITH_CONDITIONS
    assert found.until == date(2029, 1, 1)
    assert found.reasons == ("Condition overdue, was due by 31 March 2027: Report",)


def test_every_reason_is_named_not_only_the_first():
    day = date(2027, 3, 31)
    given = Facts(
        day,
        certificates=[Dated("CE certificate 7", day)],
        conditions=[Dated("Train", day)],
        suspended_because="Recall.",
    )
    assert verdict(given, day + DAY).reasons == (
        "CE certificate 7 expired on 31 March 2027.",
        "The passport's life ended on 31 March 2027.",
        "Suspended: Recall.",
        "Condition overdue, was due by 31 March 2027: Train",
    )


def test_an_open_safety_notice_suspends_whatever_else_is_well_and_is_named():
    given = Facts(date(2029, 1, 1), safety_notices=[Notice("Battery overheats", date(2027, 3, 1))])
    found = verdict(given, date(2027, 3, 31))
    assert (found.status, found.until) == (Status.SUSPENDED, date(2029, 1, 1))
    assert found.reasons == ("Safety notice of 1 March 2027 is open: Battery overheats",)
    assert verdict(Facts(date(2029, 1, 1)), date(2027, 3, 31)).status == Status.VALID


def test_a_cut_off_is_named_with_its_law_before_and_after_it():
    last = date(2028, 6, 30)
    law = "Medical Devices Directive 93/42/EEC"
    given = Facts(date(2029, 1, 1), certificates=[Dated("CE certificate 7", last, law=law)])
    assert verdict(given, last).reasons == (
        f"CE marking under the {law} counts in Great Britain until 30 June 2028, and CE certificate 7 with it.",
    )
    assert verdict(given, last + DAY).reasons == (
        f"CE certificate 7 no longer counts: CE marking under the {law} counted in Great Britain until 30 June 2028.",
    )


def test_a_closure_without_successor_is_said_from_the_first_day_and_ends_validity_on_its_last():
    last = date(2027, 9, 30)
    closure = Closure("Test Trust", date(2027, 3, 31), last)
    given = Facts(date(2029, 1, 1), closure=closure, expiring_days=90)
    said = "Test Trust, which assessed it, closed on 31 March 2027 and nobody took over: the passport {} until "
    early, late = verdict(given, date(2027, 4, 1)), verdict(given, last + DAY)
    assert (early.status, early.until) == (Status.VALID, last)
    assert early.reasons == (said.format("counts") + "30 September 2027.",)
    assert verdict(given, last).status == Status.EXPIRING
    assert (late.status, late.reasons) == (Status.EXPIRED, (said.format("counted") + "30 September 2027.",))


def test_a_superseded_passport_names_the_version_that_the_newer_one_covers():
    given = Facts(date(2029, 1, 1), superseded_by="MTC-1", superseded_by_version="2.0")
    assert verdict(given, date(2027, 1, 1)).reasons == ("Replaced by passport MTC-1, which covers version 2.0.",)
