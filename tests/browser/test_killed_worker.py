"""Workers are killed while they tell; afterwards everybody has been told once. The one who restarts them is not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from compass.foundation import clock
from compass.foundation.models import Email
from compass.notices.models import Notice
from compass.notices.operations.subscriptions import subscribe
from tests.browser.product import wait_until
from tests.browser.visitor import mails
from tests.factories import OrganisationFactory, PersonFactory
from tests.story import Story
from trusts.models import Member, Role

FOLLOWERS = 60


@pytest.fixture
def followed(product):
    """A passport that expires, with sixty trusts that follow it."""
    story = Story(now=clock.now(), name="Killed in the middle")
    passport = story.passport()
    people = []
    for _ in range(FOLLOWERS):
        person, organisation = PersonFactory(), OrganisationFactory()
        Member.objects.create(organisation=organisation, person=person, role=Role.BUYER)
        subscribe(passport=passport, organisation=organisation, by=person, now=story.now)
        people.append(person.email)
    return story, passport, people


def test_everybody_is_told_once(followed, product):
    story, passport, people = followed
    sent_before = Email.objects.filter(sent_at__isnull=False).count()
    day_after = (story.expires_on + timedelta(days=1)).isoformat()
    for _ in range(2):
        product.send("recompute_verdicts", on=day_after)
    for wanted in (1, FOLLOWERS // 2):
        wait_until(
            lambda wanted=wanted: Email.objects.filter(sent_at__isnull=False).count() >= sent_before + wanted,
            seconds=40,
            what=f"{wanted} e-mails to have left",
        )
        product.kill("worker")
        product.start("worker")
    told = Notice.objects.filter(passport=passport)
    keys = wait_until(
        lambda: (
            [f"notice-{change}-{person}" for change, person in told.values_list("change_id", "recipient_id")]
            if not Email.objects.filter(sent_at=None, failed_at=None).exists()
            else None
        ),
        seconds=60,
        what="the outbox to be empty",
    )
    assert len(keys) == FOLLOWERS
    assert told.values("organisation").distinct().count() == FOLLOWERS
    assert Email.objects.filter(key__in=keys, sent_at__isnull=False).count() == FOLLOWERS
    assert {email: len(mails(product.mail, email)) for email in people} == dict.fromkeys(people, 1)
