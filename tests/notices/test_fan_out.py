"""Changes are told to those who follow: each once, none missed, none to those who came later."""

from __future__ import annotations

import threading
from datetime import timedelta

import psycopg
import pytest
from django.db import connection, transaction

from compass.accounts.models import User
from compass.foundation.models import Change, Email
from compass.notices.models import Cursor, Notice
from compass.notices.operations.fan_out import tell_followers
from compass.notices.operations.subscriptions import subscribe
from tests.factories import OrganisationFactory, merge
from tests.foundation.racing import PATIENCE, Elsewhere, at_once
from tests.operators import reinstate_passport, suspend_passport
from trusts.models import Member, Organisation, Role

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)


def e_mails():
    """Those to followers: who may settle a proposal is written to as well, and so is the company."""
    return Email.objects.exclude(key__startswith="proposal-").exclude(key__startswith="passport-")


def follow(story, passport, organisation=None, by=None, now=None):
    return subscribe(
        passport=passport, organisation=organisation or story.other_trust, by=by or story.buyer, now=now or story.now
    )


def suspend(story, passport, now=None):
    suspend_passport(passport=passport, reason="Notice 7.", by=story.operator, now=now or story.now + HOUR)


def tell(story):
    return tell_followers(now=story.now + 2 * HOUR)


def test_each_follower_is_told_once_by_notice_and_e_mail_however_often_it_runs(story):
    passport, third = story.passport(), OrganisationFactory()
    follow(story, passport)
    follow(story, passport, third, story.member(third, Role.BUYER))
    suspend(story, passport)
    assert [tell(story), tell(story)] == [2, 0]
    Cursor.objects.update(transaction_id=0)  # even a cursor that was lost tells nobody twice
    assert tell(story) == 0
    assert {n.organisation for n in Notice.objects.all()} == {story.other_trust, third}
    email = e_mails().get(recipient=story.buyer.email)
    assert e_mails().count() == 2
    for said in (passport.number, "is now suspended: Notice 7.", f"/passports/{passport.number}/"):
        assert said in email.subject + email.text


def test_two_runs_at_once_tell_once(story):
    passport = story.passport()
    follow(story, passport)
    suspend(story, passport)
    assert sorted(at_once(*[lambda: tell_followers(now=story.now + HOUR)] * 2)) == [0, 1]
    assert (Notice.objects.count(), e_mails().count()) == (1, 1)


def test_small_batches_tell_everything(story):
    passport = story.passport()
    follow(story, passport)
    suspend(story, passport)
    reinstate_passport(passport=passport, reason="Fixed.", by=story.operator, now=story.now + HOUR)
    assert tell_followers(now=story.now + HOUR, batch=1) == 2


def test_a_change_whose_transaction_ends_late_is_not_missed(story):
    early, late = story.passport(), type(story)()
    other = late.passport()
    operator = story.operator
    follow(story, early)
    follow(story, other)
    written, may_end = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            suspend_passport(passport=early, reason="Slow.", by=operator, now=story.now + HOUR)
            written.set()
            assert may_end.wait(PATIENCE)

    slow = Elsewhere(slow)
    slow.start()
    assert written.wait(PATIENCE)
    suspend(late, other)  # begins later, ends earlier
    tell_followers(now=story.now + HOUR)
    assert not Notice.objects.filter(passport=early).exists()
    may_end.set()
    assert slow.result() is None
    tell(story)
    assert set(Notice.objects.values_list("passport_id", flat=True)) == {early.pk, other.pk}
    by_transaction = Change.objects.filter(kind="verdict_changed").order_by("transaction_id")
    assert by_transaction.first().subject_id == early.pk


def test_a_long_transaction_in_another_database_of_the_server_holds_nothing_up(story):
    passport = story.passport()
    follow(story, passport)
    server = {**connection.get_connection_params(), "dbname": "postgres"}
    with psycopg.connect(
        **{k: server[k] for k in server.keys() & {"host", "port", "user", "password", "dbname"}}
    ) as other:
        other.execute("SELECT txid_current()")
        suspend(story, passport)
        assert tell(story) == 1


def test_who_follows_after_a_change_is_not_told_of_it(story):
    passport, third = story.passport(), OrganisationFactory()
    follow(story, passport)
    suspend(story, passport)
    follow(story, passport, third, story.member(third, Role.BUYER), now=story.now + 2 * HOUR)
    assert tell(story) == 1
    reinstate_passport(passport=passport, reason="Fixed.", by=story.operator, now=story.now + 3 * HOUR)
    assert tell(story) == 2
    assert Notice.objects.filter(organisation=third).count() == 1


def test_a_clock_that_was_set_back_hides_no_change_from_who_follows(story):
    passport = story.passport()
    follow(story, passport, now=story.now)
    suspend(story, passport, now=story.now - HOUR)
    assert tell(story) == 1


def test_a_clock_that_was_set_back_tells_nobody_of_what_was_before_they_followed(story):
    passport = story.passport()
    suspend(story, passport, now=story.now)
    follow(story, passport, now=story.now - HOUR)
    assert tell(story) == 0


def test_who_follows_while_a_change_is_still_being_written_is_told_of_it(story):
    passport, operator = story.passport(), story.operator
    written, may_end = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            suspend_passport(passport=passport, reason="Slow.", by=operator, now=story.now)
            written.set()
            assert may_end.wait(PATIENCE)

    slow = Elsewhere(slow)
    slow.start()
    assert written.wait(PATIENCE)
    # They saw a passport that was valid. A subscription to it would wait for its row, one to everything does not.
    subscribe(organisation=story.other_trust, by=story.buyer, now=story.now + HOUR)
    may_end.set()
    assert slow.result() is None
    assert tell(story) == 1


def test_merged_followers_are_told_once_as_their_successor(story):
    passport, heir = story.passport(), OrganisationFactory()
    theirs = story.member(heir, Role.BUYER)
    follow(story, passport)
    follow(story, passport, heir, theirs)
    merge(story.other_trust, heir)
    suspend(story, passport)
    assert tell(story) == 1
    assert Notice.objects.get().organisation == heir
    assert sorted(email.recipient for email in e_mails().all()) == sorted([story.buyer.email, theirs.email])


def test_a_closed_account_gets_no_e_mail_and_its_organisation_the_notice(story):
    passport = story.passport()
    follow(story, passport)
    User.objects.filter(pk=story.buyer.pk).update(is_active=False)
    suspend(story, passport)
    assert tell(story) == 1
    assert not e_mails().exists()


def test_a_former_buyer_gets_no_e_mail_and_the_organisation_the_notice(story):
    passport, third = story.passport(), OrganisationFactory()
    former, still = story.member(third, Role.BUYER), story.buyer
    follow(story, passport, third, former)
    follow(story, passport)
    Member.objects.filter(person=former).update(role=Role.NOMINATOR)
    suspend(story, passport)
    assert tell(story) == 2
    assert [email.recipient for email in e_mails().all()] == [still.email]


def test_nobody_is_written_to_for_an_organisation_that_closed_without_a_successor(story):
    passport, third = story.passport(), OrganisationFactory()
    follow(story, passport, third, story.member(third, Role.BUYER))
    Organisation.objects.filter(pk=third.pk).update(current=None, closed_on=story.today)
    suspend(story, passport)
    tell(story)
    assert not e_mails().exists()


def test_only_a_changed_verdict_is_told(story):
    adoption = story.adoption()
    follow(story, adoption.passport)
    assert Change.objects.count() > 10
    assert tell(story) == 0
