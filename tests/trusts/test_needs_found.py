"""Needs are found by words, area, region and organisation, by page and by API; what is like them is offered."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.factories import OrganisationFactory
from tests.trusts.test_needs import BACKEND, publish
from trusts.finding_needs import Wanted, alike, found
from trusts.models import Organisation, Role
from trusts.operations.needs import close_need


@pytest.fixture
def needs(story):
    """Three needs: infections in surgery here, falls elsewhere, and a closed one about infections."""
    north = Organisation.objects.create(ods_code="Y63", kind="REGION", name="North East and Yorkshire")
    there = OrganisationFactory(region=north)
    nominator = story.member(there, Role.NOMINATOR)
    wounds = publish(story, title="Find wound infections at home", problem="We see them late.")
    falls = publish(story, there, nominator, title="Fewer falls", problem="People fall at night.", clinical_area="EYES")
    old = close_need(
        need=publish(story, title="Infection test", problem="Slow."), outcome="", by=story.nominator, now=story.now
    )
    return wounds, falls, old


def titles(client, **asked):
    rows = client.get("/api/v1/needs/", asked).json()["results"]
    return [row["title"] for row in rows]


def on_page(client, **asked):
    text = client.get("/needs/", asked).text
    return [title for title in ("Find wound infections at home", "Fewer falls", "Infection test") if title in text]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"q": "infection"}, ["Find wound infections at home", "Infection test"]),
        ({"q": "infected late"}, ["Find wound infections at home"]),
        ({"q": '"wound infections"'}, ["Find wound infections at home"]),
        ({"q": "infection -wound"}, ["Infection test"]),
        ({"region": "Y63"}, ["Fewer falls"]),
        ({"region": "Y63", "q": "wound"}, []),
        ({"q": "xylophone"}, []),
    ],
)
def test_by_words_and_region(client, needs, asked, expected):
    assert titles(client, **asked) == expected
    assert on_page(client, state="all", **asked) == expected


def test_closed_ones_only_when_asked_for_and_by_organisation(client, needs):
    assert on_page(client, q="infection") == ["Find wound infections at home"]
    code = needs[1].organisation.ods_code
    assert on_page(client, organisation=code.lower()) == ["Fewer falls"]
    assert titles(client, organisation=code) == ["Fewer falls"]


@pytest.mark.parametrize("text", ["infectoins", "wonud infection sensor", "woundd"])
def test_what_is_like_the_words_is_offered_when_nothing_has_them(client, needs, text):
    assert not list(found(Wanted(text)))
    assert needs[0].title in [row["title"] for row in alike(Wanted(text))]
    page = client.get("/needs/", {"q": text}).text
    assert "words like them" in page
    assert needs[0].title in page
    assert "Infection test" not in page  # it is closed


def test_who_finds_none_is_helped_on(client, needs, story):
    page = client.get("/needs/", {"q": "xylophone", "area": "EYES"}).text
    assert "There is no open need that has all these words: xylophone." in page
    assert 'href="/innovations/?q=xylophone"' in page
    assert "state=all" in page
    assert "/needs/new/?" not in page
    client.force_login(story.nominator, backend=BACKEND)
    assert "/needs/new/?q=xylophone&amp;area=EYES" in client.get("/needs/", {"q": "xylophone", "area": "EYES"}).text


def test_the_search_goes_on_to_the_next_page_and_back(client, story, monkeypatch):
    monkeypatch.setattr("trusts.web.needs.SHOWN", 2)
    for n in range(3):
        publish(story, title=f"Wound number {n}")
    publish(story, title="Falls")
    first = client.get("/needs/?q=wound&area=SURGERY").text
    assert "Wound number 2" in first
    assert "Falls" not in first
    following = first.partition('href="/needs/?q=wound&amp;area=SURGERY&amp;after=')[2].partition('"')[0]
    second = client.get(f"/needs/?q=wound&area=SURGERY&after={following}").text
    assert "Wound number 0" in second
    assert "Falls" not in second
    assert 'href="/needs/?q=wound&amp;area=SURGERY"' in second


def test_a_text_that_is_too_long_is_refused_and_the_list_is_there(client, needs):
    text = "x" * 201
    answer = client.get("/needs/", {"q": text})
    assert answer.status_code == 422
    assert "Search for 200 characters or fewer" in answer.text
    assert "Fewer falls" in answer.text
    assert 'href="#q"' in answer.text
    assert f'value="{text}"' in answer.text
    broken = client.get("/needs/", {"after": "x", "area": "EYES"})
    assert (broken.status_code, 'href="/needs/?area=EYES"' in broken.text) == (422, True)
    assert client.get("/api/v1/needs/", {"q": text}).status_code == 400


@pytest.mark.parametrize("asked", [{"q": "' OR 1=1 --"}, {"q": "💉 & | !"}, {"q": "the"}, {"region": "x' or"},
                                   {"organisation": "../../x"}, {"organisation": "ÄÖÜ"}])  # fmt: skip
def test_hostile_addresses_are_answered(client, needs, asked):
    assert client.get("/needs/", asked).status_code == 200


def test_its_indexes_can_be_used(needs):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
        assert "need_words" in found(Wanted("wound")).order_by("-id").explain()


def test_statements_do_not_grow_with_what_is_found(client, story, django_assert_num_queries):
    for n in range(12):
        publish(story, title=f"Wound number {n}")
    for text, statements in (("wound", 2), ("wuond", 3)):
        with django_assert_num_queries(statements):
            client.get("/needs/", {"q": text})
