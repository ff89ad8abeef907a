"""E-mail by outbox: written as a row, sent by a worker, one transaction for each message.

A row holds the text; the HTML beside it follows from the text when it is sent, so that a million rows stay small.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.template.loader import render_to_string

from compass.foundation.mail_layout import paragraphs
from compass.foundation.models import Email
from compass.foundation.signed_links import signed_link

MAX_ATTEMPTS = 5


def post_email(*, key: str, recipient: str, subject: str, text: str, now: datetime) -> None:
    """Put an e-mail in the outbox, in the caller's transaction; the same key a second time changes nothing."""
    row = Email(key=key, recipient=recipient, subject=subject[:200], text=text, created_at=now, due_at=now)
    Email.objects.bulk_create([row], ignore_conflicts=True)


# What waits, each lane in the order of ids whatever the clock said: the latest time of all before it counts. E-mails
# about what somebody follows are one lane for each recipient; any other e-mail is a lane by itself and waits for none.
_DUE = """
    SELECT id, lane FROM (
        SELECT id, lane, max(due_at) OVER (PARTITION BY lane ORDER BY id) AS ready_at
        FROM (
            SELECT id, due_at, CASE WHEN opt_out = '' THEN id::text ELSE recipient END AS lane
            FROM foundation_email WHERE sent_at IS NULL AND failed_at IS NULL
        ) AS waiting
    ) AS placed
    WHERE ready_at <= %s ORDER BY ready_at, id LIMIT %s
"""


def send_due_emails(*, now: datetime, limit: int = 500) -> int:
    """Send what waits in the outbox, oldest first; returns how many left.

    Each message is claimed with SKIP LOCKED and marked in one transaction, so two workers never send the same one.
    A worker killed after the mail left and before the commit leaves one message (the one in its hand) to be sent
    again under the same Message-ID: that is the only doubt there is. While an e-mail about what somebody follows is
    to be tried again, or is in another worker's hand, later ones to the same address wait (at most the 13 hours after
    which it is given up), so that none overtakes another.
    """
    mailer = get_connection()
    with connection.cursor() as cursor:
        cursor.execute(_DUE, [now, limit])
        due: list[tuple[int, str]] = cursor.fetchall()
    sent = 0
    held: set[str] = set()
    for pk, lane in due:
        if lane in held:
            continue
        outcome = _send(pk, mailer, now)
        if outcome is None:
            held.add(lane)
        else:
            sent += outcome
    return sent


@transaction.atomic
def _send(pk: int, mailer: BaseEmailBackend, now: datetime) -> int | None:
    """Try one e-mail: 1 when it left, 0 when there is nothing more to do with it, None while it goes on waiting."""
    email = Email.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
    if email is None:
        return None  # in another worker's hand
    if email.sent_at or email.failed_at:
        return 0
    if email.due_at > now:
        return None  # another worker tried it in the meantime
    email.attempts += 1
    try:
        mailer.send_messages([_message(email)])
        email.sent_at = now
    except OSError:  # refused, timed out or cut: SMTP errors are OSErrors too
        email.due_at = now + timedelta(minutes=5**email.attempts)
        if email.attempts >= MAX_ATTEMPTS:
            email.failed_at = now
    except ValueError:  # no mail server would ever take it (a line end in a header, an impossible address)
        email.failed_at = now
    email.save(update_fields=["attempts", "sent_at", "failed_at", "due_at"])
    if email.sent_at:
        return 1
    return 0 if email.failed_at else None


def _message(email: Email) -> EmailMessage:
    """Text and HTML; with a link to stop such e-mails where there is something to stop (RFC 2369, RFC 8058)."""
    domain = settings.SITE_URL.partition("://")[2].partition(":")[0]
    headers = {"Message-ID": f"<{email.key}@{domain}>"}
    text, stop = email.text, ""
    if email.opt_out:
        stop = signed_link(email.opt_out)
        headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        text += f"\nStop these e-mails: {stop}\n"
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
