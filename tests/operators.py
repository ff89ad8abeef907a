"""What takes two people, done by two: `by` and a colleague of theirs who is made for it."""

from __future__ import annotations

from django.db import transaction

from passports.operations import lifecycle, notice_matches
from passports.operations.conditions import propose_discharge, propose_extension
from passports.operations.proposals import confirm_proposal, propose_move, propose_to_issue
from passports.states import ProposedMove
from tests.factories import OperatorFactory
from trusts.models import PanelMember, Seat


def chair_of(passport):
    """The chair of the panel that assessed."""
    panel = passport.submission.decision.assessment.panel_id
    return PanelMember.objects.get(panel_id=panel, seat=Seat.CHAIR).person


@transaction.atomic
def issue_passport(*, submission, by, now):
    """A colleague proposes, `by` confirms."""
    proposal = propose_to_issue(
        submission=submission, reason="Checked against the pack.", by=OperatorFactory().person, now=now
    )
    confirm_proposal(proposal=proposal, by=by, now=now)
    submission.refresh_from_db()
    return submission.passport


@transaction.atomic
def suspend_passport(*, passport, reason, by, now):
    """`by` suspends, a colleague confirms."""
    passport = lifecycle.suspend_passport(passport=passport, reason=reason, by=by, now=now)
    confirm_proposal(proposal=passport.proposals.get(state="OPEN"), by=OperatorFactory().person, now=now)
    return passport


def _moved(passport, move, reason, by, now):
    with transaction.atomic():
        proposal = propose_move(passport=passport, move=move, reason=reason, by=by, now=now)
        confirm_proposal(proposal=proposal, by=OperatorFactory().person, now=now)
    passport.refresh_from_db()
    return passport


def reinstate_passport(*, passport, reason, by, now):
    """`by` proposes, a colleague confirms."""
    return _moved(passport, ProposedMove.REINSTATE, reason, by, now)


def withdraw_passport(*, passport, reason, by, now):
    """`by` proposes, a colleague confirms."""
    return _moved(passport, ProposedMove.WITHDRAW, reason, by, now)


@transaction.atomic
def discharge_condition(*, condition, reason, by, now):
    """The operator `by` proposes, the chair confirms."""
    proposal = propose_discharge(condition=condition, reason=reason, by=by, now=now)
    confirm_proposal(proposal=proposal, by=chair_of(condition.passport), now=now)
    condition.refresh_from_db()
    return condition


@transaction.atomic
def extend_condition(*, condition, due_on, reason, by, now):
    """The operator `by` proposes, the chair confirms."""
    proposal = propose_extension(condition=condition, due_on=due_on, reason=reason, by=by, now=now)
    return confirm_proposal(proposal=proposal, by=chair_of(condition.passport), now=now)


@transaction.atomic
def judge_match(*, match, move, reason, by, now):
    """`by` judges a safety notice, a colleague confirms what ends a suspension."""
    proposal = notice_matches.judge_match(match=match, move=move, reason=reason, by=by, now=now)
    if proposal is not None:
        confirm_proposal(proposal=proposal, by=OperatorFactory().person, now=now)
    match.refresh_from_db()
    return match
