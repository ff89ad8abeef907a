"""A trust nominates, the innovator answers once."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core import signing

from compass.foundation.errors import NotAllowed, Refused
from compass.foundation.models import Email
from evidence.models import InnovatorMember
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


def invited(story, email="Maker@A.example ", by=None):
    return nominate(
        organisation=story.trust, technology_name="Wound Sensor", kind="DEVICE", clinical_area="SURGERY",
        problem="Found late.", innovator_name="Maker Ltd", contact_email=email, by=by or story.nominator, now=story.now,
    )  # fmt: skip


def accept(nomination, by, story, innovator=None):
    return accept_nomination(
        nomination=nomination, innovator=innovator, new_innovator_name="Maker Ltd", by=by, now=story.now
    )


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
    with pytest.raises(NotAllowed, match="sent to another e-mail address"):
        accept(nomination, PersonFactory(email="other@a.example"), story)
    person = PersonFactory(email="maker@a.example")
    accepted = accept(nomination, person, story)
    assert accepted.state == "ACCEPTED"
    assert accepted.innovation.innovator.name == "Maker Ltd"
    assert accepted.innovation.problem == "Found late."
    assert InnovatorMember.objects.get(person=person).innovator == accepted.innovation.innovator


def test_nobody_accepts_for_an_innovator_they_do_not_work_for(story):
    person = PersonFactory(email="maker@a.example")
    nomination = invited(story)
    with pytest.raises(NotAllowed, match=f"work for {story.innovator}"):
        accept(nomination, person, story, innovator=story.innovator)
    InnovatorMember.objects.create(innovator=story.innovator, person=person)
    assert accept(nomination, person, story, innovator=story.innovator).innovation.innovator == story.innovator


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
    with pytest.raises(NotAllowed, match="another e-mail address"):
        decline_nomination(nomination=nomination, by=story.nominator, now=story.now)
    for outsider in (type(story)().nominator, story.buyer, PersonFactory(email="maker@a.example")):
        with pytest.raises(NotAllowed, match="role of nominator"):
            withdraw_nomination(nomination=nomination, by=outsider, now=story.now)
    assert withdraw_nomination(nomination=nomination, by=story.nominator, now=story.now).state == "WITHDRAWN"


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
