"""What a pack lacks: the pure rule."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.completeness import Asked, blocking, completeness

TODAY = date(2028, 2, 29)
DAY = timedelta(days=1)
TEXT, CERTIFICATE, DOCUMENT = (
    Asked(kind.lower(), kind, kind, mandatory=True) for kind in ("TEXT", "CERTIFICATE", "DOCUMENT")
)
WHOLE = {"texts": {"text": "Trial."}, "expiries": [TODAY], "documents": 1}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"texts": {}}, "Not answered yet"),
        ({"texts": {"text": " \n\t"}}, "Not answered yet"),
        ({"texts": {"another": "Trial."}}, "Not answered yet"),
        ({"expiries": []}, "No certificate added yet"),
        ({"expiries": [TODAY + DAY, TODAY - DAY]}, "A certificate has expired"),
        ({"documents": 0}, "No document uploaded yet"),
    ],
)
def test_each_gap_blocks_alone_and_a_whole_pack_does_not(change, problem):
    asked = [TEXT, CERTIFICATE, DOCUMENT]
    assert blocking(completeness(asked, **WHOLE, on=TODAY)) == []
    (line,) = blocking(completeness(asked, **{**WHOLE, **change}, on=TODAY))
    assert line.problem.startswith(problem)


def test_what_is_not_mandatory_is_shown_and_does_not_block():
    wished = Asked("wish", "A wish", "TEXT", mandatory=False)
    (line,) = completeness([wished], texts={}, expiries=[], documents=0, on=TODAY)
    assert not line.met
    assert blocking([line]) == []


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(-3, 3), min_size=1, max_size=4))
def test_certificates_count_through_their_last_day(offsets):
    expiries = [TODAY + n * DAY for n in offsets]
    (line,) = completeness([CERTIFICATE], texts={}, expiries=expiries, documents=0, on=TODAY)
    assert line.met == all(n >= 0 for n in offsets)
