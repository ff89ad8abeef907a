"""The pure part of the comparison."""

from __future__ import annotations

import pytest

from compass.guide.comparison import NOT_STATED, Choice, lines, read_choice


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


def test_missing_is_said_and_never_zero():
    found = lines(
        [{"price": "£5", "kind": "Device"}, {"price": "", "kind": "Device"}, {"price": None}],
        {"kind": "Kind", "price": "Price"},
    )
    assert [line.cells for line in found] == [("Device", "Device", NOT_STATED), ("£5", NOT_STATED, NOT_STATED)]


def test_a_very_long_name_is_cut():
    assert len(read_choice(["x" * 5000]).slugs[0]) == 120
