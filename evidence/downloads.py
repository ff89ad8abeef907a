"""Serving a document's bytes. Every road (workplace, panel, passport) has its own policy and ends here."""

from __future__ import annotations

from typing import Protocol

from django.http import FileResponse, HttpResponse

from compass.foundation.errors import Refused
from evidence.inspection.verdicts import ENDINGS
from evidence.models import Document
from evidence.operations.stored_files import opened, picture_place
from evidence.states import DocumentState


def document_response(document: Document) -> FileResponse:
    """The file as a download with safe headers: never shown inline, never sniffed, never kept by a cache.

    Raises Refused for everybody, its owner included, until the virus scanner has cleared it; Unavailable when the
    storage does not hand it over.
    """
    if document.state == DocumentState.QUARANTINED:
        raise Refused("This document is still being checked for viruses.", next_step="Try again in a few minutes.")
    if document.state != DocumentState.CLEAN:
        raise Refused(
            "A virus was found in this document, so it is handed to nobody.",
            next_step="Its innovator can put a clean copy in its place, in a new revision once the pack was submitted.",
        )
    return _file(document)


class Stored(Protocol):
    """A row that names a stored file."""

    @property
    def sha256(self) -> str: ...
    @property
    def content_type(self) -> str: ...
    @property
    def stored_as(self) -> str: ...


def judged_document_response(document: Stored) -> FileResponse:
    """A document that was judged before it was kept, with the same headers; raises Unavailable."""
    return _file(document)


def picture_response(sha256: str, *, public: bool) -> FileResponse:
    """A picture made here, to be shown on our pages; a public one is kept for good, for its name is that of its bytes.

    Raises Unavailable when the storage does not hand it over.
    """
    response = FileResponse(opened(picture_place(sha256)), content_type="image/webp")
    _guard(response)
    if public:
        response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _file(document: Stored) -> FileResponse:
    name = f"{document.sha256[:12]}{ENDINGS[document.content_type]}"
    response = FileResponse(
        opened(document.stored_as), as_attachment=True, filename=name, content_type=document.content_type
    )
    _guard(response)
    return response


def made_file_response(content: bytes, *, name: str, content_type: str) -> HttpResponse:
    """A file made for this request, as a download with the same headers; `name` is plain letters."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    _guard(response)
    return response


def _guard(response: HttpResponse | FileResponse) -> None:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
