"""The pure part of the comparison."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compass.guide.comparison import NOT_STATED, Better, Cell, Choice, Row, Said, read_choice, read_rows, table
from compass.guide.units import aligned, unit_of


@pytest.mark.parametrize(
    ("slugs", "too_few", "too_many"),
    [
        ([], True, False),
        (["a"], True, False),
        (["a", "a"], True, False),
        (["a", "b"], False, False),
        (["a", "b", "c", "d"], False, False),
        (["a", "b", "c", "d", "e"], False, True),
        (["a", "b", "c", "d", "a", " "], False, False),
    ],
)
def test_two_to_four_different_ones(slugs, too_few, too_many):
    choice = read_choice(slugs)
    assert (choice.too_few, choice.too_many) == (too_few, too_many)


def test_the_order_is_kept_and_links_say_it():
    choice = read_choice(["b", "a", "b&c"])
    assert choice.slugs == ("b", "a", "b&c")
    assert choice.query() == "?i=b&i=a&i=b%26c"
    assert choice.without("a").query() == "?i=b&i=b%26c"
    assert Choice(()).query() == ""


def test_links_keep_what_is_shown_and_the_order_can_change():
    choice = read_choice(["a", "b", "c"], ("price",), differences=True)
    assert choice.query() == "?i=a&i=b&i=c&row=price&differences=yes"
    assert choice.without("b").query() == "?i=a&i=c&row=price&differences=yes"
    assert choice.moved("b", -1).slugs == ("b", "a", "c")
    assert choice.moved("b", 1).slugs == ("a", "c", "b")
    assert choice.moved("a", -1) is None
    assert choice.moved("c", 1) is None


KIND, PRICE = Row("kind", "Kind"), Row("price", "Price", Better("Lowest", most=False, apart="Different things."))
KNOWN = {"About": (KIND,), "Cost": (PRICE,)}
DEVICE = Cell((Said("Device"),))


def cost(amount: int, unit: str | None = "test") -> Cell:
    return Cell((Said(f"£{amount} per {unit}"),), Decimal(amount), unit)


def shown(*prices: Cell, rows: tuple[str, ...] = (), differences: bool = False):
    columns = [{"kind": DEVICE, "price": price} for price in prices]
    return table(columns, KNOWN, read_choice([], rows, differences=differences))


def test_missing_is_said_and_never_zero():
    about, money = shown(cost(5), Cell(), Cell())
    assert [cell.words for cell in about.lines[0].cells] == ["Device"] * 3
    assert [cell.words for cell in money.lines[0].cells] == ["£5 per test", NOT_STATED, NOT_STATED]
    assert not any(money.lines[0].marks)  # one price is not the lowest of anything


@pytest.mark.parametrize(
    ("prices", "marks", "note"),
    [
        ((cost(5), cost(4)), ("", "Lowest"), ""),
        ((cost(5), cost(4), Cell(), cost(4)), ("", "Lowest", "", "Lowest"), ""),
        ((cost(5), cost(5)), ("", ""), ""),
        ((cost(5), cost(4, "device")), ("", ""), "Different things."),
        ((cost(5, None), cost(900, None)), ("", ""), "Different things."),
        ((cost(5, None), cost(900), cost(901)), ("", "", ""), "Different things."),
        ((cost(5, None), Cell()), ("", ""), ""),
        ((Cell(), Cell()), ("", ""), ""),
    ],
)
def test_the_best_is_marked_only_among_like(prices, marks, note):
    line = shown(*prices)[1].lines[0]
    assert (line.marks, line.note) == (marks, note)


def test_only_differences_leaves_out_what_is_alike_and_says_how_much():
    about, money = shown(cost(5), cost(4), differences=True)
    assert (about.lines, about.alike) == ((), 1)
    assert (len(money.lines), money.alike) == (1, 0)


def test_a_reader_chooses_rows():
    assert [group.title for group in shown(cost(5), cost(4), rows=("price",))] == ["Cost"]
    assert read_rows(["price", "nothing", "price"], KNOWN) == ("price",)
    assert read_rows(["price", "kind"], KNOWN) == read_rows(["'; --"], KNOWN) == ()


UNITS = st.sampled_from(["test", "device", None])


@given(st.lists(st.none() | st.tuples(st.integers(0, 9), UNITS), min_size=2, max_size=4))
def test_a_mark_never_stands_on_what_is_dearer_missing_or_of_another_unit(given_prices):
    cells = [Cell() if one is None else cost(*one) for one in given_prices]
    line = shown(*cells)[1].lines[0]
    for cell, mark in zip(line.cells, line.marks, strict=True):
        if mark:
            assert cell.value is not None
            assert cell.unit is not None
            assert all(o.unit == cell.unit and o.value >= cell.value for o in cells if o.value is not None)


@pytest.mark.parametrize(
    ("said", "unit"),
    [
        ("", ""), ("each", "each"), ("per Device.", "device"), ("patient / a month", "patient per month"),
        ("per patient per annum", "patient per year"), ("for each test", "test"), ("Box of 10", "box of 10"),
    ],
)  # fmt: skip
def test_units_in_one_form(said, unit):
    assert unit_of(said) == unit


@pytest.mark.parametrize(
    ("price", "unit", "value", "of"),
    [
        ("2.50", "patient per month", "30", "patient per year"),
        ("7", "patient per week", "7", "patient per week"),
        ("7", "", "7", ""),
        ("90", "100 tests", "0.90", "test"),
        ("10", "pack of 50 blood tests", "0.20", "blood test"),
        ("95.50", "1,000 patients per month", "1.146", "patient per year"),
        # What would have to be rounded or guessed stays as it is.
        ("1", "3 tests", "1", "3 tests"),
        ("10", "box of 10", "10", "box of 10"),
        ("10", "10 glasses", "10", "10 glasses"),
        ("90", "100 tests per patient", "90", "100 tests per patient"),
        ("90", "0 tests", "90", "0 tests"),
    ],
)
def test_prices_of_several_and_of_a_month_are_compared_with_those_of_one_and_of_a_year(price, unit, value, of):
    assert aligned(Decimal(price), unit) == (Decimal(value), of)


@given(st.decimals(0, 10**6, places=2), st.integers(2, 10**5), st.sampled_from(["{} tests", "pack of {:,} tests"]))
def test_what_one_costs_is_exact_or_not_said(price, count, said):
    unit = unit_of(f"per {said.format(count)}")
    value, of = aligned(price, unit)
    assert (value * count == price) if of == "test" else ((value, of) == (price, unit))
    assert aligned(price * count, unit) == (price, "test")


def test_a_very_long_name_is_cut():
    assert len(read_choice(["x" * 5000]).slugs[0]) == 120
