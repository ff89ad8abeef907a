"""Redis is restarted, beat runs twice, workers die in the middle of a send: everybody has everything, once, in order.

A real Celery worker runs the tasks of `compass.watch`. `make faults` is the long form.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection
from kombu import Connection
from kombu.exceptions import OperationalError

from compass.celery import app
from compass.foundation.history import record_change
from compass.foundation.models import Email
from compass.notices.models import Notice, WebhookDelivery
from compass.notices.operations.fan_out import tell_followers
from compass.notices.operations.send_webhooks import BATCH, send_due_webhooks
from compass.notices.operations.subscriptions import subscribe
from compass.notices.operations.webhooks import add_endpoint
from tests.factories import NOON, OrganisationFactory, PersonFactory
from tests.foundation.racing import at_once
from tests.notices.killed_workers import LOG
from tests.notices.own_redis import own_redis
from tests.notices.receiver import receiving
from tests.story import Story
from trusts.models import Member, Role

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]
FAULTS = max(1, int(os.environ.get("COMPASS_KILLS", "10")) // 10)  # of each kind: Redis, and the worker
FOLLOWERS = 3
PATIENCE = 60.0  # seconds until all has arrived after the last fault
COMMAND = "import django; django.setup(); from tests.notices.celery_worker import run; run()"
TICK_EVERY = 0.3  # seconds: slow enough for a busy machine to keep up with
TICK = "compass.watch.tasks.publish_notices"


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
    changes = [change(passports, n) for n in range(10 * FAULTS)]
    told = at_once(*[lambda: tell_followers(now=NOON, batch=3)] * 2)
    assert sum(told) == Notice.objects.filter(change__in=changes).count() == len(changes) * FOLLOWERS
    of_ours = list(Notice.objects.order_by("id").values_list("change_id", flat=True))
    assert [pk for pk in of_ours if pk in changes] == [pk for pk in changes for _ in range(FOLLOWERS)]
    waiting = WebhookDelivery.objects.count()
    assert sum(at_once(*[lambda: send_due_webhooks(now=NOON)] * 2)) == waiting == len(receiver.ids)
    assert in_order(receiver)


@contextmanager
def working(url, folder):
    """A worker with its processes, killed together at the end of the block."""
    worker = subprocess.Popen(
        [sys.executable, "-c", COMMAND, connection.settings_dict["NAME"], str(folder)],
        cwd=ROOT, env=os.environ | {"REDIS_URL": url}, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield worker
    finally:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


def beat_twice(url):
    """Two beats at the same moment; a broker that is away loses both, as it would from a real one."""
    with Connection(url, transport_options={"socket_connect_timeout": 1, "max_retries": 0}) as broker:
        for _ in range(2):
            try:
                app.send_task(TICK, connection=broker, retry=False)
            except (OperationalError, OSError):
                return


def everything_left():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM foundation_change WHERE kind = 'verdict_changed'")
        wanted = cursor.fetchone()[0] * FOLLOWERS
    told = Notice.objects.filter(change__kind="verdict_changed").count()
    waits = Email.objects.filter(sent_at=None, key__startswith="notice-").exists()
    return told == wanted and not waits and not WebhookDelivery.objects.filter(delivered_at=None).exists()


def test_redis_is_restarted_and_workers_are_killed_while_beat_runs_twice(passports, receiver, tmp_path):
    chance, folder = random.Random(4), tmp_path / "mail"
    folder.mkdir()
    changes, n = [], 0
    with own_redis(tmp_path / "redis") as broker:
        for _ in range(FAULTS):
            with working(broker.url, folder):
                for restart in (True, False):
                    arrived = len(receiver.ids)
                    for _ in range(20):
                        changes.append(change(passports, n))
                        n += 1
                    deadline = time.monotonic() + PATIENCE
                    while len(receiver.ids) == arrived:  # the fault comes while this is on its way
                        assert time.monotonic() < deadline, "the worker does nothing"
                        beat_twice(broker.url)
                        time.sleep(TICK_EVERY)
                    time.sleep(chance.uniform(0, 0.1))
                    if restart:
                        broker.kill()
                        beat_twice(broker.url)
                        broker.start()
            # The end of the block killed the worker in the middle of what the last changes had started.
        with working(broker.url, folder):
            deadline = time.monotonic() + PATIENCE
            while not everything_left():
                assert time.monotonic() < deadline, "something never left"
                beat_twice(broker.url)
                time.sleep(TICK_EVERY)

    assert Notice.objects.filter(change__in=changes).count() == len(changes) * FOLLOWERS
    left = [line for line in (folder / LOG).read_text().splitlines() if "<notice-" in line]
    people = Member.objects.filter(role=Role.BUYER, person__email__in=Email.objects.values("recipient"))
    wanted = {(pk, person) for pk in changes for person in people.values_list("person_id", flat=True)}
    arrived = [tuple(map(int, line.removeprefix("<notice-").partition("@")[0].split("-"))) for line in left]
    assert set(arrived) == wanted
    assert len(wanted) == len(changes) * FOLLOWERS
    again = sum(count - 1 for count in Counter(arrived).values())
    assert again <= 2 * FAULTS, "one e-mail in the hand of each of the two processes that were killed"
    for person in {person for _, person in wanted}:
        theirs = list(dict.fromkeys(pk for pk, whose in arrived if whose == person))
        assert theirs == sorted(theirs)
    assert {int(found.removeprefix("msg_")) for found in receiver.ids} == set(
        WebhookDelivery.objects.values_list("id", flat=True)
    )
    assert len(receiver.ids) - len(set(receiver.ids)) <= 2 * FAULTS * BATCH
    assert in_order(receiver)
