"""The log goes on in another server, where transaction numbers begin low again: everything untold is told, once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from structlog.testing import capture_logs

from compass.foundation.models import Change, Email
from compass.foundation.settled import reached
from compass.notices.models import Cursor, Notice, Subscription
from compass.notices.operations.fan_out import tell_followers
from compass.notices.operations.subscriptions import subscribe
from tests.factories import OrganisationFactory
from tests.operators import reinstate_passport, suspend_passport
from trusts.models import Role

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)
AHEAD = 400  # transactions that the other server was further


class Elsewhere:
    """Rows as a dump brings them: written by transactions that this server has not reached."""

    def __init__(self, story, passport):
        self.story, self.passport, self.first = story, passport, reached() + AHEAD

    def change(self, after: int, kind="verdict_changed", **written):
        number = self.first + after
        given = {"subject": "passport", "subject_id": self.passport.pk, "data": {"to": "SUSPENDED"}} | written
        return Change.objects.create(
            kind=kind, sentence=f"Brought {after}.", occurred_at=self.story.now, transaction_id=number, **given
        )

    def follower(self, after: int):
        """A trust that began to follow in the other server."""
        organisation = OrganisationFactory()
        followed = Subscription.objects.create(
            organisation=organisation, person=self.story.member(organisation, Role.BUYER), passport=self.passport,
            created_at=self.story.now,
        )  # fmt: skip
        seen = {"seen": f"{self.first + after}:{self.first + after}:"}
        self.change(after, "subscribed", subject="subscription", subject_id=followed.pk, data=seen)
        return organisation

    def told_up_to(self, after: int) -> None:
        Cursor.objects.update_or_create(name="notices", defaults={"transaction_id": self.first + after})


@pytest.fixture
def brought(story):
    return Elsewhere(story, story.passport())


def tell(story) -> int:
    return tell_followers(now=story.now + HOUR)


def sentences(organisation) -> list[str]:
    return list(
        Notice.objects.filter(organisation=organisation).order_by("id").values_list("change__sentence", flat=True)
    )


def test_what_was_left_untold_and_what_happens_here_is_told_once_and_nothing_told_before(story, brought):
    brought.change(1)  # nobody followed then
    follower = brought.follower(2)
    brought.told_up_to(2)
    brought.change(3)
    suspend_passport(passport=brought.passport, reason="Here.", by=story.operator, now=story.now)
    with capture_logs() as logs:
        assert [tell(story), tell(story)] == [2, 0]
    assert [one["event"] for one in logs] == ["notices_of_a_log_from_another_server"]
    told = sentences(follower)
    assert [told[0], "Here." in told[1]] == ["Brought 3.", True]
    assert Email.objects.filter(key__startswith="notice-").count() == 2
    assert Cursor.objects.get(name="notices").transaction_id < reached()


def test_who_followed_there_hears_of_the_next_change_and_who_follows_here_of_nothing_before(story, brought):
    old, new = brought.follower(1), OrganisationFactory()
    brought.told_up_to(1)
    assert tell(story) == 0
    subscribe(organisation=new, passport=brought.passport, by=story.member(new, Role.BUYER), now=story.now)
    suspend_passport(passport=brought.passport, reason="Here.", by=story.operator, now=story.now)
    assert tell(story) == 2
    assert len(sentences(old)) == len(sentences(new)) == 1


def test_nothing_is_told_again_when_this_server_passes_the_numbers_of_the_other_one(story, brought):
    brought.change(1)
    follower = brought.follower(2)
    brought.told_up_to(2)
    assert tell(story) == 0
    with connection.cursor() as cursor:
        while reached() <= brought.first + 3:
            cursor.execute("SELECT txid_current()")
    assert tell(story) == 0
    suspend_passport(passport=brought.passport, reason="Later.", by=story.operator, now=story.now)
    brought.passport.refresh_from_db()
    reinstate_passport(passport=brought.passport, reason="Fixed.", by=story.operator, now=story.now)
    assert tell(story) == 2
    assert len(sentences(follower)) == 2


def test_a_cursor_beyond_everything_with_nothing_brought_is_only_a_lost_one(story):
    passport = story.passport()
    subscribe(organisation=story.other_trust, passport=passport, by=story.buyer, now=story.now)
    suspend_passport(passport=passport, reason="Notice 7.", by=story.operator, now=story.now)
    Cursor.objects.create(name="notices", transaction_id=2**62)
    assert [tell(story), tell(story)] == [1, 0]
