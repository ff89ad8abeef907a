"""Cursors come back from the outside, so nothing in them may do more than be refused."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compass.foundation.errors import Invalid
from compass.foundation.paging import decode_cursor, encode_cursor


def wrapped(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=100)


@settings(max_examples=200, deadline=None)
@given(
    st.text(max_size=60)
    | st.binary(max_size=60).map(wrapped)
    | anything.map(lambda value: wrapped(json.dumps(value).encode()))
    | st.lists(anything, min_size=2, max_size=2).map(lambda value: wrapped(json.dumps(value).encode()))
)
def test_a_cursor_is_read_or_refused_as_invalid(cursor):
    try:
        keys = decode_cursor(cursor, str, int)
    except Invalid:
        return
    assert keys is None or [type(key) for key in keys] == [str, int]


@settings(max_examples=100, deadline=None)
@given(texts, st.integers(-(2**63), 2**63 - 1))
def test_what_was_encoded_comes_back(text, number):
    cursor = encode_cursor(text, number)
    assert cursor.replace("-", "").replace("_", "").isalnum()
    if len(cursor) <= 2_000:
        assert decode_cursor(cursor, str, int) == (text, number)


@pytest.mark.parametrize(
    "cursor",
    [
        encode_cursor("a\x00b", 1),
        encode_cursor("\ud800", 1),
        encode_cursor("a", 2**63),
        encode_cursor("a", -(2**63) - 1),
        wrapped(b'["a",true]'),
        encode_cursor("a", 1.0),
        encode_cursor("a"),
        encode_cursor("a", 1, 2),
        encode_cursor(1, "a"),
        wrapped(b"[" * 1_400),
        wrapped(b"9" * 1_400),
        wrapped(b'["a",NaN]'),
        "A" * 100_000,
        "é" * 10,
        "=",
        "====",
    ],
)
def test_what_postgresql_could_not_take_is_invalid(cursor):
    assert decode_cursor(encode_cursor("a", 1), str, int) == ("a", 1)
    with pytest.raises(Invalid):
        decode_cursor(cursor, str, int)
