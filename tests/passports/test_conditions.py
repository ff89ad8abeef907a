"""Conditions of a passport: evidence, met, given more time, overdue; each agreed by chair and operator."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from compass.foundation.errors import NotAllowed, Refused
from evidence.models import InnovatorMember
from passports.models import Operator
from passports.operations.conditions import hand_in_evidence, propose_discharge, propose_extension
from passports.operations.proposals import confirm_proposal, decline_proposal
from passports.operations.verdicts import recompute_due
from tests.factories import OperatorFactory, OrganisationFactory, PersonFactory, merge
from tests.operators import extend_condition
from trusts.models import Seat
from trusts.operations.decisions import Condition
from trusts.operations.people import create_panel, seat_member

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
DAY = timedelta(days=1)


@pytest.fixture
def passport(story):
    due = Condition("Report outcomes.", story.today + timedelta(days=200))
    return story.passport(outcome="APPROVED_WITH_CONDITIONS", conditions=(due,))


@pytest.fixture
def condition(passport):
    return passport.conditions.get()


def evidence(story, condition, **kwargs):
    given = {"text": "See the report.", "link": "", "document": None, "by": story.maker, "now": story.now} | kwargs
    return hand_in_evidence(condition=condition, **given)


def test_the_innovator_hands_in_evidence_and_nobody_else(story, condition):
    for outsider in (story.chair, story.operator, story.buyer, PersonFactory()):
        with pytest.raises(NotAllowed, match="Only people who work for the innovator"):
            evidence(story, condition, by=outsider)
    with pytest.raises(Refused, match="Say how the condition is met"):
        evidence(story, condition, text=" ")
    other = type(story)()
    other.fill()
    with pytest.raises(Refused, match="not in the pack"):
        evidence(story, condition, document=other.document)
    assert evidence(story, condition, document=story.document).document == story.document


@pytest.mark.parametrize("first", ["chair", "operator"])
def test_chair_and_operator_agree_in_either_order(story, passport, condition, first):
    proposer, confirmer = (story.chair, story.operator) if first == "chair" else (story.operator, story.chair)
    proposal = propose_discharge(condition=condition, reason="Report of 3 July.", by=proposer, now=story.now)
    condition.refresh_from_db()
    assert condition.state == "OPEN"
    same_side = OperatorFactory().person if first == "operator" else proposer
    with pytest.raises(NotAllowed, match=r"was proposed by the national operator|You proposed this"):
        confirm_proposal(proposal=proposal, by=same_side, now=story.now)
    for outsider in (story.maker, story.lead, story.buyer, story.seats[Seat.FINANCE]):
        with pytest.raises(NotAllowed, match="Only the chair of the panel that assessed and the national operator"):
            confirm_proposal(proposal=proposal, by=outsider, now=story.now)
    confirm_proposal(proposal=proposal, by=confirmer, now=story.now)
    condition.refresh_from_db()
    passport.refresh_from_db()
    assert (condition.state, condition.discharge_reason) == ("DISCHARGED", "Report of 3 July.")
    assert (passport.status, passport.reasons) == ("VALID", [])


def test_a_chair_who_is_an_operator_too_counts_once_as_chair(story, condition):
    Operator.objects.create(person=story.chair)
    proposal = propose_discharge(condition=condition, reason="Seen.", by=story.chair, now=story.now)
    assert proposal.proposed_as == "CHAIR"
    with pytest.raises(NotAllowed, match="You proposed this"):
        confirm_proposal(proposal=proposal, by=story.chair, now=story.now)


def test_a_chair_who_works_for_the_innovator_does_not_judge(story, condition):
    InnovatorMember.objects.create(innovator=story.innovator, person=story.chair)
    with pytest.raises(NotAllowed, match="Only the chair"):
        propose_discharge(condition=condition, reason="Seen.", by=story.chair, now=story.now)


def test_more_time_counts_from_the_agreement_on_and_never_shortens(story, passport, condition):
    later = condition.due_on + timedelta(days=40)
    for day, said in (
        (condition.due_on, "Choose a day after"),
        (story.today, "Choose a day after"),
        (passport.life_ends_on + DAY, "The passport's life ends on"),
    ):
        with pytest.raises(Refused, match=said):
            propose_extension(condition=condition, due_on=day, reason="Late.", by=story.operator, now=story.now)
    with pytest.raises(Refused, match="Say why more time"):
        propose_extension(condition=condition, due_on=later, reason=" ", by=story.operator, now=story.now)
    proposal = propose_extension(condition=condition, due_on=later, reason="Ward moved.", by=story.chair, now=story.now)
    passport.refresh_from_db()
    assert passport.until == condition.due_on
    confirm_proposal(proposal=proposal, by=story.operator, now=story.now)
    passport.refresh_from_db()
    assert (passport.until, passport.status) == (later, "VALID_WITH_CONDITIONS")
    with pytest.raises(Refused, match="Choose a day after"):
        propose_extension(condition=condition, due_on=later, reason="Late.", by=story.operator, now=story.now)
    condition.refresh_from_db()
    assert condition.due_on == later - timedelta(days=40)  # what was decided stays


def test_overdue_suspends_and_more_time_or_a_discharge_ends_it(story, passport, condition):
    after = story.now + timedelta(days=201)
    recompute_due(on=condition.due_on, now=story.now)
    passport.refresh_from_db()
    assert passport.status == "EXPIRING"
    recompute_due(on=condition.due_on + DAY, now=after)
    passport.refresh_from_db()
    assert passport.status == "SUSPENDED"
    assert passport.reasons == ["Condition overdue, was due by 17 January 2027: Report outcomes."]
    day = condition.due_on + timedelta(days=120)
    extend_condition(condition=condition, due_on=day, reason="Ward moved.", by=story.operator, now=after)
    passport.refresh_from_db()
    assert (passport.status, passport.until) == ("VALID_WITH_CONDITIONS", day)
    recompute_due(on=day, now=after)
    passport.refresh_from_db()
    assert passport.status == "EXPIRING"
    recompute_due(on=day + DAY, now=after)
    passport.refresh_from_db()
    assert passport.status == "SUSPENDED"


def test_after_a_merger_the_chair_of_the_successor_agrees_too(story, condition):
    heir = OrganisationFactory()
    panel = create_panel(organisation=heir, name="Panel", quorum=3, by=None, now=story.now)
    chair = PersonFactory()
    seat_member(panel=panel, person=chair, seat=Seat.CHAIR, by=None, now=story.now)
    proposal = propose_discharge(condition=condition, reason="Seen.", by=story.operator, now=story.now)
    with pytest.raises(NotAllowed, match="Only the chair"):
        confirm_proposal(proposal=proposal, by=chair, now=story.now)
    merge(story.trust, heir)
    assert confirm_proposal(proposal=proposal, by=chair, now=story.now).closed_as == "CHAIR"


def test_evidence_waits_in_the_lists_of_chair_and_operators_until_somebody_answers(story, condition, client):
    address = reverse("discharge-condition", args=[condition.passport.number, condition.pk])

    def listed(person, page):
        client.force_login(person, backend=BACKEND)
        return f'href="{address}"' in client.get(reverse(page)).content.decode()

    assert not listed(story.operator, "submissions")
    client.force_login(story.maker, backend=BACKEND)
    given = {"text": "The report is out.", "link": "https://maker.example/report", "document": ""}
    hand_in = reverse("hand-in-evidence", args=[condition.passport.number, condition.pk])
    assert client.post(hand_in, given | {"link": "not an address"}).status_code == 422
    assert client.post(hand_in, given).status_code == 302
    assert listed(story.operator, "submissions")
    assert listed(story.chair, "home")
    client.force_login(story.chair, backend=BACKEND)
    shown = client.get(address).content.decode()
    assert "The report is out." in shown
    assert 'href="https://maker.example/report"' in shown
    assert client.post(address, {"reason": "I read the report."}).status_code == 302
    assert not listed(story.operator, "submissions")
    proposal = condition.proposals.get()
    decline_proposal(proposal=proposal, reason="Page 3 is missing.", by=story.operator, now=story.now)
    assert not listed(story.operator, "submissions")
    evidence(story, condition, now=story.now + timedelta(days=3650))
    assert listed(story.operator, "submissions")


def test_an_extension_is_shown_with_the_day_that_was_decided(story, passport, condition, client):
    later = condition.due_on + timedelta(days=40)
    extend_condition(condition=condition, due_on=later, reason="Ward moved.", by=story.operator, now=story.now)
    shown = client.get(reverse("passport", args=[passport.number])).content.decode()
    assert "Due by 26 February 2027 (more time was given; first due by 17 January 2027)" in shown
    told = client.get(f"/api/v1/passports/{passport.number}/").json()["conditions"]
    assert [one["due_on"] for one in told] == ["2027-02-26"]
