"""The product page is answered with 304 while it is as it was, and shows every change at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from compass.foundation.clock import today
from compass.foundation.web import known_pages
from evidence.models import Innovation, Innovator
from evidence.operations.market import GuidanceFacts, state_guidance
from evidence.operations.pictures import set_picture
from evidence.operations.public_facts import state_public_fact
from passports.models import Passport
from passports.operations.adoptions import adopt
from tests.evidence.picture_files import drawing
from tests.factories import NOON


@pytest.fixture
def shown(story):
    """The passport of a public technology, and the address of its page."""
    passport = story.passport()
    return passport, f"/innovations/{passport.innovation.slug}/"


def stated(story, innovation):
    state_public_fact(
        innovation=innovation, statement="New.", source_title="S", source_url="https://s.example/", now=story.now
    )


def guided(story, innovation):
    facts = GuidanceFacts(reference="MTG9", title="T", url="https://n.example/", checked_on=NOON.date())
    state_guidance(innovation=innovation, guidance=facts, recommendation="RESEARCH_ONLY", now=story.now)


def pictured(story, innovation):
    set_picture(innovation=innovation, upload=drawing(), alternative="A.", by=story.maker, now=story.now)


CHANGES = {
    "picture": pictured,
    "verdict": lambda _, i: Passport.objects.filter(innovation=i).update(status="SUSPENDED"),
    "name": lambda _, i: Innovation.objects.filter(pk=i.pk).update(name="Renamed"),
    "maker": lambda _, i: Innovator.objects.filter(pk=i.innovator_id).update(name="Renamed Ltd"),
    "fact": stated,
    "guidance": guided,
    "adopter": lambda story, i: adopt(
        passport=Passport.objects.get(innovation=i), organisation=story.other_trust, by=story.buyer, now=story.now
    ),
}


def test_who_has_the_page_as_it_is_gets_no_other(shown, client, django_assert_num_queries):
    _, address = shown
    first = client.get(address)
    assert first["Cache-Control"] == "no-cache"
    assert "Cookie" in first["Vary"]
    with django_assert_num_queries(1):
        again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert client.get(address, headers={"if-none-match": '"another"'}).status_code == 200


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_shows_at_once(story, shown, client, change):
    passport, address = shown
    before = client.get(address)
    CHANGES[change](story, passport.innovation)
    after = client.get(address, headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert after["ETag"] != before["ETag"]
    assert after.content != before.content


def test_another_day_and_another_deployment_make_another_page(shown, client, monkeypatch):
    _, address = shown
    known = client.get(address)["ETag"]
    with monkeypatch.context() as tomorrow:
        day = today() + timedelta(days=1)
        tomorrow.setattr("compass.guide.web.product.today", lambda: day)
        assert client.get(address, headers={"if-none-match": known}).status_code == 200
    monkeypatch.setattr(known_pages, "deployed", lambda: "another")
    assert client.get(address, headers={"if-none-match": known}).status_code == 200


def test_nobody_gets_a_page_kept_for_somebody_else(story, shown, client):
    _, address = shown
    known = client.get(address)["ETag"]
    client.force_login(story.buyer, backend="allauth.account.auth_backends.AuthenticationBackend")
    own = client.get(address, headers={"if-none-match": known})
    assert own.status_code == 200
    assert "ETag" not in own
    assert "no-store" in own["Cache-Control"]
    messaged = Client()
    messaged.cookies["messages"] = "anything"
    assert messaged.get(address, headers={"if-none-match": known}).status_code == 200
