"""What the tables of nominations, assessments and decisions refuse to SQL itself."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection

from tests.foundation.raw_writes import Case, assert_held, copy_of
from trusts.operations.decisions import Condition
from trusts.operations.nominations import nominate, withdraw_nomination

OPEN, DECIDED = "WHERE id = {open}", "WHERE id = {decided}"
ASSESSMENT, INTEREST, SCORE = (f"UPDATE trusts_{name} SET" for name in ("assessment", "interest", "score"))


def held(part: str, change: str) -> list[Case]:
    """What a decision rests on is not added, changed, deleted, moved in or moved out; before it, it is."""
    table, rule = f"trusts_{part}", f"trusts_{part}.held_by_decision"
    old, new = f"WHERE id = {{old_{part}}}", f"WHERE id = {{{part}}}"
    return [
        Case(rule, copy_of(table, f"{{{part}}}", assessment_id="{decided}"), ""),
        Case(rule, f"UPDATE {table} SET {change} {old}", f"UPDATE {table} SET {change} {new}"),
        Case(rule, f"DELETE FROM {table} {old}", f"DELETE FROM {table} {new}"),
        Case(rule, f"UPDATE {table} SET assessment_id = {{open}} {old}", ""),
    ]


def closed(outcome: str, *between: str) -> str:
    """The open assessment gets its decision, and with it what stands between, and is closed."""
    decided = copy_of("trusts_decision", "{decision}", assessment_id="{open}", outcome=f"'{outcome}'")
    return "; ".join((decided, *between, f"{ASSESSMENT} state = '{outcome}', closed_at = now() {OPEN}"))


def decided_copy(row: str, outcome: str) -> str:
    """Another assessment of the same pack, with a decision of its own."""
    assessment = copy_of("trusts_assessment", f"{{{row}}}", state=f"'{outcome}'", closed_at="now()")
    latest = "(SELECT max(id) FROM trusts_assessment)"
    return "; ".join(
        (assessment, copy_of("trusts_decision", "{decision}", assessment_id=latest, outcome=f"'{outcome}'"))
    )


CASES = [
    Case(
        "nomination_state_known",
        copy_of("trusts_nomination", "{invited}", state="'LOST'"),
        copy_of("trusts_nomination", "{invited}"),
    ),
    Case(
        "nomination_accepted_with_innovation",
        "UPDATE trusts_nomination SET state = 'ACCEPTED' WHERE id = {invited}",
        "UPDATE trusts_nomination SET state = 'ACCEPTED', innovation_id = {innovation} WHERE id = {invited}",
    ),
    Case(
        "nomination_accepted_with_innovation",
        "UPDATE trusts_nomination SET innovation_id = {innovation} WHERE id = {invited}",
        "",
    ),
    Case(
        "trusts_nomination.legal_moves",
        "UPDATE trusts_nomination SET state = 'DECLINED' WHERE id = {withdrawn}",
        "UPDATE trusts_nomination SET state = 'DECLINED' WHERE id = {invited}",
    ),
    Case("trusts_nomination.never_deleted", "DELETE FROM trusts_nomination WHERE id = {invited}", ""),
    Case(
        "assessment_state_known",
        copy_of("trusts_assessment", "{decided}", state="'LOST'"),
        decided_copy("decided", "REJECTED"),
    ),
    *(
        Case(
            "assessment_once_while_it_stands",
            copy_of("trusts_assessment", f"{{{standing}}}", state=state, closed_at=closed),
            decided_copy(standing, "TRIAL_ONLY"),
        )
        for standing in ("decided", "open")
        for state, closed in (("'OPEN'", "NULL"), ("'APPROVED'", "now()"), ("'APPROVED_WITH_CONDITIONS'", "now()"))
    ),
    Case(
        "assessment_closed_with_date",
        f"{ASSESSMENT} state = 'REJECTED' {OPEN}",
        closed("REJECTED"),
    ),
    Case("assessment_closed_with_date", f"{ASSESSMENT} closed_at = now() {OPEN}", ""),
    Case("trusts_assessment.legal_moves", f"{ASSESSMENT} state = 'REJECTED' {DECIDED}", ""),
    Case("trusts_assessment.legal_moves", f"{ASSESSMENT} state = 'OPEN', closed_at = NULL {DECIDED}", ""),
    Case("trusts_assessment.never_deleted", f"DELETE FROM trusts_assessment {OPEN}", ""),
    Case(
        "trusts_assessment.of_frozen_pack",
        f"{ASSESSMENT} pack_id = {{draft}} {OPEN}",
        f"{ASSESSMENT} requested_at = now() {OPEN}",
    ),
    Case("trusts_assessment.of_frozen_pack", f"{ASSESSMENT} product_version = '7' {OPEN}", ""),
    Case("trusts_assessment.of_frozen_pack", f"{ASSESSMENT} innovation_id = {{other_innovation}} {OPEN}", ""),
    Case(
        "trusts_assessment.of_frozen_pack",
        copy_of("trusts_assessment", "{open}", pack_id="{draft}", product_version="'3.0'"),
        "",
    ),
    Case("interest_once", copy_of("trusts_interest", "{interest}"), ""),
    Case("interest_exclusion_known", f"{INTEREST} exclusion = 'MAYBE', detail = 'x' WHERE id = {{interest}}", ""),
    *(
        Case(
            "interest_said_in_words",
            f"{INTEREST} exclusion = '{exclusion}', detail = '' WHERE id = {{interest}}",
            f"{INTEREST} exclusion = '{exclusion}', detail = 'Shares.' WHERE id = {{interest}}",
        )
        for exclusion in ("FULL", "PARTIAL")
    ),
    Case("score_once", copy_of("trusts_score", "{score}"), copy_of("trusts_score", "{score}", section="'VALUE'")),
    Case(
        "score_from_one_to_five", f"{SCORE} points = 0 WHERE id = {{score}}", f"{SCORE} points = 1 WHERE id = {{score}}"
    ),
    Case(
        "score_from_one_to_five", f"{SCORE} points = 6 WHERE id = {{score}}", f"{SCORE} points = 5 WHERE id = {{score}}"
    ),
    Case(
        "score_with_reason", f"{SCORE} reason = '' WHERE id = {{score}}", f"{SCORE} reason = 'x' WHERE id = {{score}}"
    ),
    Case("score_section_known", f"{SCORE} section = 'LUCK' WHERE id = {{score}}", ""),
    *held("interest", "exclusion = 'FULL', detail = 'x'"),
    *held("score", "points = 5"),
    Case(
        "decision_quorate",
        copy_of("trusts_decision", "{decision}", assessment_id="{open}", present="quorum - 1"),
        closed("APPROVED"),
    ),
    Case(
        "decision_outcome_known", copy_of("trusts_decision", "{decision}", assessment_id="{open}", outcome="'FINE'"), ""
    ),
    Case(
        "trusts_decision.closes_its_assessment",
        copy_of("trusts_decision", "{decision}", assessment_id="{open}", outcome="'REJECTED'"),
        closed("TRIAL_ONLY"),
    ),
    Case("trusts_assessment.closed_by_its_decision", f"{ASSESSMENT} state = 'REJECTED', closed_at = now() {OPEN}", ""),
    Case(
        "trusts_assessment.closed_by_its_decision",
        copy_of("trusts_assessment", "{decided}", state="'REJECTED'"),
        "",
    ),
    Case(
        "trusts_decisioncondition.set_with_the_decision",
        copy_of("trusts_decisioncondition", "{condition}"),
        closed(
            "APPROVED_WITH_CONDITIONS",
            copy_of(
                "trusts_decisioncondition",
                "{condition}",
                decision_id="(SELECT id FROM trusts_decision WHERE assessment_id = {open})",
            ),
        ),
    ),
    Case("decision_with_reason", copy_of("trusts_decision", "{decision}", assessment_id="{open}", reason="''"), ""),
    Case("trusts_decision.never_changed", "UPDATE trusts_decision SET reason = 'Other.' WHERE id = {decision}", ""),
    Case("trusts_decision.never_changed", "UPDATE trusts_decision SET outcome = 'REJECTED' WHERE id = {decision}", ""),
    Case("trusts_decision.never_deleted", "DELETE FROM trusts_decision WHERE id = {decision}", ""),
    Case(
        "trusts_decisioncondition.never_changed",
        "UPDATE trusts_decisioncondition SET due_on = '2099-01-01' WHERE id = {condition}",
        "",
    ),
    Case("trusts_decisioncondition.never_deleted", "DELETE FROM trusts_decisioncondition WHERE id = {condition}", ""),
]


def set_up(story) -> dict[str, int]:
    """A decided assessment, an open one of the next version, a draft of the one after; nominations."""
    due = Condition("Report outcomes.", story.today + timedelta(days=30))
    decision = story.decision(outcome="APPROVED_WITH_CONDITIONS", conditions=(due,))
    following = story.next_version("2.0")
    following.score(following.assessment())
    parts = {
        f"{prefix}{name}": getattr(assessment, f"{name}s").latest("id").pk
        for prefix, assessment in (("old_", story.open), ("", following.open))
        for name in ("interest", "score")
    }
    invited, withdrawn = (
        nominate(
            organisation=story.trust, technology_name="Wound Sensor", kind="DEVICE", clinical_area="SURGERY",
            problem="Late.", innovator_name="Maker", contact_email="maker@a.example", by=story.nominator, now=story.now,
        )
        for _ in range(2)
    )  # fmt: skip
    withdraw_nomination(nomination=withdrawn, by=story.nominator, now=story.now)
    return {
        "decided": story.open.pk, "open": following.open.pk, "draft": following.next_version("3.0").draft.pk,
        "decision": decision.pk, "condition": decision.conditions.get().pk, "innovation": story.innovation.pk,
        "other_innovation": type(story)().innovation.pk, "invited": invited.pk, "withdrawn": withdrawn.pk, **parts,
    }  # fmt: skip


def test_tables_hold_their_rules(story):
    ids = set_up(story)
    with connection.cursor() as cursor:
        # What the story did is checked now, so that only the statement tried is checked after it.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    assert_held(CASES, **ids)


def test_a_score_or_interest_cannot_be_moved_into_a_decided_assessment(story):
    moves = [
        Case(
            f"trusts_{part}.held_by_decision",
            f"UPDATE trusts_{part} SET assessment_id = {{decided}}, member_id = {{newcomer}} WHERE id = {{{part}}}",
            f"UPDATE trusts_{part} SET member_id = {{newcomer}} WHERE id = {{{part}}}",
        )
        for part in ("interest", "score")
    ]
    ids = set_up(story)
    newcomer = story.panel.members.create(person=story.buyer, seat="CIO", sections=[])
    assert_held(moves, newcomer=newcomer.pk, **ids)
