"""Technologies, clinical areas, an organisation's decisions and everything: each way tells, and two ways tell once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from compass.foundation.errors import Invalid, NotAllowed
from compass.foundation.models import Email
from compass.notices.models import DigestLine, Followed, Notice, Subscription
from compass.notices.operations.digests import post_digests
from compass.notices.operations.fan_out import tell_followers
from compass.notices.operations.subscriptions import change_telling, stop_emails, subscribe, unsubscribe
from compass.notices.stopping import Stop, read_stop
from tests.factories import OrganisationFactory, merge
from tests.operators import reinstate_passport, suspend_passport
from tests.story import Story
from trusts.models import Member, Role

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def e_mails():
    """Those to followers: who may settle a proposal is written to as well, and so is the company."""
    return Email.objects.exclude(key__startswith="proposal-").exclude(key__startswith="passport-")


def ways(story) -> dict[str, dict[str, object]]:
    """Every kind of subscription that a suspension of the story's passport is told to, and one that it is not."""
    return {
        Followed.PASSPORT: {"passport": story.passport()},
        Followed.INNOVATION: {"innovation": story.innovation},
        Followed.CLINICAL_AREA: {"clinical_area": "SURGERY"},
        Followed.DECISIONS: {"assessor": story.trust},
        Followed.EVERYTHING: {},
    }


def follow(story, by=None, organisation=None, **target):
    return subscribe(
        organisation=organisation or story.other_trust, by=by or story.buyer, now=story.now - HOUR, **target
    )


def suspend(story, passport, now=None):
    suspend_passport(passport=passport, reason="Notice 7.", by=story.operator, now=now or story.now + HOUR)


def told(story, now=None) -> int:
    return tell_followers(now=now or story.now + HOUR)


def test_every_kind_tells_of_a_changed_verdict_and_others_do_not(story):
    targets = ways(story)
    followers = {}
    for kind, target in targets.items():
        organisation = OrganisationFactory()
        followers[kind] = organisation
        assert follow(story, story.member(organisation, Role.BUYER), organisation, **target).kind == kind
    bystander = OrganisationFactory()
    other = Story(name="Another").innovation
    for wrong in ({"innovation": other}, {"clinical_area": "EYES"}, {"assessor": story.other_trust}):
        follow(story, story.member(bystander, Role.BUYER), bystander, **wrong)
    told(story)  # of the issue
    Notice.objects.all().delete()
    suspend(story, targets[Followed.PASSPORT]["passport"])
    assert told(story, story.now + 2 * HOUR) == len(targets)
    assert {notice.organisation for notice in Notice.objects.all()} == set(followers.values())


def test_who_follows_something_wider_is_told_that_a_passport_was_issued_and_its_own_follower_is_not(story):
    third = OrganisationFactory()
    follow(story, clinical_area="SURGERY")
    passport = story.passport()
    follow(story, story.member(third, Role.BUYER), third, passport=passport)
    assert told(story) == 1
    notice = Notice.objects.get()
    assert (notice.organisation, notice.change.kind) == (story.other_trust, "passport_issued")


def test_two_ways_of_following_tell_once(story):
    for target in ways(story).values():
        follow(story, **target)
    told(story)
    suspend(story, story.innovation.passports.get())
    assert told(story, story.now + 2 * HOUR) == 1
    assert e_mails().filter(subject__contains="Wound", text__contains="suspended").count() == 1


def test_colleagues_who_both_asked_for_e_mails_get_one_each_and_the_organisation_one_notice(story):
    passport, colleague = story.passport(), story.member(story.other_trust, Role.BUYER)
    follow(story, passport=passport)
    follow(story, colleague, clinical_area="SURGERY")
    follow(story, colleague, innovation=story.innovation)
    told(story)
    e_mails().all().delete()
    suspend(story, passport)
    assert told(story, story.now + 2 * HOUR) == 1
    assert sorted(email.recipient for email in e_mails().all()) == sorted([story.buyer.email, colleague.email])


def test_colleagues_who_follow_the_same_get_one_e_mail_each_also_when_one_of_them_leaves(story):
    passport, colleague = story.passport(), story.member(story.other_trust, Role.BUYER)
    follow(story, passport=passport)
    follow(story, colleague, passport=passport)
    suspend(story, passport)
    assert told(story) == 1
    assert sorted(email.recipient for email in e_mails().all()) == sorted([story.buyer.email, colleague.email])
    Member.objects.filter(person=story.buyer).delete()
    passport.refresh_from_db()
    reinstate_passport(passport=passport, reason="Fixed.", by=story.operator, now=story.now + HOUR)
    assert told(story) == 1
    assert e_mails().filter(recipient=colleague.email).count() == 2
    assert e_mails().filter(recipient=story.buyer.email).count() == 1


@pytest.mark.parametrize("how", ["link", "daily link", "page", "unsubscribed", "left", "account closed"])
def test_what_waits_for_the_daily_e_mail_is_not_sent_to_who_stopped_it_or_left(story, how):
    passport = story.passport()
    stopped = follow(story, passport=passport, frequency="DAILY")
    other = story.member(story.other_trust, Role.BUYER)
    follow(story, other, passport=passport, frequency="DAILY")
    suspend(story, passport)
    told(story)
    if how in {"link", "daily link"}:
        stop = Stop("follow", stopped.pk) if how == "link" else Stop("daily", story.buyer.pk)
        stop_emails(stop=stop, now=story.now)
    elif how == "page":
        change_telling(subscription=stopped, frequency="DAILY", email=False, by=story.buyer, now=story.now)
    elif how == "unsubscribed":
        unsubscribe(subscription=stopped, by=story.buyer, now=story.now)
    elif how == "left":
        Member.objects.filter(person=story.buyer).delete()
    else:
        type(other).objects.filter(pk=story.buyer.pk).update(is_active=False)
    assert post_digests(now=story.now + DAY) == 1
    assert [email.recipient for email in e_mails()] == [other.email]


