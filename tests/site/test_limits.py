"""How often one person may do what costs others something: a nomination is a mail to a stranger, a file takes room."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from django.core.cache import cache
from django.urls import get_resolver, reverse

from tests.factories import PersonFactory
from tests.story import Story
from trusts.models import Member, Nomination, Role

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SUMMER = datetime(2026, 7, 1, 12, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_count_yet(_own_cache):
    cache.clear()


def send(client, story, name="Wound Sensor"):
    return client.post(
        reverse("nominate"),
        {"organisation": story.trust.ods_code, "technology_name": name, "kind": "DEVICE", "clinical_area": "SURGERY",
         "problem": "Infections are found late.", "innovator_name": "Maker", "contact_email": "new@maker.example"},
    )  # fmt: skip


def test_every_limit_is_of_a_route(settings):
    """A wrong name would count nothing."""
    routes = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert set(settings.HOURLY_LIMITS) - routes == {"kept-over-signing-in"}


def test_what_is_sent_by_pages_of_their_own_is_counted_too(client, story, settings):
    settings.HOURLY_LIMITS = {"add-webhook": 1, "import-pack": 1}
    buyer = PersonFactory()
    Member.objects.create(organisation=story.trust, person=buyer, role=Role.BUYER)
    given = {"organisation": story.trust.ods_code, "address": "https://hooks.example/a"}
    with time_machine.travel(SUMMER, tick=False):
        client.force_login(buyer, backend=BACKEND)
        assert client.post(reverse("add-webhook"), given).status_code == 200
        refused = client.post(reverse("add-webhook"), given | {"address": "https://hooks.example/b"})
        assert (refused.status_code, refused["Retry-After"]) == (429, "2400")
        assert "https://hooks.example/b" in refused.content.decode()
        client.force_login(story.maker, backend=BACKEND)
        address = reverse("import-pack", args=[story.draft.pk])
        assert [client.post(address, {"text": "{}"}).status_code for _ in range(2)][1] == 429


def test_too_many_nominations_in_an_hour_are_refused_until_the_next(client, story, settings):
    settings.HOURLY_LIMITS = {"nominate": 2}
    client.force_login(story.nominator, backend=BACKEND)
    with time_machine.travel(SUMMER, tick=False) as travelling:
        assert [send(client, story, name).status_code for name in ("A", "B")] == [302, 302]
        refused = send(client, story, "Third")
        said = refused.content.decode()
        assert refused.status_code == 429
        assert "at most 2 times an hour" in said
        assert "Try again after 2:00pm" in said, "London is an hour ahead in summer"
        assert 'value="Third"' in said, "nothing typed is lost"
        assert Nomination.objects.count() == 2
        travelling.shift(40 * 60)
        assert send(client, story, "Third").status_code == 302


def test_one_person_s_limit_is_not_another_s(client, story, settings):
    settings.HOURLY_LIMITS = {"nominate": 1}
    other = Story()
    other.trust = story.trust
    with time_machine.travel(SUMMER, tick=False):
        for who in (story, other):
            client.force_login(who.nominator, backend=BACKEND)
            assert send(client, who).status_code == 302
        assert send(client, other).status_code == 429


def test_a_form_with_a_mistake_does_not_count(client, story, settings):
    settings.HOURLY_LIMITS = {"nominate": 1}
    client.force_login(story.nominator, backend=BACKEND)
    with time_machine.travel(SUMMER, tick=False):
        assert send(client, story, "").status_code == 422
        assert send(client, story).status_code == 302
