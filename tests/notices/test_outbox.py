"""E-mails leave the outbox once, are tried again when the server fails, and given up in the end."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection, transaction

from compass.foundation.mail import MAX_ATTEMPTS, PATIENCE, PAUSE, post_email, send_due_emails
from compass.foundation.models import Email
from tests.factories import NOON
from tests.foundation.racing import at_once
from tests.notices.mail_server import HANG_UP, mail_server

ROOT = Path(__file__).resolve().parents[2]
SENDER = "import django; django.setup(); from tests.notices.killed_sender import run; run()"
SECOND = timedelta(seconds=1)


def post(key="one", subject="Subject"):
    post_email(key=key, recipient="ann@nhs.example", subject=subject, text="Text.\n", now=NOON)


@pytest.fixture
def no_server(settings):
    """An SMTP server that is not there: the port was free a moment ago and nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        settings.EMAIL_HOST, settings.EMAIL_PORT = probe.getsockname()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        yield


def test_a_key_is_posted_and_sent_once(db):
    post()
    post(subject="Another")
    assert [send_due_emails(now=NOON), send_due_emails(now=NOON)] == [1, 0]
    (message,) = mail.outbox
    assert (message.subject, message.to) == ("Subject", ["ann@nhs.example"])
    assert message.extra_headers["Message-ID"].startswith("<one@")


def test_what_is_rolled_back_is_never_sent(db):
    with transaction.atomic():
        post()
        transaction.set_rollback(True)
    post("two")
    assert send_due_emails(now=NOON) == 1


@pytest.fixture
def server(settings):
    """A mail server that takes everything, unless the test says otherwise."""
    with mail_server() as listening:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", listening.port
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        yield listening


def test_a_server_that_is_away_for_days_costs_no_message_anything(db, no_server, settings):
    post("one")
    post("two")
    for hours in (0, 1, 24, 100):
        assert send_due_emails(now=NOON + timedelta(hours=hours)) == 0
    assert set(Email.objects.values_list("attempts", "due_at", "failed_at")) == {(0, NOON, None)}
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_due_emails(now=NOON + timedelta(hours=101)) == 2


@pytest.mark.parametrize("status", [450, 451, HANG_UP])
def test_what_a_server_cannot_take_now_is_tried_for_three_days_and_then_given_up(db, server, status):
    server.answer = lambda recipient: status
    post()
    for now in (NOON, NOON + PAUSE, NOON + PATIENCE):
        email = Email.objects.get()
        assert (email.attempts, email.failed_at) == (0, None)
        assert send_due_emails(now=now) == 0
    email = Email.objects.get()
    assert (email.attempts, email.failed_at) == (0, NOON + PATIENCE)
    assert ("as told" in email.outcome) == bool(status)
    assert send_due_emails(now=NOON + timedelta(days=365)) == 0


def test_a_message_that_is_refused_for_good_is_tried_ever_later_and_given_up(db, server):
    server.answer = lambda recipient: 550
    post()
    now, waits = NOON, []
    for attempt in range(1, MAX_ATTEMPTS + 1):
        assert send_due_emails(now=now - SECOND) == 0
        assert Email.objects.get().attempts == attempt - 1, "tried before it was due"
        assert send_due_emails(now=now) == 0
        email = Email.objects.get()
        assert (email.attempts, email.sent_at, email.outcome) == (attempt, None, "550 as told")
        assert (email.failed_at is not None) == (attempt == MAX_ATTEMPTS)
        waits.append(email.due_at - now)
        now = email.due_at
    assert waits == sorted(set(waits))


def test_one_line_is_kept_and_a_server_that_ends_it_after_some_messages_gets_the_next_on_a_new_one(db, server):
    for n in range(5):
        post_email(key=f"mail-{n}", recipient=f"n{n}@nhs.example", subject="S", text="T\n", now=NOON)
    ended = "n2@nhs.example"

    def answer(recipient):
        nonlocal ended
        if recipient == ended:
            ended = ""
            return 421
        return 250

    server.answer = answer
    assert send_due_emails(now=NOON) == 5
    assert (len(server.taken), server.lines) == (5, 2)


def test_a_run_sends_all_that_is_due_and_what_stands_alone_first(db):
    for n in range(7):
        follow_mail(n, due=NOON, recipient=f"n{n % 2}@nhs.example")
    post("sign-in", subject="sign-in")
    assert send_due_emails(now=NOON, batch=2) == 8
    assert [message.subject for message in mail.outbox] == ["sign-in", *map(str, range(7))]


