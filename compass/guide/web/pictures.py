"""Pictures of public technologies, from our own origin, kept by whoever has them: a name never has other bytes."""

from __future__ import annotations

from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest

from evidence.downloads import picture_response
from evidence.models import Picture


def picture_file(request: HttpRequest, sha256: str) -> FileResponse:
    """One picture by its SHA-256; 404 unless a public technology shows it."""
    shown = Picture.objects.filter(Q(large=sha256) | Q(small=sha256), innovation__published_at__isnull=False)
    if not shown.exists():
        raise Http404
    return picture_response(sha256, public=True)
