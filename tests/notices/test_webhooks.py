"""Webhooks: signed so that others' libraries believe them, in order, tried for three days, given up, sent again."""

from __future__ import annotations

import json
import socket
import threading
import time
from datetime import timedelta
from itertools import pairwise
from typing import NamedTuple

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from compass.accounts.models import User
from compass.foundation import clock
from compass.foundation.errors import Invalid, NotAllowed, Refused
from compass.foundation.models import Change, Email
from compass.notices.models import Endpoint, Notice, WebhookDelivery
from compass.notices.operations import send_webhooks
from compass.notices.operations.fan_out import tell_followers
from compass.notices.operations.paused_webhooks import tell_of_paused_webhooks
from compass.notices.operations.send_webhooks import send_due_webhooks
from compass.notices.operations.subscriptions import subscribe
from compass.notices.operations.webhooks import (
    MOST,
    add_endpoint,
    confirm_endpoint,
    remove_endpoint,
    replay_dead,
    send_test,
)
from compass.notices.webhooks import connections, lookups
from compass.notices.webhooks.connections import Outcome
from compass.notices.webhooks.lanes import PAUSE, SHARE, Lanes
from compass.notices.webhooks.messages import WAITS
from tests.factories import NOON
from tests.foundation.racing import PATIENCE, at_once
from tests.notices.receiver import receiving
from tests.operators import reinstate_passport, suspend_passport
from tests.story import Story
from trusts.models import Member, Role

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)


class Message(NamedTuple):
    """As a delivery, for lanes alone."""

    id: int
    endpoint_id: int
    passport_id: int | None
    attempts: int = 0


@pytest.fixture
def story(db, settings):
    settings.WEBHOOKS_TO_THIS_MACHINE = True
    return Story(now=clock.now())


@pytest.fixture
def receiver():
    with receiving() as listening:
        yield listening


def hooked(story, address):
    """An endpoint of the other trust and its secret; the trust follows the passport."""
    passport = story.passport()
    subscribe(organisation=story.other_trust, passport=passport, by=story.buyer, now=story.now)
    endpoint, secret = add_endpoint(organisation=story.other_trust, address=address, by=story.buyer, now=story.now)
    return passport, endpoint, secret


def happen(story, passport, times: int = 1):
    """So many changes of the verdict, told."""
    for n in range(times):
        change = suspend_passport if n % 2 == 0 else reinstate_passport
        change(passport=passport, reason=f"Reason {n}.", by=story.operator, now=story.now)
        passport.refresh_from_db()
    tell_followers(now=story.now)


def test_a_message_is_signed_as_the_standard_says_and_speaks_of_the_passport(story, receiver):
    passport, _, secret = hooked(story, receiver.address)
    happen(story, passport)
    assert [send_due_webhooks(now=clock.now()), send_due_webhooks(now=clock.now())] == [1, 0]
    ((headers, body),) = receiver.arrived
    assert Webhook(secret).verify(body, headers) == json.loads(body)
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body.replace(b"SUSPENDED", b"VALID"), headers)
    said = json.loads(body)
    assert said["type"] == "passport.verdict_changed"
    assert {said["data"][key] for key in ("passport", "to", "told_to")} == {
        passport.number,
        "SUSPENDED",
        story.other_trust.ods_code,
    }
    assert WebhookDelivery.objects.get().delivered_at is not None


def test_messages_about_one_passport_arrive_in_order_on_kept_connections_and_others_go_past_a_failure(story, receiver):
    passport, _, _ = hooked(story, receiver.address)
    other = Story(now=story.now, name="Another")
    for shared in ("other_trust", "buyer", "operator", "trust", "panel", "seats", "lead"):
        setattr(other, shared, getattr(story, shared))
    also = other.passport()
    subscribe(organisation=story.other_trust, passport=also, by=story.buyer, now=story.now)
    happen(story, passport, 3)
    happen(other, also, 2)
    first, *_ = WebhookDelivery.objects.order_by("id")
    receiver.answer = lambda headers: 503 if headers["webhook-id"] == first.message_id else 204
    assert send_due_webhooks(now=story.now + HOUR) == 2, "those of the other passport"
    receiver.answer = lambda headers: 204
    assert send_due_webhooks(now=story.now + HOUR) == 0, "the others wait for their turn"
    assert send_due_webhooks(now=story.now + HOUR + WAITS[0]) == 3
    mine = [f"msg_{d.pk}" for d in WebhookDelivery.objects.filter(passport=passport).order_by("id")]
    assert [i for i in receiver.ids if i in mine] == [first.message_id, *mine]
    assert receiver.connections <= 4


