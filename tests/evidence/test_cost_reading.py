"""What a cost model must say to be read, and what is said of one that does not."""

from __future__ import annotations

from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from evidence.cost import read_cost_model, schema
from tests.evidence.cost_example import example, number

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


def problems(raw) -> dict[str, str]:
    return {problem.where: problem.whole for problem in read_cost_model(raw).problems}


def test_the_example_is_read_and_meets_the_published_schema():
    Draft202012Validator.check_schema(schema())
    assert problems(example()) == {}
    Draft202012Validator(schema()).validate(example())


def test_units_that_do_not_cancel_are_named():
    raw = example()
    raw["effects"][0]["times"] = []
    assert problems(raw) == {
        "effects[0].times": "(bed day / patient) × (£ / bed day) comes to £ / patient, not to pounds a year. "
        "Choose what it is multiplied by so that the units above and below the line cancel."
    }


def test_minutes_are_hours_and_a_share_has_no_unit():
    raw = example()
    raw["assumptions"].append(number("share", "Share who agree", "percent", "50"))
    raw["effects"][0]["times"].append("share")
    assert problems(raw) == {}


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        (("currency",), "EUR", "currency"),
        (("life_years",), 0, "life_years"),
        (("life_years",), True, "life_years"),
        (("vat", "rate"), "101", "vat.rate"),
        (("assumptions", 0, "central"), "200", "assumptions[0].central"),
        (("assumptions", 0, "low"), "1e9", "assumptions[0].low"),
        (("assumptions", 0, "low"), 80.5, "assumptions[0].low"),
        (("assumptions", 0, "source_title"), " ", "assumptions[0].source_title"),
        (("assumptions", 0, "source_url"), "javascript:alert(1)", "assumptions[0].source_url"),
        (("assumptions", 0, "title"), "a\x00b", "assumptions[0].title"),
        (("assumptions", 1, "name"), "patients", "assumptions[1].name"),
        (("assumptions", 3, "unit"), "GBP/song", "assumptions[3].unit"),
        (("prices", 0, "tiers", 0, "from"), "1", "prices[0].tiers[0].from"),
        (("prices", 0, "tiers", 1, "from"), "0", "prices[0].tiers[1].from"),
        (("prices", 0, "tiers", 1, "price"), "-1", "prices[0].tiers[1].price"),
        (("prices", 0, "times", 0), "nobody", "prices[0].times[0]"),
        (("prices", 0, "unit"), "GBP/year", "prices[0].times"),
        (("costs", 0, "extra"), 1, "costs[0].extra"),
        (("costs", 0, "times"), ["bed_days"], "costs[0].times[0]"),
        (("costs", 2, "unit"), "GBP/year", "costs[2].unit"),
        (("effects", 1, "marking"), "BOTH", "effects[1].marking"),
        (("effects", 1, "change"), "nothing", "effects[1].change"),
    ],
)
def test_each_problem_is_said_at_its_place(path, value, where):
    raw = example()
    *way, last = path
    part = raw
    for step in way:
        part = part[step]
    part[last] = value
    assert where in problems(raw)


def test_a_model_must_count_its_patients():
    raw = example()
    raw["assumptions"][0]["unit"] = "patient"
    assert "assumptions" in problems(raw)


@settings(deadline=None)
@given(ANYTHING)
def test_nothing_makes_it_raise(raw):
    assert read_cost_model(raw).model is None


@st.composite
def damaged(draw):
    """The example with one place, anywhere in it, replaced or taken away."""
    raw = deepcopy(example())
    part = raw
    while True:
        keys = list(part) if isinstance(part, dict) else list(range(len(part)))
        if not keys:
            return raw
        key = draw(st.sampled_from(keys))
        if isinstance(part[key], dict | list) and draw(st.booleans()):
            part = part[key]
            continue
        if draw(st.booleans()):
            del part[key]
        else:
            part[key] = draw(ANYTHING | st.sampled_from(["-1", "0", "1.5", "00100.00", "", "patients", "GBP", [], {}]))
        return raw


@settings(deadline=None)
@given(damaged())
def test_what_is_read_meets_the_schema_and_the_rest_has_problems(raw):
    reading = read_cost_model(raw)
    assert (reading.model is None) == bool(reading.problems)
    if reading.model is not None:
        Draft202012Validator(schema()).validate(raw)
