"""Innovators are reminded of certificates that end: once for each step, to each of their people."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from compass.foundation.models import Email
from compass.watch.tasks import remind_innovators
from evidence.certificates import reminder_due
from evidence.operations.innovators import add_colleague
from evidence.operations.packs import freeze_pack
from passports.models import CertificateReminder
from passports.operations.reminders import remind_of_certificates
from passports.operations.renewals import confirm_renewal, return_renewal
from tests.evidence.test_certificates import renewed
from tests.factories import PersonFactory
from tests.foundation.racing import at_once
from tests.foundation.raw_writes import Case, assert_held, copy_of
from tests.story import Story

TABLE = "passports_certificatereminder"
REMINDERS = [
    Case("certificate_reminder_once", copy_of(TABLE, "{reminder}"), copy_of(TABLE, "{reminder}", days="30")),
    Case(f"{TABLE}.never_changed", f"UPDATE {TABLE} SET days = 30 WHERE id = {{reminder}}", ""),
    Case(f"{TABLE}.never_deleted", f"DELETE FROM {TABLE} WHERE id = {{reminder}}", ""),
]


@pytest.fixture
def mails():
    return lambda: Email.objects.filter(key__startswith="certificate-").order_by("id")


def remind(story, left: int) -> int:
    """The job as it runs so many days before the story's certificate ends."""
    return remind_of_certificates(on=story.expires_on - timedelta(days=left), now=story.now)


def test_tables_hold_their_rules(story):
    story.fill()
    remind(story, 90)
    assert_held(REMINDERS, reminder=CertificateReminder.objects.get().pk)


def test_each_step_is_written_once_to_each_of_its_people(story, mails):
    story.fill()
    colleague, gone = PersonFactory(), PersonFactory()
    for person in (colleague, gone):
        add_colleague(innovator=story.innovator, person=person, by=story.maker, now=story.now)
    gone.is_active = False
    gone.save()
    assert [remind(story, left) for left in (91, 90, 90, 89, 31, 30, 8, 7, 0, -1, -7, -8, -31)] == [
        0, 2, 0, 0, 0, 2, 0, 2, 0, 0, 2, 0, 0,
    ]  # fmt: skip
    assert {mail.recipient for mail in mails()} == {story.maker.email, colleague.email}
    first, last = mails().first(), mails().last()
    assert first.subject == f"UKCA certificate GB-1234 ends on 1 July 2027, {story.name}"
    assert last.subject == f"UKCA certificate GB-1234 ended on 1 July 2027, {story.name}"
    assert f"/packs/{story.draft.pk}/\n" in first.text
    assert "remove the certificate and add the renewed one" in first.text
    assert "choose Renew" not in first.text


def test_a_job_that_did_not_run_writes_the_step_it_is_at(story, mails):
    story.fill()
    assert [remind(story, left) for left in (20, 3, -3, -20)] == [1, 1, 0, 1]
    assert list(CertificateReminder.objects.order_by("id").values_list("days", flat=True)) == [30, 7, -7]
    assert mails().count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_write_one(story, mails):
    story.fill()
    assert sorted(at_once(*[lambda: remind(story, 30)] * 2)) == [0, 1]
    assert mails().count() == 1


def test_the_task_runs_for_a_day(story, mails):
    story.fill()
    remind_innovators(on=(story.expires_on - timedelta(days=7)).isoformat())
    assert mails().count() == 1


def test_one_certificate_in_two_packs_is_one_reminder_that_names_both(story, mails):
    story.fill()
    other = Story(name="Wound Light")
    other.__dict__.update(innovator=story.innovator, maker=story.maker)
    other.fill()
    assert remind(story, 30) == 1
    (mail,) = mails()
    assert mail.subject.endswith("ends on 1 July 2027"), "of both, so it names neither"
    assert all(f"/packs/{pack.pk}/" in mail.text for pack in (story.draft, other.draft))


def test_a_submitted_pack_is_reminded_of_renewing_until_it_is_renewed(story, mails):
    story.passport()
    assert remind(story, 90) == 1
    assert "choose Renew beside the certificate" in mails().get().text
    renewal = renewed(story)
    assert remind(story, 30) == 0  # it is the operator's turn
    return_renewal(renewal=renewal, reason="Not theirs.", by=story.operator, now=story.now)
    assert remind(story, 30) == 1
    again = renewed(story, number="GB-1236")
    confirm_renewal(renewal=again, by=story.operator, now=story.now)
    assert [remind(story, left) for left in (7, -7)] == [0, 0]
    assert remind_of_certificates(on=again.ends_on - timedelta(days=90), now=story.now) == 1
    assert "GB-1236" in mails().last().subject


def test_only_what_lives_is_reminded(story):
    """A passport is relied on though a newer pack is with a panel; a pack that another followed is not."""
    story.passport()
    newer = story.next_version("2.0")
    newer.fill()
    newer.draft.certificates.all().delete()
    freeze_pack_without_certificates(newer)
    assert remind(story, 90) == 1

    stale = Story(name="Stale")
    freeze_pack(pack=stale.fill(), by=stale.maker, now=stale.now)
    following = stale.next_version("2.0")
    following.fill()
    following.draft.certificates.all().delete()
    freeze_pack_without_certificates(following)
    assert remind(stale, 30) == 1  # the story's; nothing of the stale pack
    assert not CertificateReminder.objects.filter(innovator=stale.innovator).exists()


def freeze_pack_without_certificates(story) -> None:
    """A newer pack whose only certificate lasts longer."""
    story.certify("UKCA", "GB-9", story.today + timedelta(days=1200))
    freeze_pack(pack=story.draft, by=story.maker, now=story.now + timedelta(hours=1))


class Steps(TestCase):
    """The database's steps are those of the pure rule."""

    @settings(max_examples=25, deadline=None)
    @given(left=st.integers(-35, 95))
    def test_the_same_step_as_the_rule(self, left):
        story = Story()
        story.fill()
        remind(story, left)
        found = list(CertificateReminder.objects.values_list("days", flat=True))
        due = reminder_due(story.expires_on, story.expires_on - timedelta(days=left))
        assert found == ([] if due is None else [due])