def test_messages_about_searches_and_needs_arrive_in_order_and_a_test_waits_for_none(story, receiver):
    _, endpoint, _ = hooked(story, receiver.address)
    for number in range(3):
        change = Change.objects.create(
            kind="search_matched", subject="saved search", subject_id=number, sentence=f"Found {number}.",
            data={"address": "/saved-searches/x/", "title": "x"}, occurred_at=story.now,
        )  # fmt: skip
        notice = Notice.objects.create(
            change=change, organisation=story.other_trust, recipient=story.buyer, created_at=story.now
        )
        WebhookDelivery.objects.create(endpoint=endpoint, notice=notice, created_at=story.now, due_at=story.now)
    first, *_ = mine = [delivery.message_id for delivery in WebhookDelivery.objects.order_by("id")]
    receiver.answer = lambda headers: 503 if headers["webhook-id"] == first else 204
    assert send_due_webhooks(now=story.now + HOUR) == 0
    receiver.answer = lambda headers: 204
    WebhookDelivery.objects.filter(attempts=0).update(due_at=story.now)
    assert send_due_webhooks(now=story.now + HOUR) == 0, "the others wait for their turn"
    trial = WebhookDelivery.objects.create(endpoint=endpoint, created_at=story.now, due_at=story.now)
    assert send_due_webhooks(now=story.now + HOUR) == 1
    assert receiver.ids == [first, trial.message_id]
    assert send_due_webhooks(now=story.now + HOUR + WAITS[0]) == 3
    assert receiver.ids == [first, trial.message_id, *mine]


def test_a_failing_receiver_is_tried_ever_later_for_three_days_given_up_and_replayed(story, receiver):
    passport, endpoint, _ = hooked(story, receiver.address)
    happen(story, passport)
    receiver.answer = lambda headers: 500
    now, times = story.now, []
    while not WebhookDelivery.objects.get().dead_at:
        assert send_due_webhooks(now=now) == 0
        times.append(now)
        now = max(WebhookDelivery.objects.get().due_at, now)
    waits = [later - earlier for earlier, later in pairwise(times)]
    assert waits == sorted(waits)
    assert timedelta(days=2, hours=20) < times[-1] - times[0] < timedelta(days=3, hours=6)
    assert len(receiver.ids) == len(WAITS) + 1
    assert WebhookDelivery.objects.get().outcome == "HTTP 500"
    receiver.answer = lambda headers: 204
    assert send_due_webhooks(now=now + timedelta(days=30)) == 0
    with pytest.raises(NotAllowed):
        replay_dead(endpoint=endpoint, by=story.maker, now=now)
    assert replay_dead(endpoint=endpoint, by=story.buyer, now=now) == 1
    assert send_due_webhooks(now=now) == 1
    assert set(receiver.ids) == {WebhookDelivery.objects.get().message_id}, "a second arrival is known by its id"


def test_a_receiver_that_wants_no_more_is_believed_at_once(story, receiver):
    passport, _, _ = hooked(story, receiver.address)
    happen(story, passport)
    receiver.answer = lambda headers: 410
    send_due_webhooks(now=story.now)
    assert WebhookDelivery.objects.get().dead_at == story.now


def test_redirects_are_not_followed(story, receiver):
    passport, _, _ = hooked(story, receiver.address)
    happen(story, passport)
    receiver.answer = lambda headers: 307
    send_due_webhooks(now=story.now)
    assert WebhookDelivery.objects.get().outcome == "HTTP 307"
    assert len(receiver.arrived) == 1