def test_who_changes_to_e_mails_at_once_still_gets_what_waited(story):
    passport = story.passport()
    followed = follow(story, passport=passport, frequency="DAILY")
    suspend(story, passport)
    told(story)
    change_telling(subscription=followed, frequency="IMMEDIATE", email=True, by=story.buyer, now=story.now)
    assert post_digests(now=story.now + DAY) == 1


@pytest.mark.parametrize("stops", [True, False])
def test_e_mails_that_wait_in_the_outbox_go_with_what_was_stopped_and_no_others(story, stops):
    passport, other = story.passport(), story.member(story.other_trust, Role.BUYER)
    first = follow(story, passport=passport)
    follow(story, other, passport=passport)
    suspend(story, passport)
    told(story)
    if stops:
        stop_emails(stop=Stop("follow", first.pk), now=story.now)
    assert e_mails().filter(recipient=story.buyer.email).exists() is not stops
    assert e_mails().filter(recipient=other.email).exists()


def test_decisions_of_a_merged_organisation_are_followed_through_its_successor(story):
    follow(story, assessor=story.trust)
    passport, heir = story.passport(), OrganisationFactory()
    merge(story.trust, heir)
    third = OrganisationFactory()
    follow(story, story.member(third, Role.BUYER), third, assessor=heir)
    told(story)
    Notice.objects.all().delete()
    suspend(story, passport)
    assert told(story, story.now + 2 * HOUR) == 2


def test_without_e_mail_there_is_the_notice_alone(story):
    passport = story.passport()
    follow(story, passport=passport, email=False)
    suspend(story, passport)
    assert told(story) == 1
    assert not e_mails().exists()
    assert not DigestLine.objects.exists()


def test_the_daily_e_mail_gathers_what_waited_and_leaves_once_a_day(story):
    passport = story.passport()
    follow(story, passport=passport, frequency="DAILY")
    suspend(story, passport)
    reinstate_passport(passport=passport, reason="Fixed.", by=story.operator, now=story.now + HOUR)
    assert told(story) == 2
    assert not e_mails().exists()
    assert [post_digests(now=story.now + 2 * HOUR), post_digests(now=story.now + 3 * HOUR)] == [1, 0]
    email = e_mails().get()
    assert (email.recipient, email.subject[:9]) == (story.buyer.email, "2 notices")
    assert email.text.index("is now suspended") < email.text.index("is now valid")
    suspend(story, passport, now=story.now + 4 * HOUR)
    told(story, story.now + 4 * HOUR)
    assert post_digests(now=story.now + 5 * HOUR) == 0, "one a day"
    assert post_digests(now=story.now - DAY) == 1, "another civil day, though the clock was set back"
    assert post_digests(now=story.now + DAY) == 0
    assert not DigestLine.objects.filter(sent_on=None).exists()


def test_a_day_is_a_civil_day_in_london(story):
    passport = story.passport()
    follow(story, passport=passport, frequency="DAILY")
    late = story.now.replace(hour=22, minute=59)  # 23:59 in London, where it is summer
    for at in (late, late + timedelta(minutes=1)):
        suspend(story, passport, now=at) if at == late else reinstate_passport(
            passport=passport, reason="Fixed.", by=story.operator, now=at
        )
        told(story, at)
        assert post_digests(now=at) == 1
    assert sorted(e_mails().values_list("key", flat=True)) == [
        f"daily-{story.buyer.pk}-2026-07-01",
        f"daily-{story.buyer.pk}-2026-07-02",
    ]


def test_whoever_asked_for_both_is_written_to_at_once_and_not_again(story):
    passport = story.passport()
    follow(story, passport=passport, frequency="DAILY")
    follow(story, innovation=story.innovation)
    told(story)
    e_mails().all().delete()
    suspend(story, passport)
    told(story, story.now + 2 * HOUR)
    assert e_mails().count() == 1
    assert post_digests(now=story.now + 3 * HOUR) == 0


def test_a_signed_link_stops_what_it_is_about_and_nothing_else(story):
    passport = story.passport()
    first = follow(story, passport=passport)
    daily = follow(story, innovation=story.innovation, frequency="DAILY")
    assert stop_emails(stop=Stop("follow", first.pk), now=story.now) == 1
    assert stop_emails(stop=Stop("follow", first.pk), now=story.now) == 0
    assert set(Subscription.objects.filter(email=True)) == {daily}
    assert stop_emails(stop=Stop("daily", story.buyer.pk), now=story.now) == 1
    assert not Subscription.objects.filter(email=True).exists()


def test_only_values_of_ours_are_read():
    assert read_stop("follow-17") == Stop("follow", 17)
    for value in (None, "", "follow-", "follow-0", "follow-1 ", "all-1", "daily--1", "follow-99999999999999999999"):
        assert read_stop(value) is None


def test_how_to_be_told_is_changed_by_its_own_buyers_only(story):
    subscription = follow(story, passport=story.passport())
    with pytest.raises(NotAllowed):
        change_telling(subscription=subscription, frequency="DAILY", email=True, by=story.maker, now=story.now)
    change_telling(subscription=subscription, frequency="DAILY", email=False, by=story.buyer, now=story.now)
    subscription.refresh_from_db()
    assert (subscription.frequency, subscription.email) == ("DAILY", False)


def test_two_things_at_once_and_unknown_areas_are_refused(story):
    for wrong in ({"passport": story.passport(), "clinical_area": "EYES"}, {"clinical_area": "FEET"}):
        with pytest.raises(Invalid):
            follow(story, **wrong)
