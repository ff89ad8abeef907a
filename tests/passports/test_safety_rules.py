"""What the tables of safety notices refuse to SQL itself."""

from __future__ import annotations

from passports.models import NoticeMatch, NoticeSetAside
from passports.operations.notice_matches import acknowledge_notice
from tests.factories import InnovationFactory
from tests.foundation.raw_writes import Case, assert_held, copy_of
from tests.passports.safety_cases import certain_match, document, take_in

NOTICE, ASIDE, MATCH, SAID = (
    f"passports_{name}" for name in ("safetynotice", "noticesetaside", "noticematch", "adopteracknowledgement")
)
CHANGE_NOTICE, CHANGE_ASIDE, CHANGE_MATCH = (f"UPDATE {table} SET" for table in (NOTICE, ASIDE, MATCH))
ONE_NOTICE, ONE_ASIDE, ONE_MATCH, ONE_SAID = (
    "WHERE id = {notice}", "WHERE id = {aside}", "WHERE id = {match}", "WHERE id = {said}"
)  # fmt: skip
JUDGED = "judged_at = now(), judged_by_id = {person}, judgement = 'x'"
JUDGED_COPY = {"judged_at": "now()", "judged_by_id": "{person}", "judgement": "'x'"}
LIFTED = f"{CHANGE_MATCH} state = 'DISMISSED', {JUDGED} {ONE_MATCH}".replace("{person}", "{other}")
AGREED = (
    "INSERT INTO passports_proposal (move, match_id, reason, state, proposed_by_id, proposed_as, proposed_at, "
    "closed_by_id, closed_as, closed_at, closing_reason) VALUES ('DISMISS', {match}, 'x', 'CONFIRMED', {person}, "
    "'OPERATOR', now(), {other}, 'OPERATOR', now(), ''); "
)
ELSEWHERE = {"innovation_id": "{other_innovation}"}

SAFETY_RULES = [
    Case("safety_notice_once", copy_of(NOTICE, "{notice}"), copy_of(NOTICE, "{notice}", source_id="'other'")),
    Case("safety_notice_source_known", copy_of(NOTICE, "{notice}", source="'PRESS'"), ""),
    Case(
        "safety_notice_with_title",
        f"{CHANGE_NOTICE} title = '' {ONE_NOTICE}",
        f"{CHANGE_NOTICE} title = 'x' {ONE_NOTICE}",
    ),
    Case("safety_notice_digest_whole", f"{CHANGE_NOTICE} digest = 'x' {ONE_NOTICE}", ""),
    Case(f"{NOTICE}.never_deleted", f"DELETE FROM {NOTICE} {ONE_NOTICE}", ""),
    *(
        Case(f"{NOTICE}.origin_never_changed", f"{CHANGE_NOTICE} {name} = {value} {ONE_NOTICE}", "")
        for name, value in {"source": "'FDA'", "source_id": "'x'", "imported_at": "now()"}.items()
    ),
    Case(f"{ASIDE}_digest_key", copy_of(ASIDE, "{aside}"), copy_of(ASIDE, "{aside}", digest="'x'")),
    Case(
        "notice_set_aside_settled_whole",
        f"{CHANGE_ASIDE} settled_at = now() {ONE_ASIDE}",
        f"{CHANGE_ASIDE} settled_at = now(), settled_by_id = {{person}} {ONE_ASIDE}",
    ),
    Case(f"{ASIDE}.content_never_changed", f"{CHANGE_ASIDE} reason = 'x' {ONE_ASIDE}", ""),
    Case(f"{ASIDE}.never_deleted", f"DELETE FROM {ASIDE} {ONE_ASIDE}", ""),
    Case("notice_match_once", copy_of(MATCH, "{match}"), copy_of(MATCH, "{match}", **ELSEWHERE)),
    Case("notice_match_score_of_hundred", copy_of(MATCH, "{match}", **ELSEWHERE, score="101"), ""),
    Case("notice_match_with_reasons", copy_of(MATCH, "{match}", **ELSEWHERE, reasons="'{{}}'"), ""),
    Case(
        "notice_match_certain_by_identifier",
        copy_of(MATCH, "{match}", **ELSEWHERE, is_certain="false"),
        copy_of(MATCH, "{match}", **ELSEWHERE, is_certain="false", state="'WAITING'"),
    ),
    Case("safety_notice_match_state_known", copy_of(MATCH, "{match}", **ELSEWHERE, **JUDGED_COPY, state="'LOST'"), ""),
    Case(
        "notice_match_judged_whole",
        f"{CHANGE_MATCH} state = 'CONFIRMED' {ONE_MATCH}",
        f"{CHANGE_MATCH} state = 'CONFIRMED', {JUDGED} {ONE_MATCH}",
    ),
    Case("notice_match_judged_whole", f"{CHANGE_MATCH} judgement = 'x' {ONE_MATCH}", ""),
    Case(f"{MATCH}.legal_moves", f"{CHANGE_MATCH} state = 'CLOSED', {JUDGED} {ONE_MATCH}", ""),
    Case(f"{MATCH}.subject_never_changed", f"{CHANGE_MATCH} innovation_id = {{other_innovation}} {ONE_MATCH}", ""),
    # What one notice suspended is lifted when a second person confirmed just that, as who judged and then.
    Case(f"{MATCH}.lifted_by_two", LIFTED, AGREED + LIFTED),
    Case(f"{MATCH}.lifted_by_two", AGREED.replace("'DISMISS'", "'CLOSE'") + LIFTED, ""),
    Case(f"{MATCH}.lifted_by_two", AGREED + LIFTED.replace("judged_at = now()", "judged_at = '2026-01-01'"), ""),
    Case(f"{MATCH}.lifted_by_two", AGREED.replace("now(), {other}", "'2020-01-01', {other}") + LIFTED, ""),
    Case(f"{MATCH}.lifted_by_two", f"{CHANGE_MATCH} revision = 2 {ONE_MATCH}; {AGREED}{LIFTED}", ""),
    Case(f"{MATCH}.never_deleted", f"DELETE FROM {MATCH} {ONE_MATCH}", ""),
    Case("notice_acknowledged_once", copy_of(SAID, "{said}"), copy_of(SAID, "{said}", revision="2")),
    Case(
        f"{SAID}.of_what_it_adopted",
        copy_of(MATCH, "{match}", **ELSEWHERE)
        + f"; INSERT INTO {SAID} (match_id, adoption_id, note, acknowledged_by_id, acknowledged_at) "
        f"SELECT max(id), {{adoption}}, '', {{person}}, now() FROM {MATCH}",
        "",
    ),
    Case(f"{SAID}.never_changed", f"UPDATE {SAID} SET note = 'x' {ONE_SAID}", ""),
    Case(f"{SAID}.never_deleted", f"DELETE FROM {SAID} {ONE_SAID}", ""),
]
# Unique columns are constraints of the database, not of the model's list.
SAFETY_COLUMNS = {f"{ASIDE}_digest_key"}


def test_tables_hold_their_rules(story):
    match = certain_match(story)
    take_in(story, document("", "x", path="torn"))
    said = acknowledge_notice(match=match, adoption=story.adopted, note="", by=story.buyer, now=story.now)
    assert NoticeMatch.objects.count() == 1
    assert_held(
        SAFETY_RULES, notice=match.notice_id, match=match.pk, aside=NoticeSetAside.objects.get().pk, said=said.pk,
        adoption=story.adopted.pk, person=story.operator.pk, other=story.chair.pk,
        other_innovation=InnovationFactory().pk,
    )  # fmt: skip
