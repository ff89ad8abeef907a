"""Serving a document's bytes. Every road (workplace, panel, passport) has its own policy and ends here."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import FileResponse

from evidence.models import Document
from evidence.operations.documents import ACCEPTED


def document_response(document: Document) -> FileResponse:
    """The file as a download with safe headers: never shown inline, never sniffed, never kept by a cache."""
    name = f"{document.sha256[:12]}{ACCEPTED[document.content_type]}"
    response = FileResponse(
        default_storage.open(document.stored_as), as_attachment=True, filename=name, content_type=document.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
