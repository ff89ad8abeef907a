"""How long certificates count and what can be right about them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evidence.certificates import (
    LAWS,
    REMINDERS,
    RULES,
    Stated,
    add_months,
    counts_until,
    cutoffs,
    ends_on,
    longest_end,
    normal_number,
    problems,
    reminder_due,
    stated_end,
)
from evidence.models import CertificateKind, Legislation

ON = date(2026, 7, 1)
DAY = timedelta(days=1)
DATES = st.dates(date(2000, 1, 1), date(2090, 12, 31))
MARK = Stated("CE", "CE-123", date(2026, 1, 1), date(2029, 1, 1), "0086", "MDR")
PLAIN = Stated("ISO_13485", "MD 123456", date(2026, 1, 1), date(2028, 12, 31))
REAL = {
    "UKCA": "GB-1234", "CE": "CE 12/A", "CYBER_ESSENTIALS": "5f0d1c2e-1111-4b2f-9c3e-1f2a3b4c5d6e",
    "CYBER_ESSENTIALS_PLUS": "IASME-CEP-012345", "DSPT": "8JX42", "ICO": "ZA123456", "ISO_13485": "MD 123456",
    "ISO_27001": "IS 123456", "PENETRATION_TEST": "Report 2026-17", "EVERGREEN": "Level 2",
    "MHRA_REGISTRATION": "12345",
}  # fmt: skip


def test_every_kind_has_a_rule_and_every_law_a_cut_off():
    assert set(RULES) == set(CertificateKind.values) == set(REAL)
    assert set(cutoffs()) == LAWS == set(Legislation.values)


@given(day=DATES, months=st.integers(0, 120))
def test_months_are_added_as_people_count_them(day, months):
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    # The same day, or the month's last day when it has no such day.
    assert later.day == day.day or (later.day < day.day and (later + DAY).day == 1)


@pytest.mark.parametrize(
    ("begun", "last"),
    [
        (date(2024, 2, 29), date(2025, 2, 27)),  # a year from 29 February ends the day before 28 February
        (date(2023, 3, 1), date(2024, 2, 29)),
        (date(2025, 12, 31), date(2026, 12, 30)),
    ],
)
def test_a_test_without_stated_end_counts_for_a_year_its_first_day_included(begun, last):
    assert stated_end("PENETRATION_TEST", begun, None) == last
    assert problems(Stated("PENETRATION_TEST", "R 1", begun), on=last) == {}
    assert "already expired" in problems(Stated("PENETRATION_TEST", "R 1", begun), on=last + DAY)["valid_from"]


@given(published=DATES)
def test_a_toolkit_holds_until_the_june_after_the_one_it_was_due_by(published):
    ends = longest_end("DSPT", published)
    assert (ends.month, ends.day) == (6, 30)
    due_by = date(ends.year - 1, 6, 30)
    assert date(ends.year - 2, 7, 1) <= published <= due_by
    given_ = Stated("DSPT", "8JX42", published, ends)
    assert problems(given_, on=published) == {}
    assert problems(replace(given_, expires_on=ends - DAY), on=published).keys() == {"expires_on"}
    assert problems(replace(given_, expires_on=date(ends.year + 1, 6, 30)), on=published).keys() == {"expires_on"}


@given(kind=st.sampled_from(sorted(RULES)), law=st.sampled_from(["", *cutoffs()]), stated=st.none() | DATES)
def test_nothing_counts_longer_than_it_states_and_only_ce_is_cut_off(kind, law, stated):
    ends = ends_on(kind, law, stated)
    if kind == "CE" and law:
        assert ends == min(stated or date.max, cutoffs()[law])
    else:
        assert ends == stated


@pytest.mark.parametrize(("law", "last"), [("MDD", date(2028, 6, 30)), ("MDR", date(2030, 6, 30))])
def test_the_earlier_of_certificate_and_cut_off_counts(law, last):
    assert ends_on("CE", law, last - DAY) == last - DAY
    assert ends_on("CE", law, last + DAY) == last
    late = replace(MARK, legislation=law, valid_from=last - 400 * DAY, expires_on=last + 100 * DAY)
    assert problems(late, on=last) == {}
    assert "counted in Great Britain until 30 June" in problems(late, on=last + DAY)["expires_on"]


@given(law=st.sampled_from(sorted(LAWS)), stated=st.none() | DATES, stored=st.none() | DATES, cutoff=st.none() | DATES)
def test_what_was_handed_in_counts_by_the_law_of_the_day(law, stated, stored, cutoff):
    by_law = {law: cutoff} if cutoff else {}
    ends = [day for day in (stated, cutoff) if day]
    assert counts_until(law, stated, stored, by_law) == min(ends, default=None)
    assert counts_until("", stated, stored, by_law) == stored  # no CE certificate


def test_a_law_without_a_cut_off_is_still_a_law(monkeypatch):
    monkeypatch.setattr("evidence.certificates.cutoffs", dict)
    assert problems(MARK, on=ON) == {}
    assert problems(replace(MARK, legislation="PPE"), on=ON).keys() == {"legislation"}


@pytest.mark.parametrize(("kind", "number"), REAL.items())
def test_a_real_number_passes_and_a_strange_one_does_not(kind, number):
    begun = date(2026, 1, 31)
    ends = longest_end(kind, begun) if RULES[kind].states_end else None
    mark = {"body_number": "0086"} if RULES[kind].body_number else {}
    law = {"legislation": "MDR"} if kind == "CE" else {}
    stated = Stated(kind, number, begun, ends, **mark, **law)
    assert problems(stated, on=ON) == {}
    assert problems(replace(stated, number="?!"), on=ON).keys() == {"number"}
    if RULES[kind].is_code:
        assert normal_number(kind, f"  {number.lower()} ") == number


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"body_number": ""}, "body_number"),
        ({"body_number": "86"}, "body_number"),
        ({"body_number": "٠٠٨٦"}, "body_number"),
        ({"legislation": ""}, "legislation"),
        ({"legislation": "FDA"}, "legislation"),
        ({"expires_on": None}, "expires_on"),
        ({"expires_on": date(2025, 12, 31)}, "expires_on"),
        ({"expires_on": date(2031, 1, 2)}, "expires_on"),
        ({"valid_from": date(2026, 7, 2)}, "valid_from"),
        ({"checked_on": date(2026, 7, 2)}, "checked_on"),
    ],
)
def test_each_wrong_field_is_named_alone(changed, field):
    assert problems(replace(MARK, checked_on=ON), on=ON) == {}
    assert problems(replace(MARK, **changed), on=ON).keys() == {field}


def test_only_marks_have_a_body_and_only_ce_a_law():
    assert problems(PLAIN, on=ON) == {}
    wrong = replace(PLAIN, body_number="0086", legislation="MDR")
    assert problems(wrong, on=ON).keys() == {"body_number", "legislation"}
    assert problems(replace(MARK, kind="UKCA"), on=ON).keys() == {"legislation"}


@given(begun=DATES, kind=st.sampled_from(["ISO_27001", "CYBER_ESSENTIALS", "UKCA", "CE"]), law=st.sampled_from(["MDR"]))
def test_the_anniversary_is_the_last_day_a_certificate_can_state(begun, kind, law):
    mark = {"body_number": "0086"} if kind in {"UKCA", "CE"} else {}
    of_law = {"legislation": law} if kind == "CE" else {}
    last = add_months(begun, RULES[kind].months)
    assume(kind != "CE" or begun <= cutoffs()[law])
    stated = Stated(kind, "ABC-123456", begun, last, **mark, **of_law)
    assert problems(stated, on=begun) == {}
    assert problems(replace(stated, expires_on=last + DAY), on=begun).keys() == {"expires_on"}


def test_certificates_prolonged_by_law_may_state_more_than_five_years():
    old = replace(MARK, valid_from=date(2019, 5, 1), expires_on=date(2028, 12, 31))
    assert problems(replace(old, legislation="MDD"), on=ON) == {}
    assert problems(old, on=ON).keys() == {"expires_on"}


def test_a_renewal_may_begin_when_the_one_before_it_ends():
    ahead = replace(PLAIN, valid_from=ON + 10 * DAY, expires_on=ON + 400 * DAY)
    assert problems(ahead, on=ON).keys() == {"valid_from"}
    assert problems(ahead, on=ON, begins_by=ON + 10 * DAY) == {}
    assert problems(ahead, on=ON, begins_by=ON + 9 * DAY).keys() == {"valid_from"}


@given(ends=DATES, left=st.integers(-40, 100))
def test_the_reminder_is_the_nearest_step_reached(ends, left):
    found = reminder_due(ends, ends - left * DAY)
    reached = [step for step in REMINDERS if left <= step]
    assert found == (None if left < -30 or not reached else reached[-1])


def test_reminders_fall_on_their_days():
    ends = date(2028, 2, 29)
    assert [reminder_due(ends, ends - n * DAY) for n in (91, 90, 31, 30, 8, 7, 0, -1, -6, -7, -30, -31)] == [
        None, 90, 90, 30, 30, 7, 7, 7, 7, -7, -7, None,
    ]  # fmt: skip
