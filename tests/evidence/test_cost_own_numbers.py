"""A buyer's own numbers: what replacing one does, what counts as a change, what fits a changed model."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.cost import calculate, carried_over, differing, inputs_of, read_cost_model, read_overrides
from evidence.cost_words import exact_pounds, pounds, tables, years
from tests.evidence.cost_example import example

MODEL = read_cost_model(example()).model
NAMES = tuple(row.name for row in inputs_of(MODEL))
MONEY = ("cost_without_vat", "cost_with_vat", "cash", "capacity", "net_present_cost", "present_capacity")
NUMBERS = st.decimals(0, 10_000, places=2)
OWN = st.dictionaries(st.sampled_from(NAMES), NUMBERS, max_size=5)


def test_own_numbers_worked_out_by_hand():
    """50 patients, so 100 sensors of the first tier's £12; but a net price of £9 was agreed."""
    central = calculate(MODEL, {"patients": Decimal(50)}).central
    assert central.years[0].cost_without_vat == 1200 + 1000 + 500  # sensors, reader, fitting
    agreed = calculate(MODEL, {"patients": Decimal(50), "sensor": Decimal(9)}).central
    assert agreed.years[0].cost_without_vat == 900 + 1000 + 500
    assert (agreed.cash, agreed.capacity) == (2850, 16000)  # 50 × 3 × £9.50 and 50 × 0.4 × £400, two years


@settings(max_examples=40, deadline=None)
@given(OWN)
def test_own_numbers_keep_the_cases_in_order_and_cash_apart(own):
    result = calculate(MODEL, own)
    assert result.low.favour <= result.central.favour <= result.high.favour
    assert not {swing.name for swing in result.swings} & set(own)  # a number of one's own has no range
    for case in (result.low, result.central, result.high):
        assert all(case.numbers[name] == own[name] for name in own if name in case.numbers)
        assert case.cash == sum(year.cash for year in case.years)
        assert case.capacity == sum(year.capacity for year in case.years)
        assert case.counted == sum(year.counted for year in case.years)
        last = case.years[-1]
        assert last.cash_so_far == case.cash - case.counted
        if case.break_even_year:
            assert all(year.cash_so_far >= 0 for year in case.years[case.break_even_year - 1 :])


@settings(max_examples=40, deadline=None)
@given(OWN)
def test_only_numbers_that_change_something_are_kept(own):
    kept = differing(MODEL, own)
    with_all, with_kept = calculate(MODEL, own), calculate(MODEL, kept)
    for case in ("low", "central", "high"):
        for name in MONEY:
            assert getattr(getattr(with_all, case), name) == getattr(getattr(with_kept, case), name)


def test_the_innovators_only_number_is_no_change():
    assert differing(MODEL, {"sensors": Decimal("2.0"), "minutes": Decimal(11)}) == {"minutes": Decimal(11)}
    # The central number of a range is one: it says that there is no range here.
    assert differing(MODEL, {"patients": Decimal(100)}) == {"patients": Decimal(100)}


@settings(max_examples=40, deadline=None)
@given(OWN)
def test_everything_fits_the_same_model(own):
    typed = {name: str(number) for name, number in own.items()}
    carried = carried_over(MODEL, MODEL, typed)
    assert (carried.fits, carried.left) == (typed, ())
    assert read_overrides(MODEL, carried.fits) == (own, ())


def _changed(part: str, of: str, **changes) -> object:
    raw = example()
    raw[part] = [row | changes if row["name"] == of else row for row in raw[part]]
    reading = read_cost_model(raw)
    assert not reading.problems
    return reading.model


@pytest.mark.parametrize(
    ("after", "left"),
    [
        (_changed("assumptions", "patients", low="1", central="2", high="3"), ()),
        (_changed("costs", "reader", unit="GBP/year"), ("reader",)),
        (_changed("costs", "reader", name="hub"), ("reader",)),
        (read_cost_model(example(costs=[])).model, ("reader",)),
    ],
)
def test_a_number_of_another_unit_or_name_is_left(after, left):
    typed = {"patients": "240", "reader": "800", "sensor": "9"}
    carried = carried_over(MODEL, after, typed)
    assert carried.left == left
    assert set(carried.fits) == set(typed) - set(left)


def test_a_number_that_may_not_stand_in_its_new_row_is_left():
    """A change may be below nought until the new model buys by it."""
    raw = example()
    raw["assumptions"][4] |= {"low": "1", "central": "1", "high": "1"}
    raw["costs"].append(raw["costs"][1] | {"name": "by_use", "unit": "GBP/use", "times": ["dressings", "patients"]})
    after = read_cost_model(raw)
    assert not after.problems
    assert carried_over(MODEL, after.model, {"dressings": "-4"}).left == ("dressings",)
    assert carried_over(MODEL, after.model, {"dressings": "4"}).left == ()


