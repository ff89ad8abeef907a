"""What the tables of submissions, passports and adoptions refuse to SQL itself."""

from __future__ import annotations

from datetime import timedelta

from tests.foundation.raw_writes import Case, assert_held, copy_of, declared
from tests.passports.test_proposal_rules import PROPOSAL_IMPLIED, PROPOSALS
from tests.passports.test_reminders import REMINDERS
from tests.passports.test_safety_rules import SAFETY_COLUMNS, SAFETY_RULES
from tests.passports.test_status_places import PLACES
from trusts.operations.decisions import Condition

PASSPORT, SUBMISSION, ADOPTION, CHECK = (
    f"UPDATE passports_{name} SET" for name in ("passport", "submission", "adoption", "localcheck")
)
ONE = "WHERE id = {passport}"
ANOTHER = {"number": "'MTC-2'", "submission_id": "{waiting}", "pack_id": "{waiting_pack}"}
# A passport is of an issued submission, so the waiting one is issued first.
AGREED = (
    "INSERT INTO passports_proposal (move, {column}, reason, state, proposed_by_id, proposed_as, proposed_at, "
    "closed_by_id, closed_as, closed_at, closing_reason) VALUES ('{move}', {{{value}}}, 'x', 'CONFIRMED', {{person}}, "
    "'OPERATOR', now(), {{other_person}}, '{hat}', now(), ''); "
)
ISSUE_AGREED = AGREED.format(move="ISSUE", column="submission_id", value="waiting", hat="OPERATOR")
DISCHARGE_AGREED = AGREED.format(move="DISCHARGE", column="condition_id", value="condition", hat="CHAIR")
SUSPENSION_AGREED = AGREED.format(move="SUSPEND", column="passport_id", value="passport", hat="OPERATOR")
REINSTATEMENT_AGREED = SUSPENSION_AGREED.replace("'SUSPEND'", "'REINSTATE'")
SUSPENSION_PROPOSED = (
    "INSERT INTO passports_proposal (move, passport_id, reason, state, proposed_by_id, proposed_as, proposed_at, "
    "closed_as, closing_reason) VALUES ('SUSPEND', {passport}, 'x', 'OPEN', {person}, 'OPERATOR', now(), '', ''); "
)
SUSPENDED = SUSPENSION_PROPOSED + f"{PASSPORT} state = 'SUSPENDED', state_reason = 'x' {ONE}; "
# The second person's answer to the open suspension.
ANSWERED = (
    "UPDATE passports_proposal SET state = '{state}', closed_by_id = {{other_person}}, closed_as = 'OPERATOR', "
    "closed_at = now() WHERE passport_id = {{passport}} AND state = 'OPEN'; "
)
REINSTATED = f"{PASSPORT} state = 'ACTIVE', state_reason = '' {ONE}"
ISSUED = ISSUE_AGREED + "UPDATE passports_submission SET state = 'ISSUED' WHERE id = {waiting}; "
ORIGIN = {
    "number": "'MTC-9'",
    "submission_id": "{waiting}",
    "pack_id": "{waiting_pack}",
    "innovation_id": "{other_innovation}",
    "assessed_by_id": "{other_trust}",
    "issued_by_id": "{person}",
    "issued_at": "now()",
    "life_ends_on": "'2099-01-01'",
}
TERMS = {"text": "'x'", "due_on": "'2099-01-01'", "blocking": "NOT blocking"}

SUBMISSIONS = [
    Case(
        "passports_submission.of_approving_decision",
        copy_of("passports_submission", "{waiting}", decision_id="{rejected}"),
        copy_of("passports_submission", "{waiting}", decision_id="{approved}"),
    ),
    Case(
        "passports_submission.of_approving_decision",
        f"{SUBMISSION} decision_id = {{rejected}} WHERE id = {{waiting}}",
        "",
    ),
    Case(
        "submission_state_known",
        copy_of("passports_submission", "{waiting}", decision_id="{approved}", state="'LOST'"),
        "",
    ),
    Case(
        "submission_returned_with_reason",
        f"{SUBMISSION} state = 'RETURNED' WHERE id = {{waiting}}",
        f"{SUBMISSION} state = 'RETURNED', return_reason = 'x' WHERE id = {{waiting}}",
    ),
    Case(
        "passports_submission.legal_moves",
        f"{SUBMISSION} state = 'WAITING' WHERE id = {{issued}}",
        f"{SUBMISSION} state = 'ISSUED' WHERE id = {{waiting}}",
    ),
    Case("passports_submission.never_deleted", "DELETE FROM passports_submission WHERE id = {waiting}", ""),
]

