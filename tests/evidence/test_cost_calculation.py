"""The cost calculation against numbers worked out by hand, and what holds for every model."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.cost import calculate, read_cost_model, read_overrides
from evidence.cost.calculation import falls_due, total
from tests.evidence.cost_example import SOURCE, example, number


def read(raw):
    reading = read_cost_model(raw)
    assert [problem.where + ": " + problem.whole for problem in reading.problems] == []
    return reading.model


def money(text: str) -> Decimal:
    return Decimal(text)


def test_the_example_worked_out_by_hand():
    central = calculate(read(example())).central
    # 200 sensors reach the second tier: 200 × £10 = £2,000 and £400 VAT a year. Staff: 100 × 2 × 10 minutes at £30 an
    # hour = £1,000 a year without VAT. Reader: £1,000 + £200 in year 1. Disposal: £50 + £10 in year 2.
    assert [(y.cost_without_vat, y.cost_with_vat) for y in central.years] == [(4000, 4600), (3050, 3460)]
    # Dressings: 3 × £9.50 × 100 = £2,850 cash a year. Bed days: 0.4 × £400 × 100 = £16,000 capacity a year.
    assert (central.cash, central.capacity) == (5700, 32000)
    assert (central.cost_without_vat, central.cost_with_vat, central.counted) == (7050, 8060, 8060)
    assert central.present_cost == money("4600") + money("3343.00")  # 3,460 / 1.035 = 3,342.995…
    assert central.net_present_cost == money("7943.00") - money("2850") - money("2753.62")
    assert central.cost_per_patient == money("40.30")  # 8,060 / 200
    assert central.break_even_year is None


def test_low_is_least_favourable_and_high_most():
    result = calculate(read(example()))
    assert result.low.numbers["bed_days"] == money("-0.2")
    assert result.low.numbers["bed_day_cost"] == 300
    assert result.low.numbers["reader"] == 1100
    assert result.low.numbers["patients"] == 80
    assert result.high.numbers["bed_days"] == money("-0.6")
    assert result.high.numbers["reader"] == 900


def test_more_can_be_less_favourable_and_then_low_takes_it():
    """With too small a saving each patient is a loss, so that more patients are the low case."""
    raw = example(effects=[])
    assert calculate(read(raw)).low.numbers["patients"] == 120


def test_vat_that_comes_back_does_not_count():
    central = calculate(read(example(vat={"rate": "20", "recoverable": True}))).central
    assert central.counted == central.cost_without_vat == 7050
    assert central.cost_with_vat == 8060


def test_break_even_is_of_cash_alone():
    raw = example(life_years=10)
    assert calculate(read(raw)).central.break_even_year is None, "capacity would pay in the first year, cash never"
    cheap = read_overrides(read(raw), {"sensor": "1"})
    assert cheap[1] == ()
    # Year 1: 240 + 1,000 + 1,200 = 2,440 against 2,850.
    assert calculate(read(raw), cheap[0]).central.break_even_year == 1
    dear = calculate(read(raw), {"sensor": money("1"), "reader": money("4000")}).central
    # Year 1: 2,850 − 240 − 1,000 − 4,800 = −3,190; each further year brings 1,610.
    assert dear.break_even_year == 3


def test_the_volume_picks_the_tier():
    model = read(example())
    few = calculate(model, {"patients": money("99.5")}).central
    assert next(line.pounds for line in few.costs if line.name == "sensor") == 199 * 12
    many = calculate(model, {"patients": money("100")}).central
    assert next(line.pounds for line in many.costs if line.name == "sensor") == 200 * 10


def test_swings_say_cash_and_capacity_apart():
    swings = {swing.name: swing for swing in calculate(read(example())).swings}
    assert set(swings) == {"patients", "bed_days", "bed_day_cost", "reader"}
    assert swings["bed_days"].cost_at_low == swings["bed_days"].cost_at_high
    assert swings["bed_days"].capacity_at_low > swings["bed_days"].capacity_at_high
    assert swings["reader"].cost_at_high - swings["reader"].cost_at_low == 240


def test_an_unknown_local_number_is_refused():
    model = read(example())
    assert [p.where for p in read_overrides(model, {"nonsense": "1", "patients": "-1", "bed_days": "-1"})[1]] == [
        "nonsense", "patients",
    ]  # fmt: skip
    with pytest.raises(ValueError, match="nonsense"):
        calculate(model, {"nonsense": money("1")})


def exact(least: int, most: int, places: int = 2):
    return st.integers(least * 10**places, most * 10**places).map(lambda n: str(Decimal(n).scaleb(-places)))


def spans(least: int, most: int):
    return st.lists(exact(least, most), min_size=3, max_size=3).map(lambda ends: sorted(ends, key=Decimal))


@st.composite
def models(draw):
    starts = sorted(draw(st.sets(st.integers(1, 5000), max_size=4)))
    tiers = [{"from": str(start), "price": draw(exact(0, 500))} for start in (0, *starts)]
    raw = example(
        life_years=draw(st.integers(1, 8)),
        vat={"rate": draw(exact(0, 25)), "recoverable": draw(st.booleans())},
        discount={"rate": draw(exact(0, 12)), "source_title": "A source", "source_url": ""},
    )
    raw["prices"][0]["tiers"] = tiers
    for row in raw["assumptions"]:
        ends = draw(spans(-20, 20) if row["name"] in {"bed_days", "dressings"} else spans(0, 1500))
        row |= dict(zip(("low", "central", "high"), ends, strict=True))
    for row in raw["costs"]:
        row |= dict(zip(("low", "central", "high"), draw(spans(0, 9000)), strict=True))
    return raw


@settings(deadline=None, max_examples=30)
@given(models())
def test_low_central_and_high_are_in_order(raw):
    result = calculate(read(raw))
    assert result.low.favour <= result.central.favour <= result.high.favour


@settings(deadline=None, max_examples=30)
@given(models())
def test_central_numbers_given_as_local_ones_change_nothing(raw):
    model = read(raw)
    expected = calculate(model).central
    given_numbers = {row.name: row.central for row in model.ranged}
    local = calculate(model, given_numbers)
    assert local.low == local.central == local.high == expected
    assert local.swings == ()


@settings(deadline=None, max_examples=30)
@given(models())
def test_parts_add_up_to_the_penny(raw):
    model = read(raw)
    result = calculate(model)
    for one in (result.low, result.central, result.high):
        for year in one.years:
            due = [line for line in one.costs if falls_due(line.due, year.number, model.life_years)]
            assert sum(line.pounds for line in due) == year.cost_without_vat
            assert sum(line.pounds + line.vat for line in due) == year.cost_with_vat
            assert sum(e.pounds for e in one.effects) == year.cash + year.capacity
        assert sum(year.counted for year in one.years) == one.counted
        assert sum(year.cash for year in one.years) == one.cash
        assert one.years[-1].cash_so_far == one.cash - one.counted
        assert one.net_present_cost == one.present_cost - one.present_cash
        assert one.counted in {one.cost_with_vat, one.cost_without_vat}


@settings(deadline=None, max_examples=30)
@given(models())
def test_without_discount_present_is_the_plain_sum(raw):
    raw["discount"]["rate"] = "0"
    central = calculate(read(raw)).central
    assert (central.present_cost, central.present_cash, central.present_capacity) == (
        central.counted, central.cash, central.capacity,
    )  # fmt: skip


@settings(deadline=None, max_examples=30)
@given(models(), st.data())
def test_a_higher_price_never_costs_less(raw, data):
    """With the same numbers; which case is the least favourable may itself move with the price."""
    before = calculate(read(raw)).central
    dearer = read(raw | {"prices": [raw["prices"][0] | {"tiers": _raised(raw, data)}]})
    after = calculate(dearer).central
    assert after.cost_without_vat >= before.cost_without_vat
    assert after.cost_with_vat >= before.cost_with_vat
    assert after.net_present_cost >= before.net_present_cost
    assert (after.cash, after.capacity) == (before.cash, before.capacity)


def _raised(raw, data):
    tiers = raw["prices"][0]["tiers"]
    return [tier | {"price": str(Decimal(tier["price"]) + Decimal(data.draw(exact(0, 100))))} for tier in tiers]


def test_the_largest_numbers_are_still_exact():
    most = "999999999999.999999"
    raw = example(life_years=30)
    raw["assumptions"] = [number("patients", "Patients", "patient/year", most), *raw["assumptions"][1:]]
    raw["assumptions"] += [number(f"share{n}", "Share", "percent", most) for n in range(3)]
    raw["costs"].append(
        {**SOURCE, "name": "big", "title": "Big", "unit": "GBP/patient", "kind": "RUNNING", "vat": True,
         "low": most, "central": most, "high": most, "times": ["patients", "share0", "share1", "share2"]},
    )  # fmt: skip
    central = calculate(read(raw)).central
    assert total(year.counted for year in central.years) == central.cost_with_vat
    assert total(line.pounds for line in central.costs if line.due == "YEARLY") == central.years[1].cost_without_vat
    assert central.cost_without_vat > Decimal("1e50")
