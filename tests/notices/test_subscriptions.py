"""Following a passport, and acknowledging what was told, for one's own organisation."""

from __future__ import annotations

from functools import partial

import pytest

from compass.foundation.errors import NotAllowed
from compass.foundation.models import Change
from compass.notices.models import Notice, Subscription
from compass.notices.operations.subscriptions import change_telling, mark_read, subscribe, unsubscribe
from compass.notices.queries import listed_subscriptions, notices_of, subscriptions_of, unread_notices_of
from tests.factories import OrganisationFactory, merge
from trusts.models import Member, Role


def follow(story, passport, by=None, organisation=None):
    return subscribe(
        passport=passport, organisation=organisation or story.other_trust, by=by or story.buyer, now=story.now
    )


def notice(story, passport):
    return Notice.objects.create(
        change=Change.objects.latest("id"), organisation=story.other_trust, passport=passport, recipient=story.buyer,
        created_at=story.now,
    )  # fmt: skip


def outsiders(story):
    return (story.member(story.trust, Role.BUYER), story.lead, story.maker, story.operator)


def test_buyers_follow_for_their_own_trust_and_once(story):
    passport = story.passport()
    for outsider in outsiders(story):
        with pytest.raises(NotAllowed, match=f"role of buyer at {story.other_trust}"):
            follow(story, passport, by=outsider)
    first = follow(story, passport)
    assert follow(story, passport) == first
    assert Subscription.objects.get().person == story.buyer
    assert Change.objects.filter(kind="subscribed").count() == 1


def test_colleagues_follow_each_for_themselves_and_choose_for_nobody_else(story):
    passport, colleague = story.passport(), story.member(story.other_trust, Role.BUYER)
    first, second = follow(story, passport), follow(story, passport, by=colleague)
    assert {s.person for s in Subscription.objects.all()} == {story.buyer, colleague}
    for deed in (partial(change_telling, frequency="DAILY", email=True), unsubscribe):
        with pytest.raises(NotAllowed, match="A colleague follows this"):
            deed(subscription=first, by=colleague, now=story.now)
    change_telling(subscription=second, frequency="DAILY", email=True, by=colleague, now=story.now)
    assert list(Subscription.objects.order_by("id").values_list("frequency", flat=True)) == ["IMMEDIATE", "DAILY"]
    assert [(s.own, s.left) for s in listed_subscriptions(colleague)] == [(True, False), (False, False)]


def test_following_again_is_choosing_again(story):
    passport = story.passport()
    follow(story, passport)
    again = subscribe(
        passport=passport, organisation=story.other_trust, by=story.buyer, frequency="DAILY", now=story.now
    )
    assert Subscription.objects.get() == again
    assert Subscription.objects.get().frequency == "DAILY"


@pytest.mark.parametrize("leaves", ["another role", "account closed"])
def test_what_a_colleague_followed_who_left_is_ended_by_those_who_stay(story, leaves):
    followed, stays = follow(story, story.passport()), story.member(story.other_trust, Role.BUYER)
    if leaves == "another role":
        Member.objects.filter(person=story.buyer).update(role=Role.NOMINATOR)
    else:
        type(stays).objects.filter(pk=story.buyer.pk).update(is_active=False)
    followed = Subscription.objects.get()
    assert [(s.own, s.left) for s in listed_subscriptions(stays)] == [(False, True)]
    with pytest.raises(NotAllowed):
        change_telling(subscription=followed, frequency="DAILY", email=True, by=stays, now=story.now)
    unsubscribe(subscription=followed, by=stays, now=story.now)
    assert not Subscription.objects.exists()


def test_only_its_own_buyers_stop_following(story):
    subscription = follow(story, story.passport())
    for outsider in outsiders(story):
        with pytest.raises(NotAllowed):
            unsubscribe(subscription=subscription, by=outsider, now=story.now)
    unsubscribe(subscription=subscription, by=story.buyer, now=story.now)
    assert not Subscription.objects.exists()
    assert Change.objects.filter(kind="unsubscribed").count() == 1


def test_only_its_own_buyers_read_and_acknowledge_and_the_first_stands(story):
    one = notice(story, story.passport())
    for outsider in outsiders(story):
        assert not notices_of(outsider).exists()
        with pytest.raises(NotAllowed):
            mark_read(notice=one, by=outsider, now=story.now)
    assert list(unread_notices_of(story.buyer)) == [one]
    mark_read(notice=one, by=story.buyer, now=story.now)
    mark_read(notice=one, by=story.buyer, now=story.now.replace(year=2030))
    one.refresh_from_db()
    assert one.read_at == story.now
    assert not unread_notices_of(story.buyer).exists()
    assert list(notices_of(story.buyer)) == [one]


def test_after_a_merger_the_successors_buyers_see_subscriptions_and_their_people_end_them(story):
    subscription, heir = follow(story, story.passport()), OrganisationFactory()
    colleague, stranger = story.member(heir, Role.BUYER), story.member(OrganisationFactory(), Role.BUYER)
    merge(story.other_trust, heir)
    assert [list(subscriptions_of(p)) for p in (story.buyer, colleague, stranger)] == [
        [subscription],
        [subscription],
        [],
    ]
    subscription = Subscription.objects.get()
    with pytest.raises(NotAllowed):
        unsubscribe(subscription=subscription, by=stranger, now=story.now)
    unsubscribe(subscription=subscription, by=story.buyer, now=story.now)


def test_after_a_merger_the_successors_buyers_see_and_acknowledge_notices(story):
    one, heir = notice(story, story.passport()), OrganisationFactory()
    colleague, stranger = story.member(heir, Role.BUYER), story.member(OrganisationFactory(), Role.BUYER)
    merge(story.other_trust, heir)
    one = Notice.objects.get()
    with pytest.raises(NotAllowed):
        mark_read(notice=one, by=stranger, now=story.now)
    assert [list(unread_notices_of(p)) for p in (story.buyer, colleague, stranger)] == [[one], [one], []]
    mark_read(notice=one, by=colleague, now=story.now)
    one.refresh_from_db()
    assert one.read_at == story.now
