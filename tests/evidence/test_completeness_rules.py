"""What a pack lacks: the pure rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.completeness import Asked, Held, blocking, completeness, tasks

TODAY = date(2028, 2, 29)
DAY = timedelta(days=1)
TEXT, CERTIFICATE, DOCUMENT = (
    Asked("Set 1.0", kind, kind, kind, mandatory=True, question=kind.lower())
    for kind in ("TEXT", "CERTIFICATE", "DOCUMENT")
)
WHOLE = {
    "answers": {"text": {"text": "Trial."}},
    "certificates": [("CE", TODAY)],
    "documents": {"document": 1},
}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"answers": {}}, "Not answered yet"),
        ({"answers": {"text": {"text": " \n\t"}}}, "Not answered yet"),
        ({"answers": {"another": {"text": "Trial."}}}, "Not answered yet"),
        ({"certificates": []}, "No certificate added yet"),
        ({"certificates": [("CE", TODAY + DAY), ("UKCA", TODAY - DAY)]}, "A certificate has expired"),
        ({"documents": {}}, "No document uploaded yet"),
        ({"documents": {"another": 1}}, "No document uploaded yet"),
    ],
)
def test_each_gap_blocks_alone_and_a_whole_pack_does_not(change, problem):
    asked = [TEXT, CERTIFICATE, DOCUMENT]
    assert blocking(tasks(completeness(asked, Held(**WHOLE), on=TODAY))) == []
    (task,) = blocking(tasks(completeness(asked, Held(**{**WHOLE, **change}), on=TODAY)))
    assert task.problem.startswith(problem)


def test_what_is_not_mandatory_is_shown_and_does_not_block():
    wished = Asked("Set 1.0", "wish", "A wish", "TEXT", mandatory=False, question="wish")
    (line,) = completeness([wished], Held(), on=TODAY)
    assert not line.met
    assert blocking(tasks([line])) == []


def test_one_answer_meets_every_requirement_that_asks_it():
    twice = Asked("Other 2", "X.1", "The same, in other words", "TEXT", mandatory=False, question="text")
    (task,) = tasks(completeness([TEXT, twice], Held(answers={"text": {"text": "Once."}}), on=TODAY))
    assert (task.problem, task.mandatory, task.standards) == ("", True, ["Set 1.0", "Other 2"])


def test_a_certificate_of_another_kind_does_not_count():
    market = replace(CERTIFICATE, accepts=["UKCA", "CE"])
    held = Held(certificates=[("ISO_13485", TODAY)])
    assert [line.met for line in completeness([CERTIFICATE, market], held, on=TODAY)] == [True, False]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(-3, 3), min_size=1, max_size=4))
def test_certificates_count_through_their_last_day(offsets):
    held = Held(certificates=[("CE", TODAY + n * DAY) for n in offsets])
    (line,) = completeness([CERTIFICATE], held, on=TODAY)
    assert line.met == all(n >= 0 for n in offsets)
