"""A body that is larger than its page needs is refused before anything reads it."""

from __future__ import annotations

import io

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.story import PDF

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MEGABYTE = 1024 * 1024


class Untouched(io.RawIOBase):
    """A body that fails the test when somebody reads it."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer):
        raise AssertionError("the body was read")


def send(client: Client, address: str, promised: int | None, **more):
    """A POST that promises so many bytes, with no byte to be read; None for a chunked one that promises nothing."""
    length = {"HTTP_TRANSFER_ENCODING": "chunked"} if promised is None else {"CONTENT_LENGTH": str(promised)}
    return client.generic("POST", address, content_type="multipart/form-data; boundary=x", **length, **more, **{
        "wsgi.input": Untouched(),
    })  # fmt: skip


@pytest.fixture
def maker(story):
    client = Client(enforce_csrf_checks=True)
    client.force_login(story.maker, backend=BACKEND)
    return client


def test_a_form_that_is_too_large_is_refused_unread(maker, story):
    address = reverse("answer", args=[story.draft.pk, "intended-use"])
    answer = send(maker, address, settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    assert answer.status_code == 413
    assert "Go to your work" in (said := answer.content.decode())
    assert "more than 2.5 MB" in said
    assert "Shorten what you wrote" in said


def test_a_file_that_is_too_large_is_refused_unread(maker, story):
    address = reverse("add-document", args=[story.draft.pk])
    answer = send(maker, address, settings.DOCUMENT_MAX_BYTES + MEGABYTE + 1)
    assert answer.status_code == 413
    assert "larger than 20 MB" in (said := answer.content.decode())
    assert "split it into parts" in said


def test_a_body_of_unknown_length_is_refused_unread(maker, story):
    answer = send(maker, reverse("add-document", args=[story.draft.pk]), None)
    assert answer.status_code == 411
    assert "how large" in answer.content.decode()


@pytest.mark.parametrize(("promised", "status"), [(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1, 413), (None, 411)])
def test_the_api_refuses_with_a_problem(client, db, promised, status):
    answer = send(client, "/api/v1/innovations/", promised)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["status"] == status
    assert answer.json()["next_step"]


def test_a_page_for_files_takes_more_than_others(client, story, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 400
    assert len(PDF) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    client.force_login(story.maker, backend=BACKEND)
    pack = story.draft.pk
    sent = {"title": "Report", "confidentiality": "PUBLIC", "upload": SimpleUploadedFile("report.pdf", PDF)}
    assert client.post(reverse("add-document", args=[pack]), sent).status_code == 302
    assert story.draft.documents.count() == 1
    sent["upload"].seek(0)
    assert client.post(reverse("add-certificate", args=[pack]), sent).status_code == 413


def test_nothing_is_read_beyond_the_promised_length(client, story):
    """A body that goes on after the length it gave is cut there, so a promise that fits is a bound."""
    client.force_login(story.maker, backend=BACKEND)
    body = io.BytesIO(b"title=" + b"x" * (3 * MEGABYTE))
    client.generic("POST", reverse("answer", args=[story.draft.pk, "intended-use"]), CONTENT_LENGTH="1000",
                   content_type="application/x-www-form-urlencoded", **{"wsgi.input": body})  # fmt: skip
    assert body.tell() <= 1000


def views(patterns) -> list[tuple[str, object]]:
    """The name and the class of each route's view."""
    found = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found += views(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            found.append((pattern.name, getattr(pattern.callback, "view_class", None)))
    return found


def shows_a_file_field(view) -> bool:
    fields = getattr(getattr(view, "form_class", None), "base_fields", {})
    return any(field.widget.needs_multipart_form for field in fields.values())


def test_the_pages_that_take_files_are_those_that_show_a_file_field():
    every = views(get_resolver().url_patterns)
    taking = {name for name, view in every if getattr(view, "multipart", False)}
    assert "add-document" in taking
    # The API shows no form: its addresses for files are named here.
    by_api = {"api-pack-documents", "api-pack-certificate-renewals"}
    assert taking - by_api == {name for name, view in every if shows_a_file_field(view)}
