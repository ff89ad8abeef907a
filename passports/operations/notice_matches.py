"""What people make of safety notices: operators judge matches, adopters say that they have acted."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from compass.accounts.models import User
from compass.foundation.errors import Refused
from compass.foundation.history import record_change
from evidence.models import Innovation
from passports import policies
from passports.models import AdopterAcknowledgement, Adoption, NoticeMatch, NoticeSetAside, Proposal
from passports.operations.proposing import check_none_open, open_proposal
from passports.operations.safety_matching import judge_passports
from passports.operations.safety_telling import ask_adopters
from passports.states import NOTICE_MATCH, OPEN_MATCHES, AdoptionState, Hat, ProposedMove

_SAID = {
    "confirm": "was found to concern {technology}",
    "dismiss": "was found not to concern {technology}",
    "close": "was dealt with for {technology}",
}


def lock_match(match: NoticeMatch) -> NoticeMatch:
    """The match as it is now, kept still until the transaction ends, after its technology, as whoever issues locks."""
    # No stronger than that: an import adds matches of the technology meanwhile, and waits for this one.
    Innovation.objects.select_for_update(no_key=True).values_list("pk").get(pk=match.innovation_id)
    return (
        NoticeMatch.objects.select_for_update(of=("self",))
        .select_related("notice", "innovation__innovator")
        .defer("innovation__search")
        .get(pk=match.pk)
    )


def takes_two(match: NoticeMatch, move: str) -> bool:
    """Whether a move of a match ends a suspension, so that a second operator has to confirm it."""
    return match.state in OPEN_MATCHES and NOTICE_MATCH.target(move, match.state) not in OPEN_MATCHES


def as_read(match: NoticeMatch) -> str:
    """What tells one reading of a match from another: its revision, and the sum of what its notice says."""
    return f"{match.revision}-{match.notice.digest}"


@transaction.atomic
def judge_match(
    *, match: NoticeMatch, move: str, reason: str, by: User, now: datetime, read: str = ""
) -> Proposal | None:
    """Confirm, dismiss or close (`move`) a match with a reason that everybody reads; passports are judged afresh.

    What would end a suspension becomes a proposal, which is returned, and happens when a second operator confirms it.
    Raises NotAllowed unless an operator acts who has no part in the technology, Refused when it was judged already, or
    differs from what was `read` (`as_read`; empty for whoever has just read it).
    """
    match = lock_match(match)
    policies.check_can_judge_match(by, match)
    two = takes_two(match, move)
    if read and read != as_read(match):
        raise Refused(
            "The safety notice changed while you read it.", next_step="Read it again as it is now, then decide."
        )
    if not reason.strip():
        raise Refused("Say why.", next_step="The reason is shown to everybody who relies on it.", field="reason")
    if two:
        proposed = ProposedMove(move.upper())
        return open_proposal(move=proposed, subject=match, reason=reason, by=by, hat=Hat.OPERATOR, now=now)
    check_none_open(match)
    move_match(match=match, move=move, reason=reason, by=by, now=now)
    return None


def move_match(*, match: NoticeMatch, move: str, reason: str, by: User, now: datetime) -> None:
    """Confirm, dismiss or close a locked match: of what ends a suspension, the step that a proposal allows."""
    match.state = NOTICE_MATCH.target(move, match.state)
    match.judgement, match.judged_at, match.judged_by = reason.strip(), now, by
    match.save(update_fields=["state", "judgement", "judged_at", "judged_by"])
    said = _SAID[move].format(technology=match.innovation)
    record_change(
        f"notice_{move}", match, f"The safety notice “{match.notice}” {said}: {reason.strip()}", by=by, now=now
    )
    judge_passports(innovation_ids=[match.innovation_id], by=by, now=now)
    ask_adopters(match_ids=[match.pk], now=now)


def check_can_acknowledge(match: NoticeMatch, adoption: Adoption) -> None:
    """Raise Refused when the notice is not open any more, or the adoption has ended."""
    if match.state not in OPEN_MATCHES:
        raise Refused("This safety notice is not open any more.", next_step="There is nothing left to do here.")
    if adoption.state == AdoptionState.ENDED:
        raise Refused("This adoption has ended.", next_step="There is nothing left to do here.")


@transaction.atomic
def acknowledge_notice(
    *, match: NoticeMatch, adoption: Adoption, note: str, by: User, now: datetime
) -> AdopterAcknowledgement:
    """Say for an adopting organisation that it has acted on a notice; raises Refused the second time.

    `match` is the notice as it was read: Refused as well when it has changed since then.
    """
    adoption = (
        Adoption.objects.select_for_update(of=("self",)).select_related("organisation__current").get(pk=adoption.pk)
    )
    policies.check_adopter(by, adoption)
    read, match = match.revision, NoticeMatch.objects.select_for_update().get(pk=match.pk)
    check_can_acknowledge(match, adoption)
    if match.revision != read:
        raise Refused(
            "The safety notice changed while you read it.", next_step="Read it again, then say that you have acted."
        )
    try:
        with transaction.atomic():
            said = AdopterAcknowledgement.objects.create(
                match=match, adoption=adoption, revision=match.revision, note=note.strip(), acknowledged_by=by,
                acknowledged_at=now,
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused(
            f"{adoption.organisation} has already said that it has acted on this notice.",
            next_step="There is nothing left to do here.",
        ) from error
    sentence = f"{adoption.organisation} has acted on the safety notice “{match.notice}”."
    record_change("notice_acknowledged", adoption, sentence, by=by, now=now)
    return said


@transaction.atomic
def settle_set_aside(*, item: NoticeSetAside, by: User, now: datetime) -> None:
    """Record that an operator has dealt with an item that could not be read; the first one stands."""
    policies.check_operator(by)
    item = NoticeSetAside.objects.select_for_update().get(pk=item.pk)
    if item.settled_at is None:
        item.settled_at, item.settled_by = now, by
        item.save(update_fields=["settled_at", "settled_by"])
        record_change("notice_set_aside_settled", item, f"Dealt with: {item}", by=by, now=now)
