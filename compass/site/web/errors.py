"""Error pages that say what to do next. They ask the database nothing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from compass.foundation.api.problems import PROBLEM_TYPE, problem


def _page(request: HttpRequest, status: int) -> HttpResponse:
    context = {"path": request.path, "quiet": True}
    return render(request, f"errors/{status}.jinja", context, status=status, using="jinja2")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return _page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return _page(request, 404)


def too_many(request: HttpRequest) -> HttpResponse:
    """429: too many tries to sign in or to get a new password."""
    return _page(request, 429)


def server_error(request: HttpRequest) -> HttpResponse:
    """500; a problem document below /api/."""
    if request.path.startswith("/api/"):
        body = problem(500, "Something went wrong on our side. Try again in a minute.")
        return JsonResponse(body, status=500, content_type=PROBLEM_TYPE)
    return _page(request, 500)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose sign-in or cookie has run out (failed CSRF check)."""
    return render(request, "errors/form_expired.jinja", {"path": request.path}, status=403, using="jinja2")
