"""What the tables of proposals and of conditions' evidence refuse to SQL itself."""

from __future__ import annotations

from datetime import timedelta

from evidence.operations.identifiers import add_identifier
from passports.models import NoticeMatch
from passports.operations.conditions import hand_in_evidence, propose_discharge, propose_extension
from passports.operations.lifecycle import suspend_passport
from passports.operations.notice_matches import judge_match
from passports.operations.proposals import propose_to_issue
from tests.foundation.raw_writes import Case, assert_held, copy_of
from tests.operators import discharge_condition
from tests.passports.safety_cases import about, take_in
from trusts.operations.decisions import Condition

TABLE = "passports_proposal"
UPDATE = f"UPDATE {TABLE} SET"
CLOSED = "closed_by_id = {second}, closed_as = 'OPERATOR', closed_at = now()"
CONFIRMED = f"state = 'CONFIRMED', {CLOSED}"
# A copy of an open proposal has to be closed, or it would be the second one of its subject.
SETTLED = {"state": "'DECLINED'", "closed_by_id": "{second}", "closed_as": "'OPERATOR'", "closed_at": "now()"}
TERMS = {
    "move": "'WITHDRAW'", "submission_id": "{submission}", "passport_id": "NULL", "condition_id": "{condition}",
    "match_id": "{match}", "match_revision": "2",
    "reason": "'Other.'", "due_on": "'2099-01-01'", "proposed_by_id": "{second}", "proposed_as": "'CHAIR'",
    "proposed_at": "now()",
}  # fmt: skip


def another(row: str, **changes: str) -> str:
    return copy_of(TABLE, row, **{**SETTLED, **changes})


def _brought(**changes: str) -> str:
    """A file for evidence that has none."""
    return copy_of("passports_conditiondocument", "{file}", **({"evidence_id": "{handed_in}"} | changes))


WITHDRAWAL = copy_of(TABLE, "{suspend}", move="'WITHDRAW'")
PROPOSALS = [
    Case("proposal_of_one_subject", another("{suspend}", submission_id="{submission}"), ""),
    Case("proposal_of_one_subject", another("{suspend}", move="'ISSUE'"), another("{suspend}", move="'REINSTATE'")),
    Case("proposal_of_one_subject", another("{issue}", move="'DANCE'"), ""),
    Case("proposal_of_one_subject", another("{extend}", condition_id="NULL"), another("{extend}")),
    *(
        Case(f"proposal_one_open_of_{subject}", copy_of(TABLE, row), another(row))
        for subject, row in (
            ("submission", "{issue}"),
            ("condition", "{discharge}"),
            ("match", "{dismiss}"),
        )
    ),
    Case("proposal_one_open_suspension", copy_of(TABLE, "{suspend}"), another("{suspend}")),
    Case("proposal_one_open_of_passport", f"{WITHDRAWAL}; {WITHDRAWAL}", WITHDRAWAL),
    Case("proposal_with_reason", another("{suspend}", reason="''"), ""),
    Case("proposal_of_a_day_extends", another("{discharge}", due_on="'2027-01-01'"), another("{discharge}")),
    Case("proposal_of_a_day_extends", another("{extend}", due_on="NULL"), ""),
    Case("proposal_closed_whole", f"{UPDATE} state = 'CONFIRMED' WHERE id = {{issue}}", ""),
    Case("proposal_closed_whole", f"{UPDATE} closing_reason = 'x' WHERE id = {{issue}}", ""),
    Case(
        "proposal_settled_by_a_second_person",
        f"{UPDATE} {CONFIRMED}, closed_by_id = proposed_by_id WHERE id = {{issue}}".replace(
            "closed_by_id = {second}, ", ""
        ),
        f"{UPDATE} {CONFIRMED} WHERE id = {{issue}}",
    ),
    Case(
        "proposal_settled_by_a_second_person",
        f"{UPDATE} state = 'TAKEN_BACK', {CLOSED} WHERE id = {{issue}}",
        f"{UPDATE} state = 'TAKEN_BACK', closed_by_id = proposed_by_id, closed_at = now() WHERE id = {{issue}}",
    ),
    Case("proposal_by_operators", another("{issue}", proposed_as="'CHAIR'"), another("{discharge}")),
    Case("proposal_by_operators", another("{suspend}", closed_as="'CHAIR'"), another("{extend}", closed_as="'CHAIR'")),
    Case(
        "proposal_agreed_by_chair_and_operator",
        f"{UPDATE} {CONFIRMED} WHERE id = {{discharge}}",
        f"{UPDATE} {CONFIRMED} WHERE id = {{discharge}}".replace("'OPERATOR'", "'CHAIR'"),
    ),
    Case(
        "proposal_of_suspension_not_taken_back",
        f"{UPDATE} state = 'TAKEN_BACK', closed_by_id = proposed_by_id, closed_at = now() WHERE id = {{suspend}}",
        "",
    ),
    Case(f"{TABLE}.legal_moves", f"{UPDATE} state = 'LOST' WHERE id = {{issue}}", ""),
    Case(f"{TABLE}.never_deleted", f"DELETE FROM {TABLE} WHERE id = {{issue}}", ""),
    *(
        Case(f"{TABLE}.terms_never_changed", f"{UPDATE} {name} = {value} WHERE id = {{suspend}}", "")
        for name, value in TERMS.items()
    ),
    # What only a confirmed proposal allows; the allowed twins of issuing are in `test_constraints`.
    Case(
        "passports_passport.withdraw_by_two",
        "UPDATE passports_passport SET state = 'WITHDRAWN', state_reason = 'x' WHERE id = {passport}",
        another("{suspend}", move="'WITHDRAW'", state="'CONFIRMED'")
        + "; UPDATE passports_passport SET state = 'WITHDRAWN', state_reason = 'x' WHERE id = {passport}",
    ),
    Case(
        "passports_condition.discharge_by_two",
        "UPDATE passports_condition SET state = 'DISCHARGED', discharged_at = now(), discharged_by_id = {second}, "
        "discharge_reason = 'x' WHERE id = {condition}",
        "",
    ),
    Case("condition_evidence_in_words", copy_of("passports_conditionevidence", "{evidence}", text="''"), ""),
    Case(
        "passports_conditionevidence.document_of_its_pack",
        copy_of("passports_conditionevidence", "{evidence}", document_id="{other_document}"),
        copy_of("passports_conditionevidence", "{evidence}", document_id="{document}"),
    ),
    Case(
        "passports_conditionevidence.never_changed",
        "UPDATE passports_conditionevidence SET text = 'x' WHERE id = {evidence}",
        "",
    ),
    Case("passports_conditionevidence.never_deleted", "DELETE FROM passports_conditionevidence", ""),
    Case("condition_document_not_empty", _brought(size="0"), _brought(size="1")),
    Case("condition_document_scan_whole", _brought(scanned_by="'x'"), _brought(scanned_by="'x'", scanned_at="now()")),
    Case("condition_document_scan_whole", _brought(scanned_at="now()"), ""),
    Case("passports_conditiondocument.comes_with_its_evidence", _brought(evidence_id="{too_late}"), _brought()),
    Case("passports_conditiondocument.never_changed", "UPDATE passports_conditiondocument SET size = 9", ""),
    Case("passports_conditiondocument.never_deleted", "DELETE FROM passports_conditiondocument", ""),
]
# An unknown state breaks the wider rule `proposal_settled_by_a_second_person` first.
PROPOSAL_IMPLIED = {"proposal_state_known"}


