"""Passport numbers: what a person mistypes is caught, how they type it does not matter."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passports.numbers import new_number, problem_with, read_number

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


@settings(max_examples=50, deadline=None)
@given(numbers, st.data())
def test_one_wrong_character_or_swapped_neighbours_are_said_so(number, data):
    signs = list(number.replace("-", ""))
    place = data.draw(st.integers(3, len(signs) - 1))
    if place + 1 < len(signs) and signs[place] != signs[place + 1] and "X" not in signs[place : place + 2]:
        signs[place], signs[place + 1] = signs[place + 1], signs[place]
    else:
        signs[place] = "1" if signs[place] != "1" else "2"
    said = problem_with("".join(signs))
    assert said.startswith("One character is wrong, or two neighbours are swapped.")
    assert problem_with(number) == ""


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1234-5678-9012", "A passport number begins with MTC."),
        ("MTX-1234-5678-9012", "A passport number begins with MTC."),
        ("MTC-1234-5678-901", "This has 11: 1 missing."),
        ("MTC-1234-5678-90123", "This has 13: 1 too many."),
        ("MTC-1234-5678", "This has 8: 4 missing."),
        ("mtc-1234-567o-9012", "This has “O”. The letter O may be meant as the digit 0."),
        ("MTC-1X34-5678-9012", "This has “X”."),
        ("MTC-1I34-5678-9SZ2", "This has “I”, “S”, “Z”."),
        ("MTC-\u0661234-5678-9012", "This has “\u0661”."),
        ("MTC-\u200b1234-5678-9012", "This has other characters."),
    ],
)
def test_another_mistake_is_named(typed, said):
    assert said in problem_with(typed)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=30) | st.text(alphabet="MTC-0123456789X ", max_size=20))
def test_whatever_is_no_number_has_a_problem_in_words(typed):
    assert bool(problem_with(typed)) == (read_number(typed) is None)
