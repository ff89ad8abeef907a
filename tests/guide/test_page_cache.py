"""Public pages are sent again while nothing is committed, show each change at once, and are nobody's own."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from compass.foundation.clock import today
from compass.foundation.shelf import Shelf
from compass.foundation.web import page_cache
from compass.foundation.web.shelf import SHELF, CachedPage
from evidence.models import BuyingRoute, Innovation, Listing
from passports.models import NoticeMatch, Passport, SafetyNotice
from tests.factories import NOON
from tests.guide.sending import TRIES, Site
from tests.guide.test_known_page import CHANGES as KNOWN_CHANGES

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = "import django; django.setup(); from tests.guide.sending import answer; answer()"


@pytest.fixture
def passport(story):
    return story.passport()


@pytest.fixture
def site(passport):
    return Site()


def addresses(passport):
    """Each kind of page that is kept, with this technology on it."""
    slug = passport.innovation.slug
    return {
        "product": f"/innovations/{slug}/",
        "list": "/innovations/",
        "search": f"/innovations/?q={passport.innovation.name.split()[0].lower()}",
        "compare": f"/compare/?i={slug}&i=another",
        "passport": f"/passports/{passport.number}/",
    }


def noticed(story, innovation):
    notice = SafetyNotice.objects.create(
        source="FDA", source_id="R1", title="Recall of the sensor", url="https://n.example/1", published_on=NOON.date(),
        maker="", products=[], identifiers=[], lots=[], body="Lot 7.", is_summary=False, is_withdrawn=False,
        digest="d" * 64, imported_at=NOON, changed_at=NOON,
    )  # fmt: skip
    NoticeMatch.objects.create(
        notice=notice, innovation=innovation, score=100, is_certain=True, reasons=["certain"], state="CERTAIN",
        found_at=NOON,
    )  # fmt: skip


def listed(story, innovation):
    route = BuyingRoute.objects.create(code="route", name="A framework of sensors", kind="FRAMEWORK")
    Listing.objects.create(innovation=innovation, route=route)


CHANGES = {**KNOWN_CHANGES, "notice": noticed, "route": listed}


@pytest.mark.parametrize("kind", ["product", "list", "search", "passport"])
def test_a_page_is_sent_again_while_nothing_is_committed(passport, site, kind):
    address = addresses(passport)[kind]
    _, headers, made = site.get(address)
    assert passport.innovation.name in made
    again = site.again(address)
    assert again is not None, "it is made each time"
    status, told, body = again
    assert (status, body, told["ETag"]) == (200, made, headers["ETag"])
    assert {"Content-Security-Policy", "X-Frame-Options", "Last-Modified"} <= {*told}
    assert told["Cache-Control"] == "no-cache"
    assert "Cookie" in told["Vary"]
    assert "csrfmiddlewaretoken" not in body
    assert site.again(address, if_none_match=told["ETag"])[0] == 304
    assert site.again(address, if_none_match='"another"')[0] == 200


# What each page asks when it is made, and of that the one question whether it is as it was.
STATEMENTS = {"product": 2, "list": 3, "search": 3}


@pytest.mark.parametrize("kind", STATEMENTS)
def test_the_question_whether_a_page_is_as_it_was_belongs_to_its_budget(passport, site, monkeypatch, kind):
    address, asked, seen = addresses(passport)[kind], [], page_cache.seen
    monkeypatch.setattr(page_cache, "seen", lambda: asked.append(address) or seen())
    with CaptureQueriesContext(connection) as stated:
        site.get(address)
    assert (len(stated) + len(asked), len(asked)) == (STATEMENTS[kind], 1)
    for _ in range(TRIES):
        asked.clear()
        made = site.made
        with CaptureQueriesContext(connection) as stated:
            site.get(address)
        assert len(asked) == 1  # also where it has to be made anew
        if site.made == made:
            break
    assert len(stated) == 0


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_shows_at_once(story, passport, site, change):
    address = addresses(passport)["product"]
    before = site.again(address)
    CHANGES[change](story, passport.innovation)
    after = site.get(address, if_none_match=before[1]["ETag"])
    assert after[0] == 200
    assert after[1]["ETag"] != before[1]["ETag"]
    assert after[2] != before[2]


@pytest.mark.parametrize("kind", ["list", "search"])
def test_a_change_shows_at_once_in_lists(story, passport, site, kind):
    address = addresses(passport)[kind]
    assert site.again(address) is not None
    Innovation.objects.filter(pk=passport.innovation_id).update(summary="Another summary.")
    assert "Another summary." in site.get(address)[2]
    Innovation.objects.filter(pk=passport.innovation_id).update(published_at=None)
    assert "Another summary." not in site.get(address)[2]


def test_a_change_shows_at_once_in_another_process(passport):
    address = addresses(passport)["product"]
    name = connection.settings_dict["NAME"]
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, name], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:

        def ask():
            other.stdin.write(f"{address}\n")
            other.stdin.flush()
            return json.loads(other.stdout.readline())

        before = ask()
        for _ in range(50):
            again = ask()
        assert again[3] < 51, "it made the page each time"
        assert again[:3] == before[:3]
        Passport.objects.filter(pk=passport.pk).update(status="SUSPENDED")
        after = ask()
        other.stdin.close()
    assert (before[0], after[0]) == (200, 200)
    assert after[1] != before[1]
    assert "Suspended" in after[2]
    assert "Suspended" not in before[2]


def test_what_is_committed_while_a_page_is_made_is_not_missed(passport, site, monkeypatch):
    address = addresses(passport)["product"]
    put = SHELF.put

    def put_late(*kept):
        Innovation.objects.filter(pk=passport.innovation_id).update(summary="Said meanwhile.")
        put(*kept)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(SHELF, "put", put_late)
        assert "Said meanwhile." not in site.get(address)[2]
    assert "Said meanwhile." in site.get(address)[2]


def test_another_day_makes_another_page(passport, site, monkeypatch):
    address = addresses(passport)["product"]
    assert site.again(address) is not None
    tomorrow = today() + timedelta(days=1)
    monkeypatch.setattr(page_cache, "today", lambda: tomorrow)
    made = site.made
    site.get(address)
    assert site.made == made + 1


def session_of(person):
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


@pytest.mark.parametrize("kind", ["product", "list", "search", "passport"])
def test_signed_in_people_neither_get_nor_fill_what_is_kept(story, passport, site, kind):
    address, cookie, name = addresses(passport)[kind], session_of(story.buyer), story.buyer.name
    own = site.get(address, cookie=cookie)
    assert name in own[2]
    assert "no-store" in own[1]["Cache-Control"]
    made = site.made
    assert name not in site.get(address)[2]
    assert site.made == made + 1, "their page was kept"
    assert site.again(address) is not None
    assert name in site.get(address, cookie=cookie)[2], "they got what was kept"
    assert name not in site.get(address)[2]


def test_who_brings_another_cookie_gets_what_is_kept_and_keeps_nothing(passport, site):
    address = addresses(passport)["product"]
    site.get(address, cookie="csrftoken=abc")
    made = site.made
    site.get(address)
    assert site.made == made + 1

    def sent_again() -> bool:
        site.get(address)  # something may have been committed beside us, and they keep nothing anew
        made = site.made
        site.get(address, cookie="csrftoken=abc")
        return site.made == made

    assert any(sent_again() for _ in range(TRIES))
    made = site.made
    for other in ({"cookie": "messages=x"}, {"authorization": "Bearer x"}):
        site.get(address, **other)
    assert site.made == made + 2


def test_only_whole_public_pages_are_kept(passport, site):
    for address in ("/innovations/nothing/", addresses(passport)["compare"], "/innovations/?after=broken", "/about/"):
        made = site.made
        for _ in range(3):
            site.get(address)
        assert site.made == made + 3, address


def test_a_lost_connection_costs_a_page_and_no_more(passport, site):
    address = addresses(passport)["product"]
    assert site.again(address) is not None
    with psycopg.connect(**connection.get_connection_params() | {"autocommit": True}) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
            [connection.settings_dict["NAME"]],
        )
    assert site.get(address)[0] in {200, 500}
    assert site.again(address)[0] == 200


def test_nothing_is_kept_inside_a_transaction_of_its_own(passport, site):
    with transaction.atomic():
        assert page_cache.seen() == b""


def test_what_was_not_asked_for_longest_goes_first():
    shelf: Shelf[tuple[str, ...], CachedPage] = Shelf(10, lambda kept: len(kept.body))
    for name in "abc":
        shelf.put((name,), CachedPage("", today(), "", (), b"x" * 4))
        shelf.get(("a",))
    assert [shelf.get((name,)) is not None for name in "abc"] == [True, False, True]
    shelf.put(("a",), CachedPage("", today(), "", (), b"x" * 10))
    assert [shelf.get((name,)) is not None for name in "abc"] == [True, False, False]
    shelf.clear()
    assert shelf.get(("a",)) is None