def test_tables_hold_their_rules(story):
    due = (Condition(text, story.today + timedelta(days=60)) for text in ("Report.", "Train.", "Tell."))
    number = "09506000134352"
    add_identifier(innovation=story.innovation, scheme="GTIN", value=number, by=story.maker, now=story.now)
    passport = story.passport(outcome="APPROVED_WITH_CONDITIONS", conditions=tuple(due))
    one, two, met = passport.conditions.order_by("id")
    act = {"by": story.operator, "now": story.now}
    other = story.next_version("2.0")
    submission = other.submission()
    issue = propose_to_issue(submission=submission, reason="Checked.", **act)
    discharge = propose_discharge(condition=one, reason="Seen.", **act)
    later = story.today + timedelta(days=90)
    extend = propose_extension(condition=two, due_on=later, reason="Ward moved.", **act)
    suspend_passport(passport=passport, reason="Notice 7.", **act)
    take_in(story, about(story, gtin=number))
    match = NoticeMatch.objects.get()
    dismiss = judge_match(match=match, move="dismiss", reason="A wrong number.", **act)
    given = {"text": "The report.", "link": "", "document": None, "by": story.maker, "now": story.now}
    evidence = hand_in_evidence(condition=one, **given)
    brought = hand_in_evidence(condition=one, upload=story.png(), **given).file
    too_late = hand_in_evidence(condition=met, **given)
    discharge_condition(condition=met, reason="Seen.", **act)
    assert_held(
        PROPOSALS,
        issue=issue.pk, discharge=discharge.pk, extend=extend.pk, suspend=passport.proposals.get(state="OPEN").pk,
        submission=submission.pk, match=match.pk, dismiss=dismiss.pk, passport=passport.pk, condition=one.pk,
        evidence=evidence.pk, handed_in=evidence.pk, file=brought.pk, too_late=too_late.pk,
        document=story.document.pk, other_document=other.document.pk, second=story.chair.pk,
    )  # fmt: skip