def test_a_range_of_ones_own_moves_the_cases_and_its_bar():
    own, problems = read_overrides(MODEL, {"patients": "50", "patients.low": "40", "patients.high": "70"})
    assert problems == ()
    result = calculate(MODEL, own)
    swing = next(one for one in result.swings if one.name == "patients")
    assert (swing.low, result.central.numbers["patients"], swing.high) == (40, 50, 70)
    assert {result.low.numbers["patients"], result.high.numbers["patients"]} <= {40, 50, 70}
    one_end = calculate(MODEL, {"patients": Decimal(50), "patients.high": Decimal(70)})
    assert next((one.low, one.high) for one in one_end.swings if one.name == "patients") == (50, 70)
    assert carried_over(MODEL, MODEL, {"patients": "50", "patients.low": "40"}).left == ()
    # The innovator's one number with a range of one's own is a change.
    assert set(differing(MODEL, {"sensors": Decimal(2), "sensors.low": Decimal(1)})) == {"sensors", "sensors.low"}


def test_a_price_that_is_not_sure_moves_the_cases_and_has_its_bar_too():
    assert "sensor" not in {one.name for one in calculate(MODEL).swings}
    own, problems = read_overrides(MODEL, {"patients": "50", "sensor": "9", "sensor.low": "8", "sensor.high": "11"})
    assert problems == ()
    result = calculate(MODEL, own)
    swing = next(one for one in result.swings if one.name == "sensor")
    assert (swing.title, swing.low, swing.high) == ("Sensor", 8, 11)
    # Two years of 100 sensors, a pound less or two more each: VAT of 20 % on top, the second year discounted.
    central = result.central.net_present_cost
    assert central - swing.cost_at_low == Decimal(120) + Decimal("115.94")
    assert swing.cost_at_high - central == Decimal(240) + Decimal("231.89")  # each year is rounded whole
    assert swing.capacity_at_low == swing.capacity_at_high == result.central.present_capacity
    assert (result.low.numbers["sensor"], result.high.numbers["sensor"]) == (11, 8)
    numbers = next(one for one in tables(MODEL, result, own=own) if one.caption == "The numbers it rests on")
    assert ("Sensor (pounds per device)", "11", "9", "8", "Your own price") in numbers.rows
    sources = {row[0].partition(" (")[0]: row[-1] for row in numbers.rows}
    assert sources["Patients treated in a year"] == "Your own number"  # nobody else published it
    assert sources["Cost of a bed day"] == "Invented audit, 2025"


def test_vat_is_shown_where_only_one_case_has_it():
    own = {"sensor": Decimal(0), "sensor.high": Decimal(500)}
    made_of = next(one for one in tables(MODEL, calculate(MODEL, own)) if one.caption == "What it is made of")
    sensor = [row for row in made_of.rows if "Sensor" in row[0]]
    assert [row[0].rpartition(", ")[2] for row in sensor] == ["without VAT", "with VAT"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"patients.low": "40"}, "Your own number is missing."),
        ({"patients": "50", "patients.low": "60"}, "Your lowest number is above your own one."),
        ({"patients": "50", "patients.high": "40"}, "Your highest number is below your own one."),
        ({"patients": "50", "patients.low": "-1"}, "Your number is below 0."),
        ({"sensor": "9", "sensor.low": "-8"}, "Your number is below 0."),
        ({"fittings.low": "8"}, "This is not part of a cost model."),
    ],
)
def test_a_range_that_does_not_hold_its_number_is_refused(given, said):
    own, problems = read_overrides(MODEL, given)
    assert [one.wrong for one in problems] == [said]
    assert not any("." in name for name in own)


@given(st.decimals(-(10**12), 10**12, places=2))
def test_a_sum_is_said_to_the_pound_and_a_small_one_to_the_penny(amount):
    said = Decimal(pounds(amount).replace("£", "").replace(",", "").replace("−", "-"))
    assert abs(said - amount) <= (Decimal("0.5") if abs(amount) >= 100 else 0)
    assert "." not in pounds(amount) or abs(amount) < 100
    assert Decimal(exact_pounds(amount).replace("£", "").replace(",", "").replace("−", "-")) == amount
    assert pounds(None) == exact_pounds(None) == "Not known"


def test_a_table_says_that_it_rounds_and_does_not_add_up_only_where_that_is_so():
    whole = calculate(MODEL, {"patients": Decimal(100), "sensor": Decimal(10)})
    rounded, apart = "Sums of £100 or more are rounded to the pound.", "So they may not add up."
    plain = years(whole.central)
    assert (plain.note, plain.rows[0][1]) == ("", "£4,000")
    # £4,000.40 and £3,050.40 come to £7,050.80.
    odd = calculate(MODEL, {"patients": Decimal(100), "sensor": Decimal("10.002")})
    told = years(odd.central)
    assert told.rows[0][1] == "£4,000"
    assert told.note == f"{rounded} {apart}"
    assert years(odd.central, say=exact_pounds).note == ""
    assert years(odd.central, say=exact_pounds).rows[0][1] == "£4,000.40"
    assert rounded in tables(MODEL, odd)[0].note
    assert rounded not in tables(MODEL, odd, exact_pounds)[0].note


def test_where_capacity_outweighs_cash_the_table_says_so():
    """More patients cost more cash, and release more capacity than that."""
    said = "Here a more favourable case costs more net of cash, because it releases more capacity."
    assert said in tables(MODEL, calculate(MODEL))[0].note
    numbers = {row.name: row.central for row in MODEL.ranged} | {"reader.low": Decimal(1)}
    assert said not in tables(MODEL, calculate(MODEL, numbers))[0].note
