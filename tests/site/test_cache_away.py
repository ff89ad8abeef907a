"""While Redis is away: pages, signing in, limits and the API work; nothing is remembered or counted meanwhile."""

from __future__ import annotations

import time

import pytest
import structlog
from django.core.cache import cache
from django.urls import reverse

from compass.foundation.cache import FailingOpen
from tests.factories import PersonFactory
from trusts.models import Nomination

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NOBODY_THERE = "redis://127.0.0.1:9/0"


@pytest.fixture
def away(settings, monkeypatch):
    """The cache of a Redis that nobody answers for, from now on."""
    monkeypatch.setattr(FailingOpen, "away_until", {})

    def go() -> None:
        settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": NOBODY_THERE}}

    return go


def test_who_is_signed_in_stays_so_and_works_on(story, client, away):
    client.force_login(story.nominator, backend=BACKEND)
    away()
    for address in ("/", reverse("home"), reverse("innovations"), "/api/v1/innovations/"):
        assert client.get(address).status_code == 200
    assert reverse("account_logout") in client.get(reverse("home")).content.decode()
    sent = client.post(
        reverse("nominate"),
        {"organisation": story.trust.ods_code, "technology_name": "Lamp", "kind": "DEVICE", "clinical_area": "SURGERY",
         "problem": "Late.", "innovator_name": "Maker", "contact_email": "new@maker.example"},
    )  # fmt: skip
    assert sent.status_code == 302, "the hourly limit does not count meanwhile"
    assert Nomination.objects.exists()


@pytest.mark.django_db
def test_signing_in_and_out_does_not_need_it(client, away):
    person = PersonFactory()
    person.set_password("a long enough phrase")
    person.save()
    away()
    given = {"login": person.email, "password": "a long enough phrase"}
    assert client.post(reverse("account_login"), given).status_code == 302
    assert client.get(reverse("home")).status_code == 200
    client.post(reverse("account_logout"))
    assert client.get(reverse("home")).status_code == 302


def test_it_is_said_in_the_log_once_and_not_asked_again_at_once(away):
    away()
    with structlog.testing.capture_logs() as logs:
        assert cache.get("a", "none") == "none"
        begun = time.monotonic()
        cache.set("a", 1)
        assert (cache.add("a", 1), cache.incr("a"), cache.get_many(["a"]), "a" in cache) == (True, 1, {}, False)
        assert (cache.touch("a"), cache.delete("a"), cache.clear()) == (False, False, False)
        assert cache.set_many({"a": 1}) == ["a"]
        cache.delete_many(["a"])
        assert time.monotonic() - begun < 0.1
    assert [line["event"] for line in logs] == ["cache_away"]


def test_it_is_used_again_when_it_is_back(settings, monkeypatch):
    monkeypatch.setattr(FailingOpen, "away_until", {cache.server: time.monotonic() + 60})
    cache.set("back", 1)
    assert cache.get("back") is None
    FailingOpen.away_until[cache.server] = time.monotonic()
    cache.set("back", 1)
    assert cache.get("back") == 1
