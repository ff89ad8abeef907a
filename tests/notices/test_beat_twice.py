"""Beat runs twice: the same fan-out and the same sending at the same moment. Everybody has everything, once, in order.

`make faults` is the long form.
"""

from __future__ import annotations

import os
from collections import defaultdict

import pytest

from compass.foundation.history import record_change
from compass.notices.models import Notice, WebhookDelivery
from compass.notices.operations.fan_out import tell_followers
from compass.notices.operations.send_webhooks import send_due_webhooks
from compass.notices.operations.subscriptions import subscribe
from compass.notices.operations.webhooks import add_endpoint
from tests.factories import NOON, OrganisationFactory, PersonFactory
from tests.foundation.racing import at_once
from tests.notices.receiver import receiving
from tests.story import Story
from trusts.models import Member, Role

pytestmark = pytest.mark.django_db(transaction=True)
CHANGES = int(os.environ.get("COMPASS_KILLS", "10"))
FOLLOWERS = 3


@pytest.fixture
def passports(db):
    """Two passports that three organisations follow, each written to at once."""
    found = [Story().passport(), Story(name="Another").passport()]
    for _ in range(FOLLOWERS):
        organisation, person = OrganisationFactory(), PersonFactory()
        Member.objects.create(organisation=organisation, person=person, role=Role.BUYER)
        subscribe(organisation=organisation, by=person, now=NOON)
    return found


@pytest.fixture
def receiver(settings, passports):
    """Where one of the organisations has its webhooks sent."""
    settings.WEBHOOKS_TO_THIS_MACHINE = True
    member = Member.objects.filter(role=Role.BUYER).latest("id")
    with receiving() as receiver:
        add_endpoint(organisation=member.organisation, address=receiver.address, by=member.person, now=NOON)
        yield receiver


def change(passports, n):
    return record_change(
        "verdict_changed", passports[n % 2], f"Change {n}.", by=None, now=NOON, data={"to": "EXPIRED"}
    ).pk


def in_order(receiver):
    """The deliveries of each passport as they first arrived are in the order in which they were written."""
    lanes = defaultdict(list)
    passport_of = dict(WebhookDelivery.objects.values_list("id", "passport_id"))
    for pk in dict.fromkeys(int(found.removeprefix("msg_")) for found in receiver.ids):
        lanes[passport_of[pk]].append(pk)
    return len(lanes) == 2 and all(lane == sorted(lane) for lane in lanes.values())


def test_the_same_fan_out_and_the_same_sending_twice_at_once(passports, receiver):
    changes = [change(passports, n) for n in range(CHANGES)]
    told = at_once(*[lambda: tell_followers(now=NOON, batch=3)] * 2)
    assert sum(told) == Notice.objects.filter(change__in=changes).count() == len(changes) * FOLLOWERS
    of_ours = list(Notice.objects.order_by("id").values_list("change_id", flat=True))
    assert [pk for pk in of_ours if pk in changes] == [pk for pk in changes for _ in range(FOLLOWERS)]
    waiting = WebhookDelivery.objects.count()
    assert sum(at_once(*[lambda: send_due_webhooks(now=NOON)] * 2)) == waiting == len(receiver.ids)
    assert in_order(receiver)
