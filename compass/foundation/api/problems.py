"""Errors of the API as RFC 9457 problem details (`application/problem+json`)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import exception_handler

from compass.foundation.errors import Refused
from compass.foundation.received_json import pointer

PROBLEM_TYPE = "application/problem+json"
_TITLES = {
    400: "The request has a problem",
    401: "Sign-in is needed",
    403: "You do not have permission to do this",
    404: "Not found",
    405: "This method is not offered here",
    406: "This format is not offered",
    409: "This cannot be done now",
    411: "The length is missing",
    413: "This is too large",
    415: "This media type is not accepted",
    422: "There is a problem with what was sent",
    429: "Too many requests",
    503: "This is not available at the moment",
}


def problem(code: int, detail: str, **members: Any) -> dict[str, Any]:
    """A problem document: `type` stays about:blank, so `title` is the status in words (RFC 9457, section 4.2.1)."""
    return {
        "type": "about:blank",
        "title": _TITLES.get(code, "The request was refused"),
        "status": code,
        "detail": detail,
    } | members


class WrongContentError(exceptions.ValidationError):
    """What is wrong with the content of a request: each problem has its place in it, beside the member's name."""


def problem_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: every refusal becomes a problem; a crash stays a crash and is logged."""
    # Also where the answer itself would have been YAML or a page.
    context["request"].accepted_renderer, context["request"].accepted_media_type = JSONRenderer(), PROBLEM_TYPE
    if isinstance(error, Refused):
        # A view may say more than the sentence: which question, which version.
        explain = getattr(context["view"], "explain", None)
        members = explain(error) if explain else {}
        refused = _response(problem(error.status, error.sentence, next_step=error.next_step, **members))
        for name, value in error.headers.items():
            refused[name] = value
        return refused
    given = exception_handler(error, context)
    if given is None:
        return None
    code = given.status_code
    if isinstance(error, exceptions.ValidationError):
        body = problem(code, "One or more values cannot be used. See errors.", errors=_errors(error))
    elif isinstance(error, Http404):
        body = problem(status.HTTP_404_NOT_FOUND, "There is nothing public at this address.")
    elif isinstance(error, PermissionDenied):
        body = problem(status.HTTP_403_FORBIDDEN, str(error) or "Sign in with an account that may do this.")
    else:
        body = problem(code, str(getattr(error, "detail", error)))
    response = _response(body)
    for header in ("WWW-Authenticate", "Retry-After", "Allow"):
        if given.has_header(header):
            response[header] = given[header]
    return response


def _errors(error: exceptions.ValidationError) -> list[dict[str, str]]:
    detail: Any = error.detail
    if not isinstance(detail, dict):
        return [{"field": "", "detail": text} for text in _texts(detail)]
    if isinstance(error, WrongContentError):
        return [
            {"field": str(field), "pointer": place, "detail": text}
            for field, told in detail.items()
            for place, text in _placed(told, "" if field == api_settings.NON_FIELD_ERRORS_KEY else pointer(str(field)))
        ]
    return [{"field": str(field), "detail": text} for field, told in detail.items() for text in _texts(told)]


def _placed(told: Any, place: str) -> list[tuple[str, str]]:
    """The sentences in the framework's detail, each with the pointer of what it is about."""
    if isinstance(told, dict):
        below = [(name, "" if name == api_settings.NON_FIELD_ERRORS_KEY else pointer(name)) for name in told]
        return [one for name, step in below for one in _placed(told[name], f"{place}{step}")]
    return [(place, text) for text in _texts(told)]


def _texts(told: Any) -> list[str]:
    """The sentences in the framework's detail: a text, a list, or entries by their place."""
    if isinstance(told, dict | list):
        return [text for one in (told.values() if isinstance(told, dict) else told) for text in _texts(one)]
    return [str(told)]


def _response(body: dict[str, Any]) -> Response:
    return Response(body, status=body["status"], content_type=PROBLEM_TYPE)
