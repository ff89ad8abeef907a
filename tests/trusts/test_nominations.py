"""A trust nominates, the innovator answers once."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.urls import reverse

from compass.foundation.errors import NotAllowed, Refused
from compass.foundation.models import Email
from evidence.models import Innovator, InnovatorMember
from tests.factories import OrganisationFactory, PersonFactory, merge
from trusts.operations.nominations import (
    INVITATION_DAYS,
    accept_nomination,
    decline_nomination,
    invitation_token,
    nominate,
    nomination_of_token,
    withdraw_nomination,
)

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def invited(story, email="Maker@A.example ", by=None):
    return nominate(
        organisation=story.trust, technology_name="Wound Sensor", kind="DEVICE", clinical_area="SURGERY",
        problem="Found late.", innovator_name="Maker Ltd", contact_email=email, by=by or story.nominator, now=story.now,
    )  # fmt: skip


def accept(nomination, by, story, innovator=None, innovation=None):
    return accept_nomination(
        nomination=nomination, innovator=innovator, new_innovator_name="Maker Ltd", innovation=innovation, by=by,
        now=story.now,
    )  # fmt: skip


def test_only_nominators_of_the_trust_nominate_and_the_innovator_is_invited(story):
    for outsider in (story.lead, story.buyer, story.maker, story.operator):
        with pytest.raises(NotAllowed, match=f"role of nominator at {story.trust}"):
            invited(story, by=outsider)
    assert not Email.objects.exists()
    nomination = invited(story)
    email = Email.objects.get()
    assert email.recipient == "maker@a.example"
    assert invitation_token(nomination) in email.text


def test_the_invited_person_accepts_and_the_technology_is_theirs(story):
    nomination = invited(story)
    with pytest.raises(NotAllowed, match="sent to another email address"):
        accept(nomination, PersonFactory(email="other@a.example"), story)
    person = PersonFactory(email="maker@a.example")
    accepted = accept(nomination, person, story)
    assert accepted.state == "ACCEPTED"
    assert accepted.innovation.innovator.name == "Maker Ltd"
    assert accepted.innovation.problem == ""  # what it is for is for its maker to say
    assert InnovatorMember.objects.get(person=person).innovator == accepted.innovation.innovator


def test_nobody_accepts_for_an_innovator_they_do_not_work_for(story):
    person = PersonFactory(email="maker@a.example")
    nomination = invited(story)
    with pytest.raises(NotAllowed, match=f"work for {story.innovator}"):
        accept(nomination, person, story, innovator=story.innovator)
    InnovatorMember.objects.create(innovator=story.innovator, person=person)
    assert accept(nomination, person, story, innovator=story.innovator).innovation.innovator == story.innovator


def test_a_second_invitation_makes_neither_the_company_nor_the_technology_again(story):
    """One technology is assessed once, whoever nominates it and whoever is invited."""
    person = PersonFactory(email="maker@a.example")
    first = accept(invited(story), person, story).innovation
    colleague = PersonFactory(email="sales@a.example")
    with pytest.raises(Refused, match="Maker Ltd is registered already"):
        accept(invited(story, email="sales@a.example"), colleague, story)
    with pytest.raises(Refused, match="already has a technology called"):
        accept(invited(story), person, story, innovator=first.innovator)
    with pytest.raises(NotAllowed, match="work for Maker Ltd"):
        accept(invited(story, email="sales@a.example"), colleague, story, innovation=first)
    assert accept(invited(story), person, story, innovation=first).innovation == first
    assert (Innovator.objects.filter(name="Maker Ltd").count(), first.innovator.innovations.count()) == (1, 1)


def test_the_page_offers_what_is_described_already(story, client):
    person = PersonFactory(email="maker@a.example")
    first = accept(invited(story), person, story).innovation
    foreign = story.innovation
    second = invited(story)
    client.force_login(person)
    address = f"/invitations/{invitation_token(second)}/"
    offered = client.get(address).content.decode()
    assert f'value="{first.pk}"' in offered
    assert str(foreign) + ", which" not in offered.replace(str(first) + ", which", "")
    assert client.post(address, {"innovation": foreign.pk, "new_innovator_name": "X"}).status_code == 422
    assert client.post(address, {"innovation": "new"}).status_code == 422
    answered = client.post(address, {"innovation": first.pk})
    assert answered.status_code == 302, answered.content.decode()
    beside = client.get(answered.url).content.decode()
    assert "Found late." in beside
    assert ">Found late.</textarea>" not in beside
    second.refresh_from_db()
    assert (second.state, second.innovation) == ("ACCEPTED", first)


ANSWERS = {
    "ACCEPTED": accept,
    "DECLINED": lambda nomination, person, story: decline_nomination(nomination=nomination, by=person, now=story.now),
    "WITHDRAWN": lambda nomination, _, story: withdraw_nomination(
        nomination=nomination, by=story.nominator, now=story.now
    ),
}


@pytest.mark.parametrize("first", ANSWERS)
def test_an_invitation_is_answered_once(story, first):
    nomination, person = invited(story), PersonFactory(email="maker@a.example")
    assert ANSWERS[first](nomination, person, story).state == first
    for again in ANSWERS.values():
        with pytest.raises(Refused, match="this nomination: it is"):
            again(nomination, person, story)
    nomination.refresh_from_db()
    assert nomination.state == first


def test_others_neither_decline_nor_withdraw(story):
    nomination = invited(story)
    with pytest.raises(NotAllowed, match="another email address"):
        decline_nomination(nomination=nomination, by=story.nominator, now=story.now)
    for outsider in (type(story)().nominator, story.buyer, PersonFactory(email="maker@a.example")):
        with pytest.raises(NotAllowed, match="role of nominator"):
            withdraw_nomination(nomination=nomination, by=outsider, now=story.now)
    assert withdraw_nomination(nomination=nomination, by=story.nominator, now=story.now).state == "WITHDRAWN"


def test_withdrawing_is_offered_to_whom_it_is_allowed(story, client):
    address = reverse("withdraw-nomination", args=[invited(story).pk])
    for person, offered in ((story.nominator, True), (story.lead, False)):
        client.force_login(person, backend=BACKEND)
        page = client.get(reverse("nominations")).text
        assert "Wound Sensor" in page
        assert (address in page) is offered
        assert client.get(address).status_code == (200 if offered else 403)


def test_after_a_merger_the_successors_nominators_act(story):
    nomination, heir = invited(story), OrganisationFactory()
    colleague, stranger = story.member(heir, "NOMINATOR"), story.member(OrganisationFactory(), "NOMINATOR")
    merge(story.trust, heir)
    with pytest.raises(NotAllowed):
        invited(story)  # the closed trust nominates no more
    with pytest.raises(NotAllowed):
        withdraw_nomination(nomination=nomination, by=stranger, now=story.now)
    assert withdraw_nomination(nomination=nomination, by=colleague, now=story.now).state == "WITHDRAWN"
    story.trust = heir
    assert invited(story, by=story.nominator).organisation == heir


def test_the_invitation_link_works_for_so_many_days_and_no_longer(story):
    with time_machine.travel(story.now, tick=False) as clock:
        nomination = invited(story)
        token = invitation_token(nomination)
        clock.shift(timedelta(days=INVITATION_DAYS))
        assert nomination_of_token(token) == nomination
        clock.shift(timedelta(seconds=1))
        with pytest.raises(Refused, match="older than 60 days"):
            nomination_of_token(token)


def test_a_forged_or_cut_link_is_refused(story):
    nomination = invited(story)
    token = invitation_token(nomination)
    assert nomination_of_token(token) == nomination
    payload, _, signature = token.partition(":")
    forged = (
        token[:-1], "", "x", payload, f"{payload}:{signature[::-1]}", signing.dumps(nomination.pk), token + "é",
        signing.dumps(nomination.pk, key="k" * 50, salt="trusts.nomination"), f"Mg:{signature}", token.upper(),
    )  # fmt: skip
    for wrong in forged:
        with pytest.raises(Refused, match="not complete"):
            nomination_of_token(wrong)
