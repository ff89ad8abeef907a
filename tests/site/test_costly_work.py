"""A crowd that asks for costly work is told to come back, and can fill nothing: the other pages stay as they are."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from compass.foundation import limits
from compass.foundation import pdf as printing
from compass.foundation.turns import Turns
from compass.foundation.web.shelf import address_of
from evidence.operations import documents
from tests.factories import PersonFactory
from tests.guide.catalogue import Catalogue, Item
from tests.story import PDF

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def address(db):
    lamp, chair = Catalogue().add(Item("Lamp", status="VALID"), Item("Chair"))
    return f"/compare/comparison.pdf?i={chair.slug}&i={lamp.slug}"


@pytest.fixture
def busy(monkeypatch):
    """Gives the turns somebody who never ends, and lets nobody wait."""

    def keep(module, name):
        turns = Turns("Others are first.", waiting=0, seconds=0)
        monkeypatch.setattr(module, name, turns)
        return turns.taken()

    return keep


def test_a_pdf_that_cannot_be_made_now_says_when_to_come_back(client, address, busy):
    with busy(printing, "_press"):
        refused = client.get(address)
        page = refused.content.decode()
        assert (refused.status_code, refused["Retry-After"]) == (503, "30")
        assert "Others are first." in page
        assert f'<a href="{address.replace("&", "&amp;")}">Try again</a>' in page
        assert client.get(reverse("innovations")).status_code == 200
    made = client.get(address)
    assert made["Content-Type"] == "application/pdf"
    with busy(printing, "_press"):
        assert client.get(address).content == made.content, "made once"


def test_no_file_is_kept_beside_the_queue_of_jobs(client, address, worker_id):
    client.get(address)
    redis = cache._cache.get_client(None, write=True)
    ours = redis.keys(f"{worker_id}:*")
    assert sum(redis.memory_usage(key) for key in ours if b"limit:" not in key) < 10_000


def test_costly_files_are_counted_by_person_or_address(client, address, monkeypatch):
    monkeypatch.setattr(limits._Files, "THROTTLE_RATES", {"files": "2/min"})
    cache.clear()
    assert [client.get(address).status_code for _ in range(2)] == [200, 200]
    refused = client.get(address)
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 60
    assert "At most 2 of these files a minute" in refused.content.decode()
    assert client.get("/compare/").status_code < 429, "pages are not counted"
    assert client.get(address, REMOTE_ADDR="192.0.2.7").status_code == 200
    person = Client()
    person.force_login(PersonFactory(), backend=BACKEND)
    assert person.get(address).status_code == 200


def test_an_upload_that_cannot_be_checked_now_keeps_what_was_typed(client, story, busy):
    client.force_login(story.maker, backend=BACKEND)
    roads = [
        (reverse("add-document", args=[story.draft.pk]), {"title": "Report of the ward", "confidentiality": "PUBLIC"}),
        (reverse("picture", args=[story.draft.innovation.slug]), {"alternative": "Report of the ward"}),
    ]
    with busy(documents, "_TURNS"):
        for address, given in roads:
            refused = client.post(address, given | {"upload": SimpleUploadedFile("report.pdf", PDF)})
            assert (refused.status_code, refused["Retry-After"]) == (503, "30")
            assert "Others are first." in refused.content.decode()
            assert "Report of the ward" in refused.content.decode()
        problem = client.post(
            reverse("api-pack-documents", args=[story.draft.pk]),
            {"title": "Report", "upload": SimpleUploadedFile("report.pdf", PDF)},
        )
        assert (problem.status_code, problem["Retry-After"]) == (503, "30")
        assert problem.json()["detail"] == "Others are first."
    address, given = roads[0]
    assert client.post(address, given | {"upload": SimpleUploadedFile("report.pdf", PDF)}).status_code == 302


@pytest.mark.parametrize("accept", ["application/json", "application/vnd.oai.openapi"])
def test_the_openapi_document_is_sent_once_to_whoever_has_it(client, db, accept):
    first = client.get("/api/v1/schema/", headers={"accept": accept})
    assert first["Content-Type"].startswith(accept)
    again = client.get("/api/v1/schema/", headers={"accept": accept, "if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = {"application/json": "application/vnd.oai.openapi"}.get(accept, "application/json")
    assert client.get("/api/v1/schema/", headers={"accept": other})["ETag"] != first["ETag"]


def test_a_null_byte_in_an_address_gets_a_page_with_a_way_on(client, db):
    for asked in ("/innovations/?q=a%00b", "/innovations/a%00b/", "/compare/?i=%00"):
        answer = client.get(asked)
        page = answer.content.decode()
        assert (answer.status_code in {400, 404}, reverse("start") in page) == (True, True), asked
        assert "script-src" in answer["Content-Security-Policy"]
    assert client.get("/innovations/?q=a%00b").status_code == 400
    told = client.get("/api/v1/innovations/?q=%00")
    assert (told.status_code, told["Content-Type"]) == (400, "application/problem+json")


def test_pages_under_another_beginning_of_the_site_are_others(address):
    asked = {"PATH_INFO": "/innovations/", "HTTP_HOST": "a"}
    assert address_of(asked | {"SCRIPT_NAME": "/x"}) != address_of(asked | {"SCRIPT_NAME": ""})