def test_a_silent_receiver_holds_up_nobody_else(story, receiver, monkeypatch):
    monkeypatch.setattr(connections, "STEP", 0.3)
    passport, good, _ = hooked(story, receiver.address)
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        address = f"http://127.0.0.1:{deaf.getsockname()[1]}/"
        silent, _ = add_endpoint(organisation=story.other_trust, address=address, by=story.buyer, now=story.now)
        happen(story, passport)
        send_test(endpoint=silent, by=story.buyer, now=story.now)
        assert send_due_webhooks(now=story.now) == 1
    assert good.deliveries.get().delivered_at is not None
    notice, trial = silent.deliveries.order_by("id")
    assert "No answer" in notice.outcome + trial.outcome
    assert min(notice.due_at, trial.due_at) > story.now
    assert max(notice.due_at, trial.due_at) <= story.now + PAUSE


def test_a_host_name_that_is_never_found_holds_up_nobody_else(story, receiver, monkeypatch):
    """Its owner also runs the server that answers for its name, and that one keeps silent."""
    monkeypatch.setattr(lookups, "LOOK_UP", 0.3)
    passport, good, _ = hooked(story, receiver.address)
    hostile, _ = add_endpoint(
        organisation=story.other_trust, address="https://hook.maker.example/", by=story.buyer, now=story.now
    )
    happen(story, passport, 3)
    for _ in range(3):
        send_test(endpoint=hostile, by=story.buyer, now=story.now)
    asked, answered, outside = [], threading.Event(), socket.getaddrinfo

    def look_up(host, *args, **kwargs):
        if host != "hook.maker.example":
            return outside(host, *args, **kwargs)
        asked.append(host)
        answered.wait(30)
        raise OSError

    with monkeypatch.context() as system:
        system.setattr(socket, "getaddrinfo", look_up)
        began = time.monotonic()
        assert send_due_webhooks(now=story.now) == 3
        assert time.monotonic() - began < 5
        assert send_due_webhooks(now=story.now) == 0, "what waits for it is left alone"
        answered.set()
    assert good.deliveries.filter(delivered_at=None).count() == 0
    assert len(asked) == 1, "one question at a time about a host"
    assert "in time" in hostile.deliveries.latest("attempts").outcome
    assert min(hostile.deliveries.values_list("due_at", flat=True)) > story.now


def test_whatever_waits_for_a_silent_receiver_is_left_alone_after_one_try(story, monkeypatch):
    monkeypatch.setattr(send_webhooks, "BATCH", 4)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{probe.getsockname()[1]}/"
    endpoint, _ = add_endpoint(organisation=story.other_trust, address=address, by=story.buyer, now=story.now)
    for _ in range(20):
        send_test(endpoint=endpoint, by=story.buyer, now=story.now)
    assert send_due_webhooks(now=story.now) == 0
    assert endpoint.deliveries.filter(attempts=0).count() == 19
    assert endpoint.deliveries.filter(due_at=story.now + PAUSE).count() == 16
    assert not endpoint.deliveries.filter(due_at__lte=story.now).exists()


def test_a_receiver_that_drips_its_answer_is_cut_off(story, monkeypatch):
    monkeypatch.setattr(connections, "WHOLE", 0.5)
    with socket.socket() as dripping:
        dripping.bind(("127.0.0.1", 0))
        dripping.listen()

        def drip():
            line, _ = dripping.accept()
            with line:
                try:
                    for _ in range(200):
                        line.sendall(b"x")
                        time.sleep(0.05)
                except OSError:
                    return

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        passport, _, _ = hooked(story, f"http://127.0.0.1:{dripping.getsockname()[1]}/")
        happen(story, passport)
        began = time.monotonic()
        assert send_due_webhooks(now=story.now) == 0
        assert time.monotonic() - began < 5
        thread.join(5)
    assert WebhookDelivery.objects.get().delivered_at is None


