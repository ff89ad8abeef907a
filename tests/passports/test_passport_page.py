"""What the pages of passports and adoptions offer, to whom, and what they say when it cannot be."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from evidence.models import Innovation, Innovator
from passports.operations.adoptions import complete_check, end_adoption
from passports.operations.verdicts import recompute_due
from tests.factories import OrganisationFactory
from tests.operators import suspend_passport, withdraw_passport
from trusts.models import Member, Role
from trusts.operations.decisions import Condition

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def page(client):
    """The page at an address as a person (or nobody) sees it."""

    def read(address: str, person=None, status: int = 200) -> str:
        client.force_login(person, backend=BACKEND) if person else client.logout()
        answer = client.get(address)
        assert answer.status_code == status
        return answer.content.decode()

    return read


def test_a_passport_says_what_was_assessed_whatever_its_maker_writes_later(story, page):
    passport = story.passport()
    Innovation.objects.filter(pk=story.innovation.pk).update(name="Wonder Cure", summary="It heals everything.")
    Innovator.objects.filter(pk=story.innovator.pk).update(name="Wonder Cures Ltd")
    shown = page(reverse("passport", args=[passport.number]))
    assert story.name in shown
    assert story.innovator.name in shown
    assert "A sensor under the dressing" in shown
    assert "Wonder Cure" not in shown
    assert "It heals everything" not in shown
    for address in ("/api/v1/passports/", f"/api/v1/passports/{passport.number}/"):
        told = page(address)
        assert f'"innovation_name":"{story.name}"' in told
        assert f'"innovator_name":"{story.innovator.name}"' in told


def test_only_buyers_are_offered_to_adopt_and_follow(story, page):
    passport = story.passport()
    number = [passport.number]
    adopt, follow = reverse("adopt", args=number), reverse("follow", args=number)
    for address in (reverse("passport", args=number), reverse("innovation", args=[passport.innovation.slug])):
        assert adopt in page(address, story.buyer)
        assert follow in page(address, story.buyer)
        for person in (story.maker, story.operator, story.chair):
            assert adopt not in page(address, person)
            assert follow not in page(address, person)
        assert adopt not in page(address)
        assert f"/accounts/login/?next={reverse('passport', args=number)}" in page(address)
    suspend_passport(passport=passport, reason="Notice 7.", by=story.operator, now=story.now)
    assert adopt not in page(reverse("passport", args=number), story.buyer)
    assert follow in page(reverse("passport", args=number), story.buyer)


def test_adopting_twice_leads_to_the_adoption(story, page):
    adoption = story.adoption()
    there = f'href="{reverse("adoption", args=[adoption.pk])}"'
    adopt = reverse("adopt", args=[adoption.passport.number])
    passport = reverse("passport", args=[adoption.passport.number])
    assert there in page(passport, story.buyer)
    assert adopt not in page(passport, story.buyer)
    refused = page(adopt, story.buyer, status=409)
    assert "has already adopted this passport" in refused
    assert there in refused
    # For another organisation of theirs they still can, and only for that one.
    other = OrganisationFactory()
    Member.objects.create(organisation=other, person=story.buyer, role=Role.BUYER)
    offered = page(adopt, story.buyer)
    assert there in offered
    assert f'value="{other.ods_code}"' in offered
    assert f'value="{story.other_trust.ods_code}"' not in offered
    end_adoption(adoption=adoption, by=story.buyer, now=story.now)
    assert f'value="{story.other_trust.ods_code}"' in page(adopt, story.buyer)


def test_what_cannot_be_is_said_before_the_form(story, page):
    adoption = story.adoption()
    passport = adoption.passport
    moves = {m: reverse(f"{m}-passport", args=[passport.number]) for m in ("suspend", "reinstate", "withdraw")}
    assert "You cannot reinstate this passport: it is active." in page(moves["reinstate"], story.operator, status=409)
    page(moves["suspend"], story.operator)
    suspend_passport(passport=passport, reason="Notice 7.", by=story.operator, now=story.now)
    page(moves["reinstate"], story.operator)
    assert "it is suspended" in page(moves["suspend"], story.operator, status=409)
    third = OrganisationFactory()
    buyer = story.member(third, Role.BUYER)
    refused = page(reverse("adopt", args=[passport.number]), buyer, status=409)
    assert "is suspended, so it cannot be adopted now" in refused
    assert "Accept the passport" not in refused
    check = adoption.checks.order_by("pk").first()
    address = reverse("complete-check", args=[adoption.pk, check.pk])
    page(address, story.buyer)
    complete_check(check=check, note="In the shared folder.", by=story.buyer, now=story.now)
    assert "is already done" in page(address, story.buyer, status=409)
    end = reverse("end-adoption", args=[adoption.pk])
    page(end, story.buyer)
    end_adoption(adoption=adoption, by=story.buyer, now=story.now)
    page(end, story.buyer, status=409)


def test_a_local_check_says_who_did_it_and_when(story, page):
    adoption = story.adoption()
    check = adoption.checks.order_by("pk").first()
    address = reverse("adoption", args=[adoption.pk])
    assert "Recorded by" not in page(address, story.buyer)
    complete_check(check=check, note="In the shared folder.", by=story.buyer, now=story.now)
    found = page(address, story.buyer)
    assert f"In the shared folder. Recorded by {story.buyer} on 1 July 2026" in found


def test_a_passport_stopped_by_an_overdue_condition_says_the_way_out(story, page):
    due = Condition("Publish the audit.", story.today + timedelta(days=30))
    passport = story.passport(outcome="APPROVED_WITH_CONDITIONS", conditions=(due,))
    address = reverse("passport", args=[passport.number])
    agree = "the panel’s chair and the national operator agree that the overdue condition is met or has more time"
    way_out = f"It can be relied on again once {agree}."
    with time_machine.travel(story.now + timedelta(days=30), tick=False):
        assert way_out not in page(address)  # the last day is still in time
    later = story.now + timedelta(days=31)
    recompute_due(on=later.date(), now=later)
    with time_machine.travel(later, tick=False):
        found = page(address, story.operator)
        assert way_out in found
        assert "was due by 31 July 2026" in found
        assert f'href="{reverse("discharge-condition", args=[passport.number, passport.conditions.get().pk])}"' in found
        suspend_passport(passport=passport, reason="Notice 7.", by=story.operator, now=later)
        assert f"{agree}, and once the national operator lifts the suspension." in page(address)


@pytest.mark.parametrize(("move", "word"), [(suspend_passport, "suspended"), (withdraw_passport, "withdrawn")])
def test_a_move_is_told_once(story, page, move, word):
    passport = story.passport()
    move(passport=passport, reason="Notice 7.", by=story.operator, now=story.now + timedelta(hours=1))
    found = page(reverse("passport", args=[passport.number]))
    assert found.count(f"{word.capitalize()}: Notice 7.") == 2  # the verdict's reason, and what happened
    assert f"is now {word}" not in found


def test_an_operator_with_a_stake_is_offered_nothing_on_the_page(story, page):
    submission = story.submission()
    address = reverse("submission", args=[submission.pk])
    assert "Propose to issue the passport" in page(address, story.operator)
    story.panel.members.filter(person=story.chair).update(person=story.operator)
    found = page(address, story.operator)
    assert "Propose to issue" not in found
    assert "You sit on the panel that decided" in found
