"""Passport numbers: what a person mistypes is caught, how they type it does not matter."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passports.numbers import new_number, read_number

SIGNS = "0123456789X"
numbers = st.builds(lambda _: new_number(), st.integers())


@settings(max_examples=100, deadline=None)
@given(numbers)
def test_every_wrong_character_and_every_swap_of_neighbours_is_caught(number):
    assert read_number(number) == number
    places = [i for i, sign in enumerate(number) if i >= 4 and sign != "-"]
    wrong = {number[:i] + sign + number[i + 1 :] for i in places for sign in SIGNS} - {number}
    assert len(wrong) == 12 * 10
    assert {n for n in wrong if read_number(n)} == set()
    for here, there in pairwise(places):
        signs = list(number)
        signs[here], signs[there] = signs[there], signs[here]
        swapped = "".join(signs)
        assert swapped == number or read_number(swapped) is None


@pytest.mark.parametrize(
    "form",
    [str, str.lower, lambda n: n.replace("-", ""), lambda n: n.replace("-", " "), lambda n: f"  {n}\n",
     lambda n: n.replace("-", "–"), lambda n: n.replace("-", ".").lower(), " ".join],
)  # fmt: skip
def test_typed_forms_are_read_as_the_printed_one(form):
    number = new_number()
    assert read_number(form(number)) == number


@pytest.mark.parametrize(
    "form", [lambda n: n[:-1], lambda n: n + "0", lambda n: "X" + n, lambda n: n[4:], lambda _: ""]
)
def test_what_is_no_number_is_none(form):
    assert read_number(form(new_number())) is None


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_read_without_an_error(typed):
    read = read_number(typed)
    assert read is None or read_number(read) == read


def test_only_ascii_digits_count():
    number = new_number()
    arabic = number.translate({ord("0") + n: chr(0x0660 + n) for n in range(10)})
    assert read_number(arabic) is None


def test_numbers_are_drawn_at_random():
    assert len({new_number() for _ in range(200)}) == 200