@pytest.mark.parametrize("number", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00::1", "168.63.129.16"])
def test_a_host_name_that_stands_for_a_private_machine_is_not_connected_to(story, settings, monkeypatch, number):
    settings.WEBHOOKS_TO_THIS_MACHINE = False
    passport, _, _ = hooked(story, "https://hook.maker.example/")
    happen(story, passport)
    family = socket.AF_INET6 if ":" in number else socket.AF_INET
    found = [(family, socket.SOCK_STREAM, 6, "", (number, 443))]
    connected = []
    with monkeypatch.context() as outside:
        outside.setattr(socket, "getaddrinfo", lambda host, *args, **kwargs: found)
        outside.setattr(socket, "create_connection", lambda *args, **kwargs: connected.append(args))
        send_due_webhooks(now=story.now)
    assert connected == []
    assert "not public" in WebhookDelivery.objects.get().outcome


def test_the_machine_that_was_judged_is_the_one_connected_to(story, settings, monkeypatch):
    """A second look-up that answers otherwise changes nothing: the connection goes to the number."""
    settings.WEBHOOKS_TO_THIS_MACHINE = False
    passport, _, _ = hooked(story, "https://hook.maker.example/")
    happen(story, passport)
    answers = iter(["93.184.215.14", "127.0.0.1"])
    connected = []

    def look_up(host, *args, **kwargs):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), 443))]

    def connect(address, *args, **kwargs):
        connected.append(address)
        raise OSError

    with monkeypatch.context() as outside:
        outside.setattr(socket, "getaddrinfo", look_up)
        outside.setattr(socket, "create_connection", connect)
        send_due_webhooks(now=story.now)
    assert connected == [("93.184.215.14", 443)]


def test_a_receiver_that_answers_late_holds_up_nobody_else(story, receiver):
    _, quick, _ = hooked(story, receiver.address)
    with receiving() as late:
        slow, _ = add_endpoint(organisation=story.other_trust, address=late.address, by=story.buyer, now=story.now)
        WebhookDelivery.objects.bulk_create(
            WebhookDelivery(endpoint=slow, created_at=story.now, due_at=story.now)
            for _ in range(send_webhooks.BATCH + 9)
        )
        for _ in range(30):
            send_test(endpoint=quick, by=story.buyer, now=story.now)
        all_there = threading.Event()
        receiver.answer = lambda headers: all_there.set() or 204 if len(receiver.arrived) == 30 else 204
        late.answer = lambda headers: 204 if all_there.wait(10) else 500
        assert send_due_webhooks(now=story.now) == 30 + send_webhooks.BATCH + 9


def test_an_endpoint_with_many_lanes_takes_no_more_than_its_share_of_the_threads():
    """What stands in its own lane each, and an endpoint that answers when the other one has all its messages."""
    go, began = threading.Event(), []

    def attempt(message, at):
        if message.endpoint_id == 1:
            began.append(message.id)
            assert go.wait(PATIENCE)
        return Outcome(204, "HTTP 204")

    messages = [Message(n, 1 if n < 40 else 2, n) for n in range(60)]
    with Lanes(attempt, NOON) as lanes:
        lanes.add(messages)
        marks = []
        while len(marks) < 20:
            marks += lanes.take(20)
        assert {mark.id for mark in marks} == set(range(40, 60))
        assert len(began) == SHARE
        lanes.stop()
        assert set(lanes.flying) == set(began), "the rest comes back as it was"
        go.set()
        marks = []
        while lanes.flying:
            marks += lanes.take(60)
        assert {mark.id for mark in marks} == set(began)


def test_a_webhook_is_paused_when_its_person_left_and_goes_on_when_a_colleague_confirms_it(story, receiver):
    passport, endpoint, _ = hooked(story, receiver.address)
    stays, outsider = story.member(story.other_trust, Role.BUYER), story.member(story.trust, Role.BUYER)
    assert tell_of_paused_webhooks(now=story.now) == 0
    with pytest.raises(Refused, match="not paused"):
        confirm_endpoint(endpoint=endpoint, by=stays, now=story.now)
    Member.objects.filter(person=story.buyer).update(role=Role.NOMINATOR)
    happen(story, passport)
    assert send_due_webhooks(now=story.now + HOUR) == 0
    assert receiver.arrived == []
    assert [tell_of_paused_webhooks(now=story.now), tell_of_paused_webhooks(now=story.now)] == [1, 0]
    email = Email.objects.get(key__startswith="webhook-")
    assert (email.recipient, f"/webhooks/{endpoint.pk}/" in email.text) == (stays.email, True)
    for person in (outsider, story.buyer):
        with pytest.raises(NotAllowed):
            confirm_endpoint(endpoint=endpoint, by=person, now=story.now)
    with pytest.raises(Refused, match="is paused"):
        send_test(endpoint=endpoint, by=stays, now=story.now)
    confirm_endpoint(endpoint=endpoint, by=stays, now=story.now)
    assert send_due_webhooks(now=story.now + HOUR) == 1, "what waited"


