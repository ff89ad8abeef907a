"""E-mails that no server took: operators see what was said against them, and have them sent again or leave them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from compass.foundation.errors import Invalid, NotAllowed
from compass.foundation.mail import post_email, send_due_emails
from compass.foundation.models import Change, Email
from compass.notices.operations.given_up import drop, send_again
from compass.site.menu import links, parts_of
from tests.factories import NOON, OperatorFactory, PersonFactory

LATER = NOON + timedelta(days=9)


@pytest.fixture
def operator(db):
    return OperatorFactory().person


def given_up(name: str) -> Email:
    key, said = f"notice-{name}", f"550 no such mailbox as {name}"
    post_email(key=key, recipient=f"{name}@nhs.example", subject="Saved search “Secret”", text="Text.", now=NOON)
    Email.objects.filter(key=key).update(failed_at=NOON, attempts=5, outcome=said)
    return Email.objects.get(key=key)


def numbers(*emails: Email) -> list[int]:
    return [email.pk for email in emails]


def test_only_operators_have_them_sent_again_or_dropped(operator):
    ann = given_up("ann")
    for deed in (send_again, drop):
        with pytest.raises(NotAllowed):
            deed(emails=numbers(ann), by=PersonFactory(), now=LATER)
    assert send_again(emails=numbers(ann), by=operator, now=LATER) == 1
    assert Change.objects.get(kind="emails_sent_again").data == {"emails": numbers(ann)}


def test_sent_again_it_has_all_its_tries_and_is_sent_once(operator):
    ann, bob, eve = given_up("ann"), given_up("bob"), given_up("eve")
    assert drop(emails=numbers(eve), by=operator, now=LATER) == 1
    assert send_again(emails=numbers(ann), by=operator, now=LATER) == 1
    ann.refresh_from_db()
    assert (ann.attempts, ann.outcome, ann.due_at) == (0, "", LATER)
    assert [send_due_emails(now=LATER), send_due_emails(now=LATER)] == [1, 0]
    assert send_again(emails=None, by=operator, now=LATER) == 1, "every one on the list: not what left or was dropped"
    assert send_due_emails(now=LATER) == 1
    assert [to for message in mail.outbox for to in message.to] == [ann.recipient, bob.recipient]
    with pytest.raises(Invalid):
        send_again(emails=numbers(ann, eve), by=operator, now=LATER)


def test_the_page_says_why_and_what_waits_and_never_what_an_e_mail_says(client, operator):
    address = reverse("given-up-emails")
    client.force_login(operator)
    assert "Every email was sent, or still waits to be sent" in client.get(address).text
    assert dict(links(parts_of(operator)))[address] == "Emails"
    ann, bob = given_up("ann"), given_up("bob")
    post_email(key="account-1", recipient="new@nhs.example", subject="Sign in", text="Text.", now=NOON)
    page = client.get(address).text
    assert "550 no such mailbox as ann" in page
    assert "1 email waiting to be sent" in page
    assert "Secret" not in page
    assert dict(links(parts_of(operator)))[address] == "Emails (2 not sent)"
    assert client.post(address, {"deed": "AGAIN"}).status_code == 422
    assert client.post(address, {"deed": "AGAIN", "emails": [ann.pk]}).status_code == 302
    assert client.post(address, {"deed": "DROP", "emails": [bob.pk]}).status_code == 302
    assert "Every email was sent, or still waits to be sent" in client.get(address).text
    client.force_login(PersonFactory())
    assert client.get(address).status_code == 403
    assert address not in dict(links(parts_of(PersonFactory())))
