"""How much a page takes: a request that brings more is refused before its body is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from compass.foundation.api.problems import PROBLEM_TYPE, problem
from compass.foundation.errors import Refused

MEGABYTE = 1024 * 1024
_FORM_AROUND_A_FILE = MEGABYTE  # boundaries and the other fields


class TooLarge(Refused):
    """The body is larger than this page takes (HTTP 413)."""

    status = 413
    title = "This is too large"


class NoLength(Refused):
    """The body does not say how large it is (HTTP 411)."""

    status = 411
    title = "This cannot be taken in"


class RefuseLargeBodies:
    """Stands before the CSRF check, which reads the form: answers 413, or 411 where no length is given.

    A view with `multipart = True` shows a file field and takes one document; all others take a form without files.
    No more than the promised length is ever read: Django cuts the body there, so checking the promise is enough.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        refusal = _refusal(request.META, takes_files=getattr(getattr(view, "view_class", None), "multipart", False))
        if refusal is None:
            return None
        if request.path.startswith("/api/"):
            body = problem(refusal.status, refusal.sentence, next_step=refusal.next_step)
            return JsonResponse(body, status=refusal.status, content_type=PROBLEM_TYPE)
        context = {"refusal": refusal, "quiet": True}
        return render(request, "errors/refused.jinja", context, status=refusal.status, using="jinja2")


def _refusal(meta: dict[str, Any], *, takes_files: bool) -> Refused | None:
    if "HTTP_TRANSFER_ENCODING" in meta:
        return NoLength(
            "The request does not say how large its content is.", next_step="Send it again with a Content-Length."
        )
    given = str(meta.get("CONTENT_LENGTH") or "")
    length = int(given) if given.isdecimal() else 0  # then Django reads nothing either
    if takes_files and length > settings.DOCUMENT_MAX_BYTES + _FORM_AROUND_A_FILE:
        return TooLarge(
            f"The file is larger than {settings.DOCUMENT_MAX_BYTES // MEGABYTE} MB. It was not uploaded.",
            next_step="Go back, make the file smaller or split it into parts, and upload it again.",
        )
    if not takes_files and length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return TooLarge(
            f"You sent more than {settings.DATA_UPLOAD_MAX_MEMORY_SIZE / MEGABYTE:.1f} MB. Nothing was recorded.",
            next_step="Shorten what you wrote and send it again. Longer material belongs in a document.",
        )
    return None
