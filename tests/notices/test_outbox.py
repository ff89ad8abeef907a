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

from compass.foundation.mail import MAX_ATTEMPTS, post_email, send_due_emails
from compass.foundation.models import Email
from tests.factories import NOON
from tests.foundation.racing import at_once

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


def test_a_missing_server_is_tried_again_ever_later_and_given_up_in_the_end(db, no_server):
    post()
    now, waits = NOON, []
    for attempt in range(1, MAX_ATTEMPTS + 1):
        assert send_due_emails(now=now - SECOND) == 0
        assert Email.objects.get().attempts == attempt - 1, "tried before it was due"
        assert send_due_emails(now=now) == 0
        email = Email.objects.get()
        assert (email.attempts, email.sent_at) == (attempt, None)
        assert (email.failed_at is not None) == (attempt == MAX_ATTEMPTS)
        waits.append(email.due_at - now)
        now = email.due_at
    assert waits == sorted(set(waits))
    assert send_due_emails(now=now + timedelta(days=365)) == 0
    assert Email.objects.get().attempts == MAX_ATTEMPTS


def test_a_server_that_comes_back_gets_the_e_mail_then(db, no_server, settings):
    post()
    send_due_emails(now=NOON)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    due = Email.objects.get().due_at
    assert [send_due_emails(now=due - SECOND), send_due_emails(now=due)] == [0, 1]
    assert (Email.objects.get().sent_at, len(mail.outbox)) == (due, 1)


def test_an_e_mail_that_cannot_be_sent_does_not_hold_up_the_others(db):
    post("broken", subject="Wound\nSensor")
    post("whole")
    send_due_emails(now=NOON)
    assert Email.objects.get(key="whole").sent_at == NOON


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