def test_the_pages_say_that_a_webhook_is_paused_and_who_confirms_it(story, client):
    endpoint, _ = add_endpoint(
        organisation=story.other_trust, address="https://hook.maker.example/", by=story.buyer, now=story.now
    )
    stays = story.member(story.other_trust, Role.BUYER)
    client.force_login(stays)
    page, confirm = f"/webhooks/{endpoint.pk}/", f"/webhooks/{endpoint.pk}/confirm/"
    assert "paused" not in client.get(page).text + client.get("/webhooks/").text
    User.objects.filter(pk=story.buyer.pk).update(is_active=False)
    assert "This webhook is paused." in client.get(page).text
    assert "It is paused until you confirm it." in client.get("/webhooks/").text
    assert client.post(confirm)["Location"] == page
    assert "paused" not in client.get(page).text
    assert str(stays) in client.get(page).text
    assert client.post(confirm).status_code == 409


def test_two_senders_at_once_send_each_once(story, receiver):
    passport, endpoint, _ = hooked(story, receiver.address)
    for _ in range(20):
        send_test(endpoint=endpoint, by=story.buyer, now=story.now)
    happen(story, passport, 5)
    assert sum(at_once(*[lambda: send_due_webhooks(now=story.now)] * 3)) == 25
    assert len(receiver.ids) == len(set(receiver.ids)) == 25


def test_only_its_own_buyers_add_try_and_remove(story, receiver):
    with pytest.raises(NotAllowed):
        add_endpoint(organisation=story.other_trust, address=receiver.address, by=story.lead, now=story.now)
    endpoint, _ = add_endpoint(organisation=story.other_trust, address=receiver.address, by=story.buyer, now=story.now)
    for deed in (send_test, remove_endpoint):
        with pytest.raises(NotAllowed):
            deed(endpoint=endpoint, by=story.lead, now=story.now)
    send_test(endpoint=endpoint, by=story.buyer, now=story.now)
    remove_endpoint(endpoint=endpoint, by=story.buyer, now=story.now)
    assert send_due_webhooks(now=story.now + HOUR) == 0, "what waited is not sent any more"
    endpoint.refresh_from_db()
    with pytest.raises(Refused):
        send_test(endpoint=endpoint, by=story.buyer, now=story.now)


def test_addresses_are_refused_beyond_a_number_twice_or_in_the_wrong_form(story):
    given = {"organisation": story.other_trust, "by": story.buyer, "now": story.now}
    with pytest.raises(Invalid, match="https://"):
        add_endpoint(address="http://maker.example/", **given)
    for n in range(MOST):
        add_endpoint(address=f"https://maker.example/{n}", **given)
    for address in ("https://maker.example/1", "https://maker.example/more"):
        with pytest.raises(Refused):
            add_endpoint(address=address, **given)
    remove_endpoint(endpoint=Endpoint.objects.earliest("id"), by=story.buyer, now=story.now)
    add_endpoint(address="https://maker.example/0", **given)


def test_the_secret_is_not_in_the_database_and_a_lost_key_says_so(story, receiver, settings):
    passport, endpoint, secret = hooked(story, receiver.address)
    assert secret.removeprefix("whsec_") not in endpoint.sealed_secret
    happen(story, passport)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 10
    assert send_due_webhooks(now=clock.now()) == 1
    Webhook(secret).verify(receiver.arrived[0][1], receiver.arrived[0][0])
    settings.SECRET_KEY_FALLBACKS = []
    send_test(endpoint=endpoint, by=story.buyer, now=story.now)
    send_due_webhooks(now=clock.now())
    assert "secret cannot be read" in WebhookDelivery.objects.latest("id").outcome
