"""E-mail by outbox: written as a row, sent by a worker, one transaction for each message.

A row holds the text; the HTML beside it follows from the text when it is sent, so that a million rows stay small.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.template.loader import render_to_string

from compass.foundation.mail_layout import paragraphs
from compass.foundation.mail_line import MailLine, Refusal, ServerUnreachableError
from compass.foundation.models import Email
from compass.foundation.signed_links import signed_link

# A message that the server refuses for good is tried so often, over 13 hours: servers are set up wrongly, too.
MAX_ATTEMPTS = 5
# What a server cannot take now is tried again after a pause, for as long as webhooks are.
PAUSE = timedelta(minutes=15)
PATIENCE = timedelta(days=3)

log = structlog.get_logger(__name__)


def post_email(*, key: str, recipient: str, subject: str, text: str, now: datetime) -> None:
    """Put an e-mail in the outbox, in the caller's transaction; the same key a second time changes nothing."""
    row = Email(key=key, recipient=recipient, subject=subject[:200], text=text, created_at=now, due_at=now)
    Email.objects.bulk_create([row], ignore_conflicts=True)


def withdraw_emails(opt_out: str) -> None:
    """Take out of the outbox what waits under one `opt_out`, or was given up, in the caller's transaction.

    One that a sender has in its hand leaves.
    """
    for state in ({"failed_at": None}, {"failed_at__isnull": False, "dropped_at": None}):  # as the indexes have them
        found = Email.objects.select_for_update(skip_locked=True).filter(opt_out=opt_out, sent_at=None, **state)
        Email.objects.filter(pk__in=list(found.values_list("pk", flat=True))).delete()


# What leaves next: e-mails about what somebody follows in the order of their numbers for each recipient, whatever the
# clock said, none while an earlier one waits for its next try. Any other e-mail is a lane by itself, and goes first.
_DUE = """
    WITH later AS MATERIALIZED (
        SELECT recipient, min(id) AS id FROM foundation_email
        WHERE sent_at IS NULL AND failed_at IS NULL AND due_at > %(now)s AND opt_out <> ''
        GROUP BY recipient
    )
    SELECT email.id, CASE WHEN email.opt_out = '' THEN email.id::text ELSE email.recipient END AS lane
    FROM foundation_email AS email LEFT JOIN later ON later.recipient = email.recipient
    WHERE email.sent_at IS NULL AND email.failed_at IS NULL AND email.due_at <= %(now)s
      AND (email.opt_out = '' OR later.id IS NULL OR later.id > email.id)
      AND CASE WHEN email.opt_out = '' THEN email.id::text ELSE email.recipient END <> ALL(%(held)s)
    ORDER BY CASE WHEN email.opt_out = '' THEN 0 ELSE 1 END, email.id LIMIT %(batch)s
"""


def send_due_emails(*, now: datetime, seconds: float = 50, batch: int = 500) -> int:
    """Send what waits in the outbox, for about so many seconds at most; returns how many left.

    Each message is claimed with SKIP LOCKED and marked in one transaction, so two workers never send the same one.
    A worker killed after the mail left and before the commit leaves one message (the one in its hand) to be sent
    again under the same Message-ID: that is the only doubt there is. While an e-mail about what somebody follows is
    to be tried again, or is in another worker's hand, later ones to the same address wait (at most the days after
    which it is given up), so that none overtakes another. A server that cannot be reached ends the run and costs no
    message anything.
    """
    began, sent = time.monotonic(), 0
    held: set[str] = set()
    with MailLine() as line:
        while time.monotonic() - began < seconds and (due := _due(now, held, batch)):
            for pk, lane in due:
                if lane in held:
                    continue
                if time.monotonic() - began >= seconds:
                    break
                try:
                    outcome = _send(pk, line, now)
                except ServerUnreachableError as error:
                    log.warning("mail_server_unreachable", said=str(error))
                    return sent
                if outcome is None:
                    held.add(lane)
                else:
                    sent += outcome
    return sent


def _due(now: datetime, held: set[str], batch: int) -> list[tuple[int, str]]:
    """Number and lane of what leaves next, without the lanes that wait in this run."""
    with connection.cursor() as cursor:
        cursor.execute(_DUE, {"now": now, "held": list(held), "batch": batch})
        due: list[tuple[int, str]] = cursor.fetchall()
    return due


@transaction.atomic
def _send(pk: int, line: MailLine, now: datetime) -> int | None:
    """Try one e-mail: 1 when it left, 0 when there is nothing more to do with it, None while it goes on waiting.

    Raises ServerUnreachableError, and leaves it as it was.
    """
    email = Email.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
    if email is None:
        return None  # in another worker's hand
    if email.sent_at or email.failed_at:
        return 0
    if email.due_at > now:
        return None  # another worker tried it in the meantime
    refusal = line.hand_over(_message(email))
    if refusal is None:
        email.sent_at, email.attempts, email.outcome = now, email.attempts + 1, ""
    else:
        _judge(email, refusal, now)
    email.save(update_fields=["attempts", "sent_at", "failed_at", "due_at", "outcome"])
    if email.sent_at:
        return 1
    return 0 if email.failed_at else None


def _judge(email: Email, refusal: Refusal, now: datetime) -> None:
    """When to try again, if at all: what is the server's own costs no attempt, and is waited for for days."""
    email.outcome = refusal.words
    email.attempts += refusal.for_good
    email.due_at = now + (timedelta(minutes=5**email.attempts) if refusal.for_good else PAUSE)
    over = email.attempts >= MAX_ATTEMPTS if refusal.for_good else now - email.created_at >= PATIENCE
    if over or refusal.impossible:
        email.failed_at = now


def _message(email: Email) -> EmailMessage:
    """Text and HTML; with a link to stop such e-mails where there is something to stop (RFC 2369, RFC 8058)."""
    domain = settings.SITE_URL.partition("://")[2].partition(":")[0]
    headers = {"Message-ID": f"<{email.key}@{domain}>"}
    text, stop = email.text, ""
    if email.opt_out:
        stop = signed_link(email.opt_out)
        headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        text += f"\nStop these emails: {stop}\n"
    message = EmailMultiAlternatives(email.subject, text, to=[email.recipient], headers=headers)
    said = {
        "subject": email.subject,
        "paragraphs": paragraphs(email.text),
        "stop": stop,
        "demonstration": settings.DEMONSTRATION,
    }
    message.attach_alternative(render_to_string("mail/message.jinja", said, using="jinja2"), "text/html")
    return message


class FolderBackend(BaseEmailBackend):
    """Writes each message as a file named by its Message-ID: sending one twice leaves one file."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.MAIL_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            content = message.message()
            name = "".join(c if c.isalnum() or c in ".-_@" else "-" for c in str(content["Message-ID"]).strip("<>"))
            part = folder / f".{name}.{os.getpid()}"
            part.write_bytes(content.as_bytes())
            part.replace(folder / f"{name}.eml")
        return len(email_messages)
