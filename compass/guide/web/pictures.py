"""Pictures of public technologies, from our own origin, kept by whoever has them: a name never has other bytes."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest

from evidence.downloads import picture_response
from evidence.queries.pictures import is_shown


def picture_file(request: HttpRequest, sha256: str) -> FileResponse:
    """One picture by its SHA-256; 404 unless a public technology shows it."""
    if not is_shown(sha256):
        raise Http404
    return picture_response(sha256, public=True)
