"""Signing in with a wrong password: what is said, and what to do next."""

from __future__ import annotations

from django.urls import reverse

from tests.factories import PASSWORD, PersonFactory


def test_a_wrong_password_says_what_to_do_and_too_many_say_how_long_to_wait(client, db):
    person = PersonFactory()
    pages = [client.post(reverse("account_login"), {"login": person.email, "password": "wrong"}).text for _ in range(6)]
    assert "The email address or the password is wrong. Check both and try again" in pages[0]
    assert "Wait 5 minutes, then try again" in pages[-1]
    right = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert right.status_code == 200, "not even with the right one, until then"


def test_too_many_reset_links_are_refused_on_a_page_of_ours(client, db):
    address = PersonFactory().email
    first, *_, refused = [client.post(reverse("account_reset_password"), {"email": address}) for _ in range(6)]
    assert (first.status_code, refused.status_code) == (302, 429)
    assert "You have tried this too often" in refused.text
    assert "Wait 5 minutes" in refused.text
