"""Broken and hostile files sent to the upload page: each is answered, none is stored, and memory stays as it was."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from evidence.inspection.chamber import CHAMBER
from tests.evidence.files import CSV, HOSTILE, PDF, mutations
from tests.evidence.test_documents import stored

pytestmark = pytest.mark.heavy

MEGABYTE = 1024 * 1024
GROWTH_MAX = 40 * MEGABYTE


@pytest.fixture
def upload(story, client, settings):
    settings.HOURLY_LIMITS = {}
    client.force_login(story.maker, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = reverse("add-document", args=[story.draft.pk])

    def send(content, name="report.pdf", **more):
        given = {"title": "Evaluation of Leeds", "confidentiality": "COMMERCIAL", **more}
        return client.post(address, {**given, "upload": SimpleUploadedFile(name, content)})

    return send


def resident(pid="self") -> int:
    """The memory of a process, in bytes."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) * 1024


def test_every_hostile_file_is_refused_beside_its_field_and_none_is_kept(story, upload):
    for name, (content, reason) in HOSTILE.items():
        response = upload(content)
        assert response.status_code == 422, name
        told = re.search(r'id="id_upload-error">(.*?)</span>\s*<input', response.content.decode(), re.DOTALL)
        assert told, name
        assert re.search(reason, told[1]), (name, told[1])
    assert stored() == set()
    assert upload(PDF).status_code == 302


def test_two_hundred_mutations_are_all_answered_and_memory_stays_steady(story, upload):
    upload(CSV + b"warm,1\n")
    before = resident(), resident(CHAMBER._process.pid)
    kept = {}
    for name, content in mutations(200, seed=3):
        response = upload(content)
        assert response.status_code in {302, 409, 422}, name
        if response.status_code == 302:
            kept[name] = content
    after = resident(), resident(CHAMBER._process.pid)
    assert all(new - old < GROWTH_MAX for old, new in zip(before, after, strict=True)), (before, after)
    assert len(stored()) == story.draft.documents.count() == len({*kept.values()}) + 1
    assert len(kept) < 100, "most broken files are told from sound ones"


def test_a_file_too_large_for_memory_arrives_whole(story, upload):
    large = CSV + b"x,1\n" * 800_000
    assert upload(large).status_code == 302
    with default_storage.open(story.draft.documents.get().stored_as) as kept:
        assert kept.read() == large


def test_what_was_typed_is_kept_when_the_file_is_refused(upload):
    page = upload(HOSTILE["html"][0], title="Evaluation of York", confidentiality="NHS_ONLY").content.decode()
    assert 'value="Evaluation of York"' in page
    assert re.search(r'value="NHS_ONLY"[^>]*checked', page)
    assert "Error: Upload a document" in page


def test_the_script_is_told_where_to_go_and_gets_refusals_as_everybody(story, client, upload):
    address = reverse("add-document", args=[story.draft.pk])
    assert "upload.js" in client.get(address).content.decode()
    sent = {"title": "A", "confidentiality": "PUBLIC"}
    asked = {"headers": {"X-Requested-With": "XMLHttpRequest"}}
    refused = client.post(address, sent | {"upload": SimpleUploadedFile("a", HOSTILE["html"][0])}, **asked)
    assert (refused.status_code, refused["Content-Type"]) == (422, "text/html; charset=utf-8")
    taken = client.post(address, sent | {"upload": SimpleUploadedFile("a", CSV)}, **asked)
    assert taken.json() == {"address": reverse("pack", args=[story.draft.pk])}
    assert "The document is uploaded." in client.get(taken.json()["address"]).content.decode()


def test_a_redacted_rendition_is_uploaded_and_listed_beside_its_full_document(story, client, upload):
    assert "redacted copy of" not in client.get(reverse("add-document", args=[story.draft.pk])).content.decode()
    upload(PDF, title="Net prices")
    full = story.draft.documents.get()
    assert upload(CSV, title="Prices", confidentiality="PUBLIC", redacts=full.pk).status_code == 302
    page = client.get(reverse("pack", args=[story.draft.pk])).content.decode()
    assert "redacted copy of “Net prices”" in page
    assert upload(CSV + b"a,1\n", confidentiality="PUBLIC", redacts=99999).status_code == 422
