"""Reading an answer by its kind, and saying it in words: the pure rule."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.answering import VALUED, AnswerError, Question, is_answered, read, words

OPTIONS = {"A": "Tier A", "B": "Tier B"}


def question(kind):
    return Question("q", kind, OPTIONS if kind in {"CHOICE", "CHOICES"} else {}, "days" if kind == "NUMBER" else "")


@pytest.mark.parametrize(
    ("kind", "typed", "value", "said"),
    [
        ("TEXT", "  Two\r\nlines ", {"text": "Two\nlines"}, "Two\nlines"),
        ("TEXT", "\u202bעברית 🫀", {"text": "\u202bעברית 🫀"}, "\u202bעברית 🫀"),
        ("YES_NO", "YES", {"choice": "YES"}, "Yes"),
        ("YES_NO", {"choice": "NO", "text": "Not yet."}, {"choice": "NO", "text": "Not yet."}, "No\n\nNot yet."),
        ("CHOICE", "B", {"choice": "B"}, "Tier B"),
        ("CHOICES", ["B", "A", "B"], {"choices": ["A", "B"]}, "Tier A; Tier B"),
        ("NUMBER", "1,250.50", {"number": "1250.5"}, "1250.5 days"),
        ("NUMBER", 0, {"number": "0"}, "0 days"),
        ("DATE", "2028-02-29", {"date": "2028-02-29"}, "29 February 2028"),
        ("LINK", " https://maker.example/a ", {"link": "https://maker.example/a"}, "https://maker.example/a"),
    ],
)
def test_an_answer_is_read_and_said(kind, typed, value, said):
    asked = question(kind)
    assert read(asked, typed) == value
    assert is_answered(asked, value)
    assert words(asked, value) == said


@pytest.mark.parametrize(
    ("kind", "typed", "advice"),
    [
        ("TEXT", 5, "as text"),
        ("TEXT", "x" * 10_001, "10,000 characters or fewer. You wrote 10,001"),
        ("TEXT", "a\x00b", "cannot be shown"),
        ("YES_NO", "MAYBE", "YES, NO"),
        ("CHOICE", ["A"], "Choose one of the listed answers"),
        ("CHOICES", "A", "as a list"),
        ("NUMBER", "12 days", "Enter a number"),
        ("NUMBER", "NaN", "below"),
        ("NUMBER", "1e99", "below"),
        ("NUMBER", True, "Enter a number"),
        ("DATE", "30.2.2028", "real date"),
        ("LINK", "javascript:alert(1)", "https://"),
        ("LINK", "https://[", "https://"),
        ("YES_NO", {"choice": "YES", "extra": 1}, "no part called extra"),
    ],
)
def test_what_is_no_answer_is_refused_with_what_to_do(kind, typed, advice):
    with pytest.raises(AnswerError, match=advice):
        read(question(kind), typed)


@pytest.mark.parametrize("kind", sorted(VALUED))
@pytest.mark.parametrize("nothing", [None, "", {}, []])
def test_nothing_given_is_no_answer_and_no_error(kind, nothing):
    assert not is_answered(question(kind), read(question(kind), nothing))


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(sorted(VALUED)),
    junk | st.fixed_dictionaries({"choice": junk}) | st.fixed_dictionaries({"date": junk}),
)
def test_anything_is_read_or_refused_and_reading_again_changes_nothing(kind, typed):
    asked = question(kind)
    try:
        value = read(asked, typed)
    except AnswerError:
        return
    assert read(asked, json.loads(json.dumps(value))) == value
    words(asked, value)
