"""The rules of the tables of colleagues and comments, each with a statement that breaks it and its allowed twin."""

from __future__ import annotations

from tests.foundation.raw_writes import Case, copy_of

INVITATION, COMMENT = "UPDATE evidence_colleagueinvitation", "UPDATE evidence_packcomment"
# A copy of a row must not have its token as well.
OTHER = {"token_hash": "'other'"}
CLOSED = "closed_at = now(), closed_by_id = {person}"

COLLEAGUES = [
    Case(
        "evidence_innovatormember.last_one_stays",
        "DELETE FROM evidence_innovatormember WHERE innovator_id = {innovator}",
        "DELETE FROM evidence_innovatormember WHERE id = {member}",
    ),
    Case(
        "evidence_innovatormember.last_one_stays",
        "UPDATE evidence_innovatormember SET innovator_id = {other_innovator} WHERE innovator_id = {innovator}",
        "UPDATE evidence_innovatormember SET innovator_id = {other_innovator} WHERE id = {member}",
    ),
    Case(
        "colleague_invitation_state_known",
        copy_of("evidence_colleagueinvitation", "{withdrawn}", **OTHER, state="'LOST'"),
        copy_of("evidence_colleagueinvitation", "{withdrawn}", **OTHER),
    ),
    Case(
        "colleague_invitation_one_open",
        copy_of("evidence_colleagueinvitation", "{open}", **OTHER),
        copy_of("evidence_colleagueinvitation", "{open}", **OTHER, innovator_id="{other_innovator}"),
    ),
    Case(
        "colleague_invitation_token_once",
        copy_of("evidence_colleagueinvitation", "{open}", email="'other@maker.example'"),
        copy_of("evidence_colleagueinvitation", "{open}", **OTHER, email="'other@maker.example'"),
    ),
    Case(
        "colleague_invitation_email_lower_case",
        f"{INVITATION} SET email = 'Other@maker.example' WHERE id = {{open}}",
        f"{INVITATION} SET email = 'other@maker.example' WHERE id = {{open}}",
    ),
    Case(
        "colleague_invitation_expires_later",
        f"{INVITATION} SET expires_at = invited_at WHERE id = {{open}}",
        f"{INVITATION} SET expires_at = invited_at + interval '1 second' WHERE id = {{open}}",
    ),
    Case(
        "colleague_invitation_closed_whole",
        f"{INVITATION} SET state = 'WITHDRAWN', closed_at = now() WHERE id = {{open}}",
        f"{INVITATION} SET state = 'WITHDRAWN', {CLOSED} WHERE id = {{open}}",
    ),
    Case("colleague_invitation_closed_whole", f"{INVITATION} SET {CLOSED} WHERE id = {{open}}", ""),
    Case(
        "evidence_colleagueinvitation.legal_moves",
        f"{INVITATION} SET state = 'LOST', {CLOSED} WHERE id = {{open}}",
        f"{INVITATION} SET state = 'ACCEPTED', {CLOSED} WHERE id = {{open}}",
    ),
    Case(
        "evidence_colleagueinvitation.closed_never_changed",
        f"{INVITATION} SET token_hash = 'other' WHERE id = {{withdrawn}}",
        f"{INVITATION} SET token_hash = 'other' WHERE id = {{open}}",
    ),
    Case("evidence_colleagueinvitation.never_deleted", "DELETE FROM evidence_colleagueinvitation", ""),
]

COMMENTS = [
    Case(
        "pack_comment_says_something",
        copy_of("evidence_packcomment", "{comment}", text="''"),
        copy_of("evidence_packcomment", "{comment}", text="'x'"),
    ),
    Case(
        "pack_comment_topic_form",
        copy_of("evidence_packcomment", "{comment}", topic="'Cost model'"),
        copy_of("evidence_packcomment", "{comment}", topic="'cost_model-2'"),
    ),
    Case(
        "pack_comment_resolved_whole",
        f"{COMMENT} SET resolved_at = now() WHERE id = {{comment}}",
        f"{COMMENT} SET resolved_at = written_at, resolved_by_id = {{person}} WHERE id = {{comment}}",
    ),
    Case(
        "pack_comment_resolved_whole",
        f"{COMMENT} SET resolved_at = written_at - interval '1 second', resolved_by_id = {{person}} "
        "WHERE id = {comment}",
        "",
    ),
    *(
        Case("evidence_packcomment.words_never_changed", f"{COMMENT} SET {change} WHERE id = {{comment}}", "")
        for change in ("text = 'x'", "topic = 'x'", "written_at = now()", "written_by_id = {other}")
    ),
    Case(
        "evidence_packcomment.words_never_changed", f"{COMMENT} SET pack_id = {{other_pack}} WHERE id = {{comment}}", ""
    ),
    Case(
        "evidence_packcomment.resolved_once",
        f"{COMMENT} SET resolved_at = NULL, resolved_by_id = NULL WHERE id = {{resolved}}",
        f"{COMMENT} SET resolved_at = now(), resolved_by_id = {{person}} WHERE id = {{comment}}",
    ),
    Case("evidence_packcomment.never_deleted", "DELETE FROM evidence_packcomment WHERE id = {comment}", ""),
    Case(
        "evidence_packcomment.held_by_pack",
        copy_of("evidence_packcomment", "{comment}", pack_id="{frozen}"),
        copy_of("evidence_packcomment", "{comment}"),
    ),
]
