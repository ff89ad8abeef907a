"""While the storage is away: downloads and uploads say so with 503, and nothing that was typed or recorded is lost."""

from __future__ import annotations

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from compass.settings import env
from evidence.operations.documents import remove_document, upload_document
from evidence.operations.scanning import scan_waiting
from tests.evidence.files import CSV

NOBODY_THERE = "s3://documents?endpoint=http://127.0.0.1:9&region=eu-west-2"


@pytest.fixture
def away(settings, monkeypatch):
    """Makes the bucket behind the storage one that does not answer."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "any")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "any")
    monkeypatch.setenv("DOCUMENT_STORAGE", NOBODY_THERE)

    def go() -> None:
        settings.STORAGES = {**settings.STORAGES, "default": env.storage("DOCUMENT_STORAGE")}

    return go


@pytest.fixture
def maker(story, client):
    client.force_login(story.maker, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def upload(story):
    file = SimpleUploadedFile("table.csv", CSV)
    return upload_document(pack=story.draft, title="Table", upload=file, by=story.maker, now=story.now)


def test_a_document_that_cannot_be_fetched_is_503_with_a_sentence(story, maker, away):
    address = reverse("pack-document", args=[story.draft.pk, upload(story).pk])
    response = maker.get(address)
    assert (response.status_code, b"".join(response.streaming_content)) == (200, CSV)
    for close in response._resource_closers:
        close()
    away()
    response = maker.get(address)
    assert response.status_code == 503
    assert "cannot be reached" in response.content.decode()


def test_a_document_whose_file_is_gone_is_503_too(story, maker):
    document = upload(story)
    default_storage.delete(document.stored_as)
    assert maker.get(reverse("pack-document", args=[story.draft.pk, document.pk])).status_code == 503


def test_an_upload_that_cannot_be_stored_keeps_what_was_typed(story, maker, away):
    given = {"title": "Report of the ward", "confidentiality": "NHS_ONLY", "questions": ["supporting-document"]}
    address = reverse("add-document", args=[story.draft.pk])
    away()
    refused = maker.post(address, given | {"upload": SimpleUploadedFile("table.csv", CSV)})
    assert refused.status_code == 503
    page = refused.content.decode()
    assert "cannot be reached" in page
    assert 'value="Report of the ward"' in page
    assert not story.draft.documents.exists()


def test_the_api_says_the_same_as_a_problem(story, maker, away):
    address = reverse("api-pack-documents", args=[story.draft.pk])
    away()
    refused = maker.post(address, {"title": "Report", "upload": SimpleUploadedFile("table.csv", CSV)})
    assert (refused.status_code, refused["Content-Type"]) == (503, "application/problem+json")
    assert refused.json()["detail"] == "The place where documents are kept cannot be reached."
    assert not story.draft.documents.exists()


def test_removing_a_document_does_not_wait_for_its_file(story, away, django_capture_on_commit_callbacks):
    document = upload(story)
    away()
    with django_capture_on_commit_callbacks(execute=True):
        remove_document(document=document, by=story.maker, now=story.now)
    assert not story.draft.documents.exists()


def test_what_cannot_be_fetched_for_the_scanner_waits(story, away, settings):
    settings.CLAMAV_ADDRESS = "tcp://127.0.0.1:9"
    upload(story)
    away()
    assert scan_waiting(now=story.now) == 0
