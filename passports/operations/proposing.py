"""The steps that every proposal shares: opened by one person, closed by a second, one open for each subject."""

from __future__ import annotations

from datetime import date, datetime

from compass.accounts.models import User
from compass.foundation.errors import Refused
from compass.foundation.history import record_change
from passports.models import Condition, NoticeMatch, Passport, Proposal, Submission
from passports.operations.proposal_telling import ask_for_second
from passports.states import PROPOSAL, Hat, ProposalState, ProposedMove

Subject = Submission | Passport | Condition | NoticeMatch
_COLUMNS = {Submission: "submission", Passport: "passport", Condition: "condition", NoticeMatch: "match"}


def check_none_open(subject: Subject, *, move: ProposedMove | None = None) -> None:
    """Raise Refused while a proposal of this subject waits; the caller has locked the subject.

    A suspension, which is in force at once, waits for nobody's opinion of anything else (decision 12).
    """
    found = subject.proposals.filter(state=ProposalState.OPEN).select_related("proposed_by").order_by("id")
    waiting = (found.filter(move=move) if move == ProposedMove.SUSPEND else found).first()
    if waiting is not None:
        raise Refused(
            f"“{waiting}” was proposed by {waiting.proposed_by} and waits for a second person.",
            next_step="It has to be confirmed or declined first.",
        )


def open_proposal(
    *,
    move: ProposedMove,
    subject: Subject,
    reason: str,
    by: User,
    hat: Hat,
    now: datetime,
    due_on: date | None = None,
) -> Proposal:
    """Write a proposal for a locked subject; the caller has checked the person, the state and the reason."""
    check_none_open(subject, move=move)
    revision = {"match_revision": subject.revision} if isinstance(subject, NoticeMatch) else {}
    proposal = Proposal.objects.create(
        move=move, reason=reason.strip(), due_on=due_on, proposed_by=by, proposed_as=hat, proposed_at=now,
        **{_COLUMNS[type(subject)]: subject}, **revision,
    )  # fmt: skip
    record_change("proposed", proposal, f"{proposal}: {proposal.reason}", by=by, now=now)
    ask_for_second(proposal=proposal, now=now)
    return proposal


def close_proposal(*, proposal: Proposal, move: str, by: User, hat: Hat, now: datetime, reason: str = "") -> Proposal:
    """Confirm, decline or take back; the caller has locked the subject and checked the person."""
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    proposal.state = PROPOSAL.target(move, proposal.state)
    proposal.closed_by, proposal.closed_as, proposal.closed_at = by, hat, now
    proposal.closing_reason = reason.strip()
    proposal.save(update_fields=["state", "closed_by", "closed_as", "closed_at", "closing_reason"])
    label = proposal.get_state_display()
    record_change(
        f"proposal_{move}", proposal, f"{label}: {proposal}. {proposal.closing_reason}".strip(), by=by, now=now
    )
    return proposal
