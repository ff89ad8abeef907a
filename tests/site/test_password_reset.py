"""A forgotten password: one mail by the outbox for a known address, none for others, the same answer to both."""

from __future__ import annotations

import re

from django.core import mail
from django.urls import reverse

from compass.foundation.models import Email
from tests.factories import PASSWORD, PersonFactory


def ask(client, address, **more):
    return client.post(reverse("account_reset_password"), {"email": address}, follow=True, **more)


def test_a_known_and_an_unknown_address_get_the_same_answer(client, db):
    person = PersonFactory()
    known, unknown = ask(client, person.email), ask(client, "nobody@nhs.example")
    assert known.redirect_chain == unknown.redirect_chain == [(reverse("account_reset_password_done"), 302)]
    assert known.content == unknown.content
    assert [e.recipient for e in Email.objects.all()] == [person.email]
    assert mail.outbox == []


def test_the_mail_says_what_it_is_and_its_link_works(client, db, settings):
    person = PersonFactory()
    settings.SITE_URL = "https://compass.nhs.example"
    ask(client, person.email)
    email = Email.objects.get()
    assert email.subject == "Choose a new password for MedTech Compass"
    assert f"Dear {person.name}" in email.text
    assert "The link works once, for 2 hours" in email.text
    assert "If it was not you" in email.text
    (address,) = re.findall(r"https://compass\.nhs\.example(/\S+/reset/key/\S+)", email.text)
    page = client.get(address, follow=True)
    new = "three other random words"
    done = client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    assert done.url == reverse("account_reset_password_from_key_done")
    assert not client.login(email=person.email, password=PASSWORD)
    assert client.login(email=person.email, password=new)


def test_the_link_leads_to_this_site_whatever_host_was_asked(client, db):
    ask(client, PersonFactory().email, headers={"host": "localhost"})
    assert "http://localhost" not in Email.objects.get().text


def test_the_key_of_the_mail_is_no_secret(client, db):
    """It becomes the Message-ID, which travels in the open."""
    ask(client, PersonFactory().email)
    email = Email.objects.get()
    (secret,) = re.findall(r"reset/key/([^/]+)/", email.text)
    assert all(part not in email.key for part in secret.split("-", 1)[1:])


def test_signing_in_shows_no_banner(client, db):
    person = PersonFactory()
    answer = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD}, follow=True)
    assert answer.redirect_chain == [(reverse("home"), 302)]
    assert "uccessfully" not in answer.content.decode()
    assert client.post(reverse("account_logout"), follow=True).status_code == 200
