"""Who adopted a passport is told without following it: somebody who is still there, by e-mail until they stop that."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse

from compass.accounts.models import User
from compass.foundation.history import record_change
from compass.foundation.models import Email
from compass.foundation.signed_links import signed_link
from compass.notices.models import InAppOnly, Notice
from compass.notices.operations.adopters import resume_by_link
from compass.notices.operations.fan_out import tell_followers
from compass.notices.operations.subscriptions import stop_emails, subscribe
from compass.notices.stopping import Stop, read_stop
from passports.operations.adoptions import adopt, end_adoption
from tests.factories import OrganisationFactory, merge
from tests.operators import reinstate_passport, suspend_passport
from tests.passports.safety_cases import certain_match
from trusts.models import Member, Role

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)


def told(story, passport, change=suspend_passport):
    """A change of the verdict, told; to whom e-mails went."""
    change(passport=passport, reason="Notice 7.", by=story.operator, now=story.now + HOUR)
    tell_followers(now=story.now + HOUR)
    return list(Email.objects.filter(key__startswith="notice-").values_list("recipient", flat=True))


def test_who_adopted_gets_the_e_mail_while_they_buy_there(story):
    adoption = story.adoption()
    story.member(adoption.organisation, Role.BUYER)
    assert told(story, adoption.passport) == [story.buyer.email]
    assert Notice.objects.get().recipient == story.buyer


@pytest.mark.parametrize("leaves", ["another role", "account closed"])
def test_when_they_left_another_buyer_of_the_organisation_gets_it(story, leaves):
    adoption = story.adoption()
    stayed = story.member(adoption.organisation, Role.BUYER)
    story.member(OrganisationFactory(), Role.BUYER)
    if leaves == "another role":
        Member.objects.filter(person=story.buyer).update(role=Role.NOMINATOR)
    else:
        User.objects.filter(pk=story.buyer.pk).update(is_active=False)
    assert told(story, adoption.passport) == [stayed.email]
    assert Notice.objects.get().recipient == stayed


def test_after_a_merger_a_buyer_of_the_successor_gets_it(story):
    adoption, heir = story.adoption(), OrganisationFactory()
    theirs = story.member(heir, Role.BUYER)
    Member.objects.filter(person=story.buyer).delete()
    merge(adoption.organisation, heir)
    assert told(story, adoption.passport) == [theirs.email]


def test_when_nobody_is_left_the_organisation_has_the_notice_and_nobody_an_e_mail(story):
    adoption = story.adoption()
    Member.objects.filter(person=story.buyer).delete()
    assert told(story, adoption.passport) == []
    assert Notice.objects.get().organisation == adoption.organisation


def test_who_adopts_after_a_change_is_not_told_of_it_and_who_ends_after_one_is(story):
    early, late = story.adoption(), OrganisationFactory()
    theirs = story.member(late, Role.BUYER)
    restated = partial(record_change, "verdict_restated", early.passport, by=None, now=story.now, data={"to": "VALID"})
    restated("First.")
    adopt(passport=early.passport, organisation=late, by=theirs, now=story.now)
    restated("Second.")
    end_adoption(adoption=early, by=story.buyer, now=story.now)
    restated("Third.")
    tell_followers(now=story.now + HOUR)
    told = Notice.objects.order_by("id").values_list("organisation_id", "change__sentence")
    mine, others = story.other_trust.pk, late.pk
    assert sorted(told) == sorted([(mine, "First."), (mine, "Second."), (others, "Second."), (others, "Third.")])


def test_each_e_mail_has_the_link_that_stops_them(story):
    adoption = story.adoption()
    assert told(story, adoption.passport) == [story.buyer.email]
    link = Email.objects.get(key__startswith="notice-").opt_out
    stop = read_stop(link.removeprefix("unsubscribe/"))
    assert stop == Stop("adopted", adoption.pk, story.buyer.pk)
    assert [stop_emails(stop=stop, now=story.now), stop_emails(stop=stop, now=story.now)] == [1, 0]


@pytest.mark.parametrize("stopped", [False, True])
def test_a_safety_notice_asks_by_e_mail_also_who_stopped_the_others(story, stopped):
    certain_match(story)
    if stopped:
        InAppOnly.objects.create(adoption=story.adopted, person=story.buyer, chosen_at=story.now)
    tell_followers(now=story.now + HOUR)
    kinds = {email.key.partition("-")[0] for email in Email.objects.filter(recipient=story.buyer.email)}
    assert kinds == ({"safety"} if stopped else {"safety", "notice"})


def test_a_stopped_person_has_the_notice_in_the_app_and_their_successor_gets_e_mails(story):
    adoption = story.adoption()
    InAppOnly.objects.create(adoption=adoption, person=story.buyer, chosen_at=story.now)
    assert told(story, adoption.passport) == []
    assert Notice.objects.get().recipient == story.buyer
    stayed = story.member(adoption.organisation, Role.BUYER)
    Member.objects.filter(person=story.buyer, role=Role.BUYER).delete()
    adoption.passport.refresh_from_db()
    assert told(story, adoption.passport, reinstate_passport) == [stayed.email]


def test_the_page_behind_the_link_stops_and_takes_back_without_signing_in(story):
    adoption = story.adoption()
    address = signed_link(f"unsubscribe/adopted-{adoption.pk}-{story.buyer.pk}").partition("://")[2]
    address = "/" + address.partition("/")[2]
    page = Client().get(address)
    assert "has adopted Wound Sensor" in page.content.decode()
    assert not InAppOnly.objects.exists(), "mail programs open links"
    assert "Emails about safety notices do not stop" in Client().post(address).content.decode()
    assert InAppOnly.objects.get().person == story.buyer
    assert "Get these emails again" in Client().get(address).content.decode()
    Client().post(address, {"again": "1"})
    assert not InAppOnly.objects.exists()
    assert Client().get(address.replace("adopted", "follow")).status_code == 404


def test_the_page_behind_the_link_names_nothing_to_who_does_not_buy_there_any_more(story, client):
    adoption = story.adoption()
    followed = subscribe(organisation=story.other_trust, passport=adoption.passport, by=story.buyer, now=story.now)

    def pages():
        links = (f"unsubscribe/adopted-{adoption.pk}-{story.buyer.pk}", f"unsubscribe/follow-{followed.pk}")
        return [client.get("/" + signed_link(link).partition("://")[2].partition("/")[2]).text for link in links]

    assert all("Wound Sensor" in page for page in pages())
    Member.objects.filter(person=story.buyer).delete()
    for page in pages():
        assert "Wound Sensor" not in page
        assert "Stop these emails" in page


def test_a_signed_in_adopter_chooses_on_a_page_whether_e_mails_leave(story, client):
    adoption = story.adoption()
    address = reverse("adopter-emails", args=[adoption.pk])
    client.force_login(story.buyer)
    assert f'href="{address}"' in client.get(reverse("subscriptions")).content.decode()
    for choice in ("NO_EMAILS", "NO_EMAILS"):  # a second tab changes nothing
        assert client.post(address, {"telling": choice}).status_code == 302
    assert "Emails about safety notices only" in client.get(reverse("subscriptions")).content.decode()
    assert told(story, adoption.passport) == []
    assert 'value="NO_EMAILS" checked' in client.get(address).content.decode()
    client.post(address, {"telling": "IMMEDIATE"})
    assert not InAppOnly.objects.exists()
    assert told(story, adoption.passport, reinstate_passport) == [story.buyer.email]


def test_only_the_person_who_is_told_chooses(story, client):
    adoption = story.adoption()
    colleague = story.member(adoption.organisation, Role.BUYER)
    client.force_login(colleague)
    address = reverse("adopter-emails", args=[adoption.pk])
    assert client.get(address).status_code == 404
    assert address not in client.get(reverse("subscriptions")).content.decode()
    Member.objects.filter(person=story.buyer, role=Role.BUYER).delete()  # who adopted buys there no more
    assert client.get(address).status_code == 200
    client.force_login(story.buyer)
    assert client.get(address).status_code == 404


def test_what_is_not_there_any_more_stops_nothing(db):
    assert stop_emails(stop=Stop("adopted", 1, 1), now=None) == 0
    assert resume_by_link(stop=Stop("adopted", 1, 1), now=None) == 0
    assert read_stop("adopted-1") is None