PASSPORTS = [
    Case(
        "passport_one_current",
        ISSUED + copy_of("passports_passport", "{passport}", **ANOTHER),
        ISSUED + copy_of("passports_passport", "{passport}", **ANOTHER, is_current="false"),
    ),
    Case(
        "passport_state_known",
        ISSUED + copy_of("passports_passport", "{passport}", **ANOTHER, is_current="false", state="'LOST'"),
        "",
    ),
    *(
        Case(
            "passports_passport.of_its_submission",
            first + copy_of("passports_passport", "{passport}", **{**ANOTHER, "is_current": "false", **wrong}),
            "",
        )
        for first, wrong in (
            (ISSUE_AGREED, {}),
            (ISSUED, {"pack_id": "{approved_pack}"}),
            (ISSUED, {"innovation_id": "{other_innovation}"}),
            (ISSUED, {"assessed_by_id": "{other_trust}"}),
        )
    ),
    Case(
        "passports_passport.issue_by_two",
        ISSUED.removeprefix(ISSUE_AGREED) + copy_of("passports_passport", "{passport}", **ANOTHER, is_current="false"),
        "",
    ),
    Case(
        "passport_superseded_not_current",
        f"{PASSPORT} state = 'SUPERSEDED', state_reason = 'x' {ONE}",
        f"{PASSPORT} state = 'SUPERSEDED', state_reason = 'x', is_current = false {ONE}",
    ),
    Case("passport_status_known", f"{PASSPORT} status = 'FINE' {ONE}", f"{PASSPORT} status = 'EXPIRED' {ONE}"),
    Case(
        "passport_until_within_life",
        f"{PASSPORT} until = life_ends_on + 1 {ONE}",
        f"{PASSPORT} until = life_ends_on {ONE}",
    ),
    Case(
        "passport_state_with_reason",
        f"{SUSPENSION_PROPOSED}{PASSPORT} state = 'SUSPENDED' {ONE}",
        f"{SUSPENSION_PROPOSED}{PASSPORT} state = 'SUSPENDED', state_reason = 'x' {ONE}",
    ),
    Case(
        "passports_passport.suspended_by_a_proposal",
        f"{PASSPORT} state = 'SUSPENDED', state_reason = 'x' {ONE}",
        f"{SUSPENSION_PROPOSED}{PASSPORT} state = 'SUSPENDED', state_reason = 'x' {ONE}",
    ),
    # One that was answered stands for no further suspension.
    Case(
        "passports_passport.suspended_by_a_proposal",
        SUSPENSION_AGREED + f"{PASSPORT} state = 'SUSPENDED', state_reason = 'x' {ONE}",
        "",
    ),
    Case(
        "passports_passport.reinstated_by_two",
        f"{SUSPENDED}{REINSTATED}",
        SUSPENDED + REINSTATEMENT_AGREED + REINSTATED,
    ),
    Case("passports_passport.reinstated_by_two", REINSTATEMENT_AGREED + SUSPENDED + REINSTATED, ""),
    Case(
        "passports_passport.reinstated_by_two",
        SUSPENDED + ANSWERED.format(state="CONFIRMED") + REINSTATED,
        SUSPENDED + ANSWERED.format(state="DECLINED") + REINSTATED,
    ),
    Case("passports_passport.legal_moves", f"{PASSPORT} state = 'LOST' {ONE}", ""),
    Case("passports_passport.never_deleted", f"DELETE FROM passports_passport {ONE}", ""),
    *(
        Case("passports_passport.origin_never_changed", f"{PASSPORT} {name} = {value} {ONE}", "")
        for name, value in ORIGIN.items()
    ),
    Case(
        "passport_condition_discharged_whole",
        DISCHARGE_AGREED + "UPDATE passports_condition SET state = 'DISCHARGED' WHERE id = {condition}",
        DISCHARGE_AGREED
        + "UPDATE passports_condition SET state = 'DISCHARGED', discharged_at = now(), discharged_by_id = {person}, "
        "discharge_reason = 'x' WHERE id = {condition}",
    ),
    Case(
        "passport_condition_discharged_whole",
        "UPDATE passports_condition SET discharge_reason = 'x' WHERE id = {condition}",
        "",
    ),
    *(
        Case(
            "passports_condition.terms_never_changed",
            f"UPDATE passports_condition SET {name} = {value} WHERE id = {{condition}}",
            "",
        )
        for name, value in TERMS.items()
    ),
    # The decision of another passport set no condition of this one, and none is set in other words than it did.
    Case(
        "passports_condition.of_its_decision",
        ISSUED
        + copy_of("passports_passport", "{passport}", **ANOTHER, is_current="false")
        + "; "
        + copy_of("passports_condition", "{condition}", passport_id="(SELECT max(id) FROM passports_passport)"),
        "",
    ),
    *(
        Case(
            "passports_condition.of_its_decision",
            copy_of("passports_condition", "{condition}", **{name: value}),
            "",
        )
        for name, value in {**TERMS, "state": "'DISCHARGED'"}.items()
    ),
    # A true copy is held by the second rule: each condition of a decision once.
    Case("passports_condition_set_by_id_key", copy_of("passports_condition", "{condition}"), ""),
    Case("passports_condition.legal_moves", "UPDATE passports_condition SET state = 'LOST' WHERE id = {condition}", ""),
    Case("passports_condition.never_deleted", "DELETE FROM passports_condition WHERE id = {condition}", ""),
]

