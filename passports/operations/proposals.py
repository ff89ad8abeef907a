"""What one person proposes and a second one confirms: issue, reinstate, withdraw, and the end of a suspension's doubt.

A suspension takes effect when it is proposed (`lifecycle.suspend_passport`). Conditions are agreed between the chair of
the assessing panel and an operator; their proposals begin in `operations.conditions`, those that end a suspension by a
safety notice in `operations.notice_matches`, and all end here.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from compass.accounts.models import User
from compass.foundation.errors import Refused
from evidence.models import Innovation
from passports import policies
from passports.models import Passport, Proposal, Submission
from passports.operations.conditions import discharge, extend, lock_condition
from passports.operations.lifecycle import check_move, lock_passport, move_passport
from passports.operations.notice_matches import lock_match, move_match
from passports.operations.proposing import close_proposal, open_proposal
from passports.operations.safety_matching import take_turns
from passports.operations.submissions import check_issuable, issue_passport, lock_submission
from passports.states import PASSPORT, Hat, ProposedMove


@transaction.atomic
def propose_to_issue(*, submission: Submission, reason: str, by: User, now: datetime) -> Proposal:
    """Propose to issue the passport of a submission, with what was checked; raises what issuing it would."""
    submission = lock_submission(submission)
    check_issuable(submission=submission, by=by, now=now)
    if not reason.strip():
        raise Refused("Say what you checked.", next_step="The second operator reads this sentence.", field="reason")
    return open_proposal(move=ProposedMove.ISSUE, subject=submission, reason=reason, by=by, hat=Hat.OPERATOR, now=now)


@transaction.atomic
def propose_move(*, passport: Passport, move: ProposedMove, reason: str, by: User, now: datetime) -> Proposal:
    """Propose to reinstate or withdraw a passport, with a reason that everybody reads once it is confirmed."""
    passport = lock_passport(passport)
    check_move(passport, move.value.lower(), reason, by)
    return open_proposal(move=move, subject=passport, reason=reason, by=by, hat=Hat.OPERATOR, now=now)


def _lock(proposal: Proposal) -> None:
    """Lock what the proposal is about, in the order in which every operation locks: technology, then the rest."""
    if proposal.submission is not None:
        Innovation.objects.select_for_update().get(pk=proposal.submission.decision.assessment.innovation_id)
        proposal.submission = lock_submission(proposal.submission)
    if proposal.passport is not None:
        proposal.passport = lock_passport(proposal.passport)
    if proposal.condition is not None:
        _, proposal.condition = lock_condition(proposal.condition)
    if proposal.match is not None:
        proposal.match = lock_match(proposal.match)


@transaction.atomic
def confirm_proposal(*, proposal: Proposal, by: User, now: datetime) -> Proposal:
    """Confirm what somebody else proposed, and carry it out; a suspension is in force already.

    Raises NotAllowed for whoever proposed it and for people who could not have; Refused when it cannot be done now.
    """
    if proposal.submission_id is not None:
        take_turns(shared=True)  # before any row is locked, as an import does
    _lock(proposal)
    hat = policies.check_can_settle(by, proposal)
    closed = close_proposal(proposal=proposal, move="confirm", by=by, hat=hat, now=now)
    move = ProposedMove(proposal.move)
    if proposal.submission is not None:
        issue_passport(submission=proposal.submission, by=by, now=now)
    elif proposal.condition is not None and proposal.due_on is not None:
        extend(condition=proposal.condition, due_on=proposal.due_on, reason=proposal.reason, by=by, now=now)
    elif proposal.condition is not None:
        discharge(condition=proposal.condition, reason=proposal.reason, by=by, now=now)
    elif proposal.match is not None:
        policies.check_up_to_date(proposal)
        move_match(match=proposal.match, move=move.value.lower(), reason=proposal.reason, by=by, now=now)
    elif proposal.passport is not None and move != ProposedMove.SUSPEND:
        move_passport(passport=proposal.passport, move=move.value.lower(), reason=proposal.reason, by=by, now=now)
    return closed


@transaction.atomic
def decline_proposal(*, proposal: Proposal, reason: str, by: User, now: datetime) -> Proposal:
    """Decline with a reason what somebody else proposed; declining a suspension lifts it."""
    _lock(proposal)
    hat = policies.check_can_settle(by, proposal)
    if not reason.strip():
        raise Refused("Say why you decline.", next_step="Whoever proposed it reads this sentence.", field="reason")
    closed = close_proposal(proposal=proposal, move="decline", by=by, hat=hat, now=now, reason=reason)
    passport = proposal.passport
    in_force = passport is not None and PASSPORT.allows("reinstate", passport.state)
    if passport is not None and in_force and proposal.move == ProposedMove.SUSPEND:
        move_passport(passport=passport, move="reinstate", reason=reason, by=by, now=now)
    return closed


@transaction.atomic
def take_back_proposal(*, proposal: Proposal, by: User, now: datetime) -> Proposal:
    """Take back what one proposed oneself; raises Refused for a suspension, which only a second operator lifts."""
    _lock(proposal)
    policies.check_can_take_back(by, proposal)
    return close_proposal(proposal=proposal, move="take_back", by=by, hat=Hat(proposal.proposed_as), now=now)
