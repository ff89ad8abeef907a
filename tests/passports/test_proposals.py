"""Four eyes: what one person proposes happens when a second one confirms it, and a suspension at once."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from compass.foundation.errors import NotAllowed, Refused
from compass.foundation.models import Change
from passports.models import Operator, Passport, Proposal
from passports.operations.lifecycle import suspend_passport
from passports.operations.proposals import (
    confirm_proposal,
    decline_proposal,
    propose_move,
    propose_to_issue,
    take_back_proposal,
)
from passports.operations.submissions import issue_passport, return_submission
from passports.states import PROPOSAL, ProposalState, ProposedMove
from tests.factories import OperatorFactory, PersonFactory
from tests.foundation.racing import at_once

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def second():
    return OperatorFactory().person


def told():
    return list(Change.objects.filter(kind="verdict_changed").order_by("id").values_list("data__to", flat=True))


def propose(story, passport, move=ProposedMove.WITHDRAW, **kwargs):
    given = {"reason": "Harm was reported.", "by": story.operator, "now": story.now} | kwargs
    return propose_move(passport=passport, move=move, **given)


def test_every_state_of_a_proposal_is_in_the_table():
    assert {PROPOSAL.initial, *(move.target for move in PROPOSAL.moves)} == set(ProposalState.values)


def test_a_passport_is_issued_when_a_second_operator_confirms(story, second):
    submission = story.submission()
    with pytest.raises(Refused, match="Say what you checked"):
        propose_to_issue(submission=submission, reason=" ", by=story.operator, now=story.now)
    proposal = propose_to_issue(submission=submission, reason="All in order.", by=story.operator, now=story.now)
    assert not Passport.objects.exists()
    with pytest.raises(NotAllowed, match="You proposed this"):
        confirm_proposal(proposal=proposal, by=story.operator, now=story.now)
    with pytest.raises(Refused, match="“Issue the passport” was proposed by"):
        propose_to_issue(submission=submission, reason="Me too.", by=second, now=story.now)
    with pytest.raises(Refused, match="was proposed by"):
        return_submission(submission=submission, reason="No.", by=second, now=story.now)
    for outsider in (story.maker, story.chair, story.lead, story.buyer, PersonFactory()):
        with pytest.raises(NotAllowed, match="Only the national operator"):
            confirm_proposal(proposal=proposal, by=outsider, now=story.now)
    Operator.objects.create(person=story.chair)
    with pytest.raises(NotAllowed, match="You sit on the panel"):
        confirm_proposal(proposal=proposal, by=story.chair, now=story.now)
    assert confirm_proposal(proposal=proposal, by=second, now=story.now).state == "CONFIRMED"
    assert Passport.objects.get().issued_by == second
    with pytest.raises(Refused, match="You cannot confirm this proposal: it is confirmed"):
        confirm_proposal(proposal=proposal, by=second, now=story.now)


def test_nothing_is_issued_past_the_second_operator(story):
    submission = story.submission()
    with pytest.raises(DatabaseError, match="a second person has to confirm this"), transaction.atomic():
        issue_passport(submission=submission, by=story.operator, now=story.now)


def test_a_declined_proposal_leaves_everything_as_it_was_and_may_be_made_again(story, second):
    submission = story.submission()
    given = {"submission": submission, "reason": "All in order.", "by": story.operator, "now": story.now}
    proposal = propose_to_issue(**given)
    with pytest.raises(Refused, match="Say why you decline"):
        decline_proposal(proposal=proposal, reason="", by=second, now=story.now)
    declined = decline_proposal(proposal=proposal, reason="The quorum is not shown.", by=second, now=story.now)
    assert (declined.state, declined.closed_by, declined.closing_reason) == (
        "DECLINED",
        second,
        "The quorum is not shown.",
    )
    submission.refresh_from_db()
    assert submission.state == "WAITING"
    again = propose_to_issue(**given)
    with pytest.raises(NotAllowed, match="Only whoever proposed this"):
        take_back_proposal(proposal=again, by=second, now=story.now)
    assert take_back_proposal(proposal=again, by=story.operator, now=story.now).state == "TAKEN_BACK"
    with pytest.raises(Refused, match="You cannot confirm this proposal: it is taken back"):
        confirm_proposal(proposal=again, by=second, now=story.now)
    return_submission(submission=submission, reason="No quorum.", by=second, now=story.now)


def test_a_suspension_holds_at_once_and_a_second_operator_confirms_or_lifts_it(story, second):
    passport = story.passport()
    for answer, status in ((confirm_proposal, "SUSPENDED"), (decline_proposal, "VALID")):
        passport = suspend_passport(passport=passport, reason="Notice 7.", by=story.operator, now=story.now)
        assert passport.status == "SUSPENDED"
        proposal = passport.proposals.get(state="OPEN")
        with pytest.raises(NotAllowed, match="You proposed this"):
            answer(proposal=proposal, by=story.operator, now=story.now, **_why(answer))
        with pytest.raises(Refused, match="in force already"):
            take_back_proposal(proposal=proposal, by=story.operator, now=story.now)
        with pytest.raises(Refused, match="“Suspend the passport” was proposed by"):
            propose(story, passport)
        answer(proposal=proposal, by=second, now=story.now, **_why(answer))
        passport.refresh_from_db()
        assert passport.status == status
        if status == "SUSPENDED":
            lift = propose(story, passport, ProposedMove.REINSTATE)
            passport.refresh_from_db()
            assert passport.status == "SUSPENDED"
            confirm_proposal(proposal=lift, by=second, now=story.now)
    assert told() == ["SUSPENDED", "VALID", "SUSPENDED", "VALID"]


@pytest.mark.parametrize("withdrawn_last", [True, False])
def test_harm_does_not_wait_for_a_withdrawal_that_somebody_proposed(story, second, client, withdrawn_last):
    passport = story.passport()
    withdrawal = propose(story, passport)
    client.force_login(second, backend=BACKEND)
    address = reverse("suspend-passport", args=[passport.number])
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": "It overheats."}).status_code == 302
    passport.refresh_from_db()
    assert passport.status == "SUSPENDED"
    suspension = passport.proposals.get(state="OPEN", move="SUSPEND")
    with pytest.raises(Refused, match="was proposed by"):
        propose(story, passport, ProposedMove.REINSTATE)
    if withdrawn_last:
        decline_proposal(proposal=suspension, reason="It does not.", by=story.operator, now=story.now)
        passport.refresh_from_db()
        assert passport.status == "VALID"
        confirm_proposal(proposal=withdrawal, by=second, now=story.now)
    else:
        confirm_proposal(proposal=withdrawal, by=second, now=story.now)
        decline_proposal(proposal=suspension, reason="It is withdrawn.", by=story.operator, now=story.now)
    passport.refresh_from_db()
    assert passport.status == "WITHDRAWN"
    assert not passport.proposals.filter(state="OPEN").exists()


def _why(answer):
    return {"reason": "Not our product."} if answer is decline_proposal else {}


def test_a_proposal_that_another_move_overtook_cannot_be_confirmed_and_can_be_declined(story, second):
    passport = story.passport()
    proposal = propose(story, passport)
    story.next_version("2.0").passport()
    with pytest.raises(Refused, match="You cannot withdraw this passport: it is superseded"):
        confirm_proposal(proposal=proposal, by=second, now=story.now)
    proposal.refresh_from_db()
    assert proposal.state == "OPEN"
    assert decline_proposal(proposal=proposal, reason="It is replaced.", by=second, now=story.now)


def test_what_is_only_proposed_is_not_public(story, client):
    passport = story.passport()
    propose(story, passport)
    page = client.get(reverse("passport", args=[passport.number])).content.decode()
    assert "Harm was reported" not in page


def test_a_proposal_of_others_is_not_there_and_tells_no_number(story, second, client):
    proposal = propose(story, story.passport())
    for person, status in ((PersonFactory(), 404), (story.maker, 404), (story.chair, 404), (second, 200)):
        client.force_login(person, backend=BACKEND)
        for page in ("proposal", "decline-proposal"):
            there, missing = (client.get(reverse(page, args=[pk])) for pk in (proposal.pk, 999_999))
            assert (there.status_code, missing.status_code) == (status, 404), (person, page)


def test_the_queue_leads_a_second_operator_to_the_proposal(story, second, client):
    passport = story.passport()
    client.force_login(story.operator, backend=BACKEND)
    withdraw = reverse("withdraw-passport", args=[passport.number])
    assert client.post(withdraw, {"reason": "Harm was reported."}).status_code == 302
    proposal = Proposal.objects.get(state="OPEN")
    assert client.get(withdraw).status_code == 409
    address = reverse("proposal", args=[proposal.pk])
    own = client.get(address).content.decode()
    assert "somebody else has to confirm it" in own
    assert reverse("take-back-proposal", args=[proposal.pk]) in own
    assert "Your proposals that wait" in client.get(reverse("submissions")).content.decode()
    assert client.post(address).status_code == 403
    client.force_login(second, backend=BACKEND)
    assert f'href="{address}"' in client.get(reverse("submissions")).content.decode()
    assert f'href="{address}"' in client.get(reverse("home")).content.decode()
    shown = client.get(address).content.decode()
    assert "Harm was reported." in shown
    assert "withdrawn for good" in shown
    assert client.post(address).status_code == 302
    passport.refresh_from_db()
    assert passport.status == "WITHDRAWN"
    assert "Confirmed by" in client.get(address).content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_second_operators_at_once_confirm_once(story, second):
    proposal = propose(story, story.passport())
    third = OperatorFactory().person
    outcomes = at_once(
        *[lambda who=who: confirm_proposal(proposal=proposal, by=who, now=story.now) for who in (second, third)]
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["Proposal", "Refused"]
    assert told() == ["WITHDRAWN"]