ADOPTIONS = [
    Case("adoption_state_known", copy_of("passports_adoption", "{adoption}", state="'LOST'"), ""),
    Case(
        "adoption_once_at_a_time",
        copy_of("passports_adoption", "{adoption}"),
        copy_of("passports_adoption", "{adoption}", state="'ENDED'", ended_at="now()"),
    ),
    Case(
        "adoption_live_with_date",
        f"{ADOPTION} state = 'LIVE' WHERE id = {{adoption}}",
        f"{ADOPTION} state = 'LIVE', live_at = now() WHERE id = {{adoption}}",
    ),
    Case(
        "adoption_ended_with_date",
        f"{ADOPTION} state = 'ENDED' WHERE id = {{adoption}}",
        f"{ADOPTION} state = 'ENDED', ended_at = now() WHERE id = {{adoption}}",
    ),
    *(
        Case(
            "adoption_contact_whole",
            f"{ADOPTION} {one} WHERE id = {{adoption}}",
            f"{ADOPTION} contact_name = 'Team', contact_email = 'team@trust.example' WHERE id = {{adoption}}",
        )
        for one in ("contact_name = 'Team'", "contact_email = 'team@trust.example'")
    ),
    Case(
        "adoption_ended_without_contact",
        f"{ADOPTION} state = 'ENDED', ended_at = now(), contact_name = 'Team', contact_email = 't@trust.example'"
        " WHERE id = {adoption}",
        f"{ADOPTION} contact_name = 'Team', contact_email = 't@trust.example' WHERE id = {{adoption}}",
    ),
    Case("passports_adoption.legal_moves", f"{ADOPTION} state = 'LOST' WHERE id = {{adoption}}", ""),
    Case("passports_adoption.never_deleted", "DELETE FROM passports_adoption WHERE id = {adoption}", ""),
    Case("local_check_once", copy_of("passports_localcheck", "{check}"), ""),
    Case("local_check_kind_known", f"{CHECK} kind = 'LUNCH' WHERE id = {{check}}", ""),
    Case(
        "local_check_done_whole",
        f"{CHECK} done_at = now() WHERE id = {{check}}",
        f"{CHECK} done_at = now(), done_by_id = {{person}} WHERE id = {{check}}",
    ),
    Case("local_check_done_whole", f"{CHECK} done_by_id = {{person}} WHERE id = {{check}}", ""),
]
CASES = [*SUBMISSIONS, *PASSPORTS, *ADOPTIONS]
# Unique columns are constraints of the database, not of the model's list.
COLUMNS = {"passports_condition_set_by_id_key"}
# An unknown state of a condition breaks the wider rule `passport_condition_discharged_whole` first.
IMPLIED = {"passport_condition_state_known"}


def test_tables_hold_their_rules(story):
    due = Condition("Report outcomes.", story.today + timedelta(days=30))
    adoption = story.adoption(outcome="APPROVED_WITH_CONDITIONS", conditions=(due,))
    passport = adoption.passport
    rejected = story.next_version("2.0").decision(outcome="REJECTED")
    waiting = story.next_version("3.0").submission()
    approved = story.next_version("4.0").decision()
    assert_held(
        CASES,
        passport=passport.pk, issued=passport.submission_id, condition=passport.conditions.get().pk,
        rejected=rejected.pk, approved=approved.pk, waiting=waiting.pk,
        waiting_pack=waiting.decision.assessment.pack_id, approved_pack=approved.assessment.pack_id,
        adoption=adoption.pk, check=adoption.checks.earliest("id").pk, person=story.maker.pk,
        other_person=story.chair.pk,
        other_trust=story.other_trust.pk, other_innovation=type(story)().innovation.pk,
    )  # fmt: skip


def test_every_rule_of_the_tables_is_tried():
    tried = {case.rule for case in (*CASES, *PLACES, *PROPOSALS, *REMINDERS, *SAFETY_RULES)} - SAFETY_COLUMNS - COLUMNS
    assert tried | IMPLIED | PROPOSAL_IMPLIED == declared("passports")