def test_a_server_that_comes_back_gets_the_e_mail_then(db, no_server, settings):
    post()
    send_due_emails(now=NOON)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert [send_due_emails(now=NOON + SECOND), send_due_emails(now=NOON + SECOND)] == [1, 0]
    assert (Email.objects.get().sent_at, len(mail.outbox)) == (NOON + SECOND, 1)


def test_an_e_mail_that_cannot_be_sent_does_not_hold_up_the_others(db):
    post("broken", subject="Wound\nSensor")
    post("whole")
    send_due_emails(now=NOON)
    assert Email.objects.get(key="whole").sent_at == NOON


def follow_mail(n, *, due, recipient="ann@nhs.example", attempts=0):
    return Email.objects.create(
        key=f"notice-{n}", recipient=recipient, subject=f"{n}", text="Text.\n", opt_out="unsubscribe/follow-1",
        created_at=due, due_at=due, attempts=attempts,
    )  # fmt: skip


@pytest.mark.parametrize("attempts", [0, 1], ids=["clock set back", "tried again later"])
def test_no_e_mail_about_what_somebody_follows_overtakes_an_earlier_one_to_them(db, attempts):
    follow_mail(1, due=NOON + timedelta(hours=1), attempts=attempts)
    follow_mail(2, due=NOON)
    follow_mail(3, due=NOON, recipient="bob@nhs.example")
    post("sign-in", subject="sign-in")
    assert send_due_emails(now=NOON) == 2
    assert {message.subject for message in mail.outbox} == {"3", "sign-in"}, "neither others nor other e-mails wait"
    assert send_due_emails(now=NOON + timedelta(hours=1)) == 2
    assert [message.subject for message in mail.outbox[2:]] == ["1", "2"]


def test_an_e_mail_that_was_given_up_lets_the_later_ones_go(db):
    broken = follow_mail(1, due=NOON)
    Email.objects.filter(pk=broken.pk).update(subject="Wound\nSensor")
    follow_mail(2, due=NOON)
    assert send_due_emails(now=NOON) == 1
    assert [message.subject for message in mail.outbox] == ["2"]


def test_a_failed_e_mail_holds_back_the_later_ones_of_the_same_run(db, server):
    server.answer = lambda recipient: 550 if recipient.startswith("ann") else 250
    follow_mail(1, due=NOON)
    follow_mail(2, due=NOON)
    follow_mail(3, due=NOON, recipient="bob@nhs.example")
    assert send_due_emails(now=NOON, batch=1) == 1
    assert list(Email.objects.order_by("id").values_list("attempts", flat=True)) == [1, 0, 1]


@pytest.mark.django_db(transaction=True)
def test_a_second_sender_does_not_overtake_the_one_with_an_e_mail_in_its_hand(settings):
    settings.EMAIL_BACKEND = "compass.foundation.mail.FolderBackend"
    first = follow_mail(1, due=NOON)
    follow_mail(2, due=NOON)
    follow_mail(3, due=NOON, recipient="bob@nhs.example")
    with transaction.atomic():
        Email.objects.select_for_update().get(pk=first.pk)
        assert at_once(lambda: send_due_emails(now=NOON)) == [1]
    assert send_due_emails(now=NOON) == 2


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_send_each_once(settings):
    settings.EMAIL_BACKEND = "compass.foundation.mail.FolderBackend"
    for n in range(6):
        post(f"mail-{n}")
    assert sum(at_once(*[lambda: send_due_emails(now=NOON)] * 2)) == 6
    assert len(list(settings.MAIL_DIR.iterdir())) == 6
    assert set(Email.objects.values_list("attempts", flat=True)) == {1}


@pytest.mark.django_db(transaction=True)
def test_a_sender_killed_between_sending_and_marking_leaves_no_second_message(settings):
    for n in range(3):
        post(f"mail-{n}")
    folder = settings.MAIL_DIR
    killed = subprocess.run(
        [sys.executable, "-c", SENDER, connection.settings_dict["NAME"], str(folder)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    (left,) = folder.iterdir()
    assert Email.objects.filter(sent_at=None, attempts=0).count() == 3, "nothing of it was committed"

    settings.EMAIL_BACKEND = "compass.foundation.mail.FolderBackend"
    assert send_due_emails(now=NOON) == 3
    files = sorted(folder.iterdir())
    assert len(files) == 3
    assert left in files
    assert Email.objects.exclude(sent_at=None).count() == 3
