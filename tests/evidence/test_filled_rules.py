"""Why a requirement does not apply, and what is said to be missing."""

from __future__ import annotations

from datetime import date

import pytest

from evidence.completeness import Asked, Held
from evidence.filled import APPLIES, DOES_NOT_APPLY, NOT_KNOWN, Piece, Pieces, filled_rows, grouped

DAY = date(2026, 11, 20)


def asked(code, question, kind="YES_NO", standard="Form 1", rules=(), **more):
    return Asked(standard, code, f"About {question}?", kind, mandatory=True, question=question, rules=rules, **more)


CHAIN = [
    asked("T1", "software", standard="Triage 1"),
    asked("1", "network", rules=[{"software": ["YES"]}]),
    asked("2", "firewall", rules=[{"network": ["YES"]}]),
]


@pytest.mark.parametrize(
    ("answers", "applies", "because"),
    [
        ({}, NOT_KNOWN, "“About software?” is not answered"),
        ({"software": "NO"}, DOES_NOT_APPLY, "the answer to “About software?” is “No”"),
        ({"software": "YES"}, NOT_KNOWN, "“About network?” (1) is not answered"),
        ({"software": "YES", "network": "NO"}, DOES_NOT_APPLY, "the answer to “About network?” (1) is “No”"),
        ({"software": "YES", "network": "YES"}, APPLIES, ""),
        # A parked answer decides nothing.
        ({"network": "YES"}, NOT_KNOWN, "“About software?” is not answered"),
        ({"software": "NO", "network": "YES"}, DOES_NOT_APPLY, "the answer to “About software?” is “No”"),
    ],
)
def test_the_reason_is_the_answer_that_decides(answers, applies, because):
    held = Held(answers={question: {"choice": choice, "text": "More."} for question, choice in answers.items()})
    last = filled_rows(CHAIN, "Form 1", held, Pieces(), on=DAY)[-1]
    assert (last.applies, last.because) == (applies, because)
    assert (last.answer, last.missing) == ("", "Not answered" if applies == APPLIES else "")


def test_one_sure_reason_outweighs_what_is_still_open():
    both = [{"network": ["YES"], "software": ["YES"]}]
    rows = filled_rows(
        [CHAIN[0], asked("1", "network"), asked("2", "firewall", rules=both)],
        "Form 1", Held(answers={"software": {"choice": "NO"}}), Pieces(), on=DAY,
    )  # fmt: skip
    assert (rows[-1].applies, rows[-1].because) == (DOES_NOT_APPLY, "the answer to “About software?” is “No”")


def test_a_rule_on_a_question_that_nobody_asks_says_so():
    row = filled_rows([asked("1", "x", rules=[{"y": ["YES"]}])], "Form 1", Held(), Pieces(), on=DAY)[0]
    assert (row.applies, row.because) == (DOES_NOT_APPLY, "it depends on a question that this pack is not asked")


def test_what_has_run_out_is_shown_with_what_is_wrong_and_not_as_unanswered():
    one = asked("1", "cyber", "CERTIFICATE", accepts=["CYBER_ESSENTIALS"])
    ended, other = Piece("CERTIFICATE", "Ended."), Piece("CERTIFICATE", "Another kind.")
    pieces = Pieces(certificates=[("CYBER_ESSENTIALS", ended), ("UKCA", other)])
    held = Held(certificates=[("CYBER_ESSENTIALS", date(2026, 11, 19)), ("UKCA", date(2027, 1, 1))])
    row = filled_rows([one], "Form 1", held, pieces, on=DAY)[0]
    assert row.pieces == (ended,)
    assert row.missing.startswith("A certificate has expired")
    assert filled_rows([one], "Form 1", Held(), Pieces(), on=DAY)[0].missing == "Not answered"


def test_a_document_beside_an_open_question_does_not_answer_it():
    pieces = Pieces(documents={"software": [Piece("DOCUMENT", "Report.")]})
    row = filled_rows(CHAIN, "Triage 1", Held(documents={"software": 1}), pieces, on=DAY)[0]
    assert (row.pieces[0].text, row.missing, row.met) == ("Report.", "Not answered", False)


def test_rows_stand_in_the_publishers_parts_or_by_topic():
    rows = filled_rows([asked("C1.2", "a"), asked("A1", "b"), asked("Z1", "c")], "Form 1", Held(), Pieces(), on=DAY)
    topics = {"C1.2": "Safety", "A1": "About", "Z1": "Other"}
    by_part = [(g.title.partition(".")[0], [r.code for r in g.rows]) for g in grouped("dtac", "2.0", rows, topics)]
    assert by_part == [("A", ["A1"]), ("C1", ["C1.2"]), ("Other", ["Z1"])]
    assert [group.title for group in grouped("unknown", "1.0", rows, topics)] == ["Safety", "About", "Other"]
