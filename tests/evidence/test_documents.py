"""Uploads are judged by their bytes."""

from __future__ import annotations

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from compass.foundation.errors import Invalid, Refused
from evidence.operations.documents import upload_document
from tests.story import PDF, PNG

HTML = b"<!DOCTYPE html><script>alert(1)</script>"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(64)


def upload(story, content, name="report.pdf", told="application/pdf", pack=None):
    file = SimpleUploadedFile(name, content, content_type=told)
    return upload_document(pack=pack or story.draft, title="Report", upload=file, by=story.maker, now=story.now)


@pytest.mark.parametrize(
    ("content", "kind"),
    [(PDF, "application/pdf"), (PNG, "image/png"), (JPEG, "image/jpeg")],
    ids=["pdf", "png", "jpeg"],
)
def test_the_type_is_told_by_the_bytes_whatever_the_name(story, content, kind):
    for name, told in (("page.html", "text/html"), ("x" * 400 + ".exe", "")):
        document = upload(story, content + name.encode(), name=name, told=told)
        assert document.content_type == kind
        assert not document.stored_as.endswith((".html", ".exe"))
        with default_storage.open(document.stored_as) as kept:
            assert kept.read() == content + name.encode()


@pytest.mark.parametrize(
    "content",
    [
        HTML,
        HTML + PDF,
        b"MZ" + bytes(100),
        b"PK\x03\x04" + bytes(100),
        b"GIF89a" + bytes(100),
        b"<svg/>",
        b"plain",
        b" " + PDF,
    ],
    ids=["html", "html before pdf", "exe", "zip", "gif", "svg", "text", "space before pdf"],
)
def test_anything_else_named_pdf_is_refused(story, content):
    with pytest.raises(Invalid, match="not a PDF, PNG or JPEG"):
        upload(story, content)
    assert not story.draft.documents.exists()
    assert upload(story, PDF).size == len(PDF)


def test_an_empty_or_too_large_file_is_refused_and_the_largest_allowed_is_kept(story, settings):
    settings.DOCUMENT_MAX_BYTES = 1024 * 1024
    with pytest.raises(Invalid, match="is empty"):
        upload(story, b"")
    with pytest.raises(Invalid, match="larger than 1 MB"):
        upload(story, PDF.ljust(settings.DOCUMENT_MAX_BYTES + 1))
    assert upload(story, PDF.ljust(settings.DOCUMENT_MAX_BYTES)).size == 1024 * 1024


def test_the_same_file_is_in_a_pack_once_whatever_its_name(story):
    first = upload(story, PDF)
    with pytest.raises(Refused, match="already in the pack"):
        upload(story, PDF, name="other.pdf")
    assert upload(story, PDF + b"%").stored_as != first.stored_as


def test_two_innovators_never_share_a_stored_file(story):
    other = type(story)()
    mine, theirs = upload(story, PDF), upload(other, PDF)
    assert mine.sha256 == theirs.sha256
    assert mine.stored_as != theirs.stored_as
