"""What an e-mail looks like, and the link in it that stops such e-mails."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from compass.foundation.mail import post_email, send_due_emails
from compass.foundation.mail_layout import paragraphs, pieces
from compass.foundation.models import Email
from compass.foundation.signed_links import signed_link, value_of
from compass.notices.models import Subscription
from compass.notices.operations.subscriptions import subscribe, unsubscribe
from tests.factories import NOON


def sent(text: str, opt_out: str = ""):
    post_email(key="one", recipient="ann@nhs.example", subject="Subject <1>", text=text, now=NOON)
    Email.objects.update(opt_out=opt_out)
    send_due_emails(now=NOON)
    return mail.outbox[-1]


def test_a_message_has_the_same_words_as_text_and_as_html_and_trusts_none_of_them(db):
    message = sent("Dear <b>Ann</b>,\n\nSee https://compass.example/a?b=1&c=2.\nBye.\n")
    assert message.message().get_content_type() == "multipart/alternative"
    ((html, kind),) = message.alternatives
    assert kind == "text/html"
    assert "Dear &lt;b&gt;Ann&lt;/b&gt;," in html
    assert '<a href="https://compass.example/a?b=1&amp;c=2">https://compass.example/a?b=1&amp;c=2</a>.<br>Bye.' in html
    assert "<title>Subject &lt;1&gt;</title>" in html
    assert "<img" not in html
    assert "List-Unsubscribe" not in message.extra_headers
    assert "Stop these emails" not in html + message.body


def test_lines_are_kept_whole():
    for line in ("", "a", "https://a.example/", "See (https://a.example/x), then http://b.example/?q=1!", "https://"):
        assert "".join(piece.words for piece in pieces(line)) == line
    assert [[len(line) for line in p] for p in paragraphs("a\nb\n\n\nc")] == [[1, 1], [1]]


def test_a_message_that_can_be_stopped_carries_the_headers_of_rfc_8058(db):
    message = sent("Text.\n", "unsubscribe/follow-17")
    link = message.extra_headers["List-Unsubscribe"].strip("<>")
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in message.body
    assert link in message.alternatives[0][0]
    assert value_of("unsubscribe", link.rstrip("/").rpartition("/")[2]) == "follow-17"


def test_a_signature_counts_for_one_value_and_one_use():
    token = signed_link("unsubscribe/follow-17").rstrip("/").rpartition("/")[2]
    assert value_of("unsubscribe", token) == "follow-17"
    assert value_of("calendars", token) is None
    assert value_of("unsubscribe", token.replace("17", "18")) is None
    assert value_of("unsubscribe", "follow-17") is None


@pytest.fixture
def subscription(story):
    return subscribe(passport=story.passport(), organisation=story.other_trust, by=story.buyer, now=story.now)


def path(subscription) -> str:
    return re.sub("^https?://[^/]+", "", signed_link(f"unsubscribe/follow-{subscription.pk}"))


def test_opening_the_link_stops_nothing_and_one_click_does_without_cookie_or_sign_in(subscription):
    client = Client(enforce_csrf_checks=True)
    page = client.get(path(subscription))
    assert (page.status_code, page["Cache-Control"].count("no-store")) == (200, 1)
    assert "Stop these emails?" in page.text
    assert Subscription.objects.get().email
    done = Client(enforce_csrf_checks=True).post(path(subscription), {"List-Unsubscribe": "One-Click"})
    assert done.status_code == 200
    assert "You get no more of these emails" in done.text
    assert not Subscription.objects.get().email
    assert "You get no more" in client.get(path(subscription)).text


def test_a_link_of_somebody_else_stops_nothing(client, subscription):
    wrong = path(subscription).replace(f"follow-{subscription.pk}", f"follow-{subscription.pk + 1}")
    assert [client.get(wrong).status_code, client.post(wrong).status_code] == [404, 404]
    assert Subscription.objects.get().email


def test_the_link_still_answers_when_nothing_is_followed_any_more(client, story, subscription):
    link = path(subscription)
    unsubscribe(subscription=subscription, by=story.buyer, now=story.now)
    assert "no longer follows what these emails were about" in client.post(link).text
    assert "still follows this" not in client.get(link).text
