"""What every page request passes through."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from pghistory.middleware import HistoryMiddleware as HistoryContext

from compass.foundation.api.problems import PROBLEM_TYPE, problem
from compass.foundation.errors import Refused

__all__ = ["HistoryContext", "PrivatePages", "Refusals", "RefuseBrokenText"]

GetResponse = Callable[[HttpRequest], HttpResponse]


class RefuseBrokenText:
    """Answer 400 for a null byte in the address: PostgreSQL cannot store one, so nothing can match it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if "\x00" in request.path or "%00" in query or "\x00" in query:
            sentence = "The address has a character that cannot be read. Check it and try again."
            if request.path.startswith("/api/"):
                return JsonResponse(problem(400, sentence), status=400, content_type=PROBLEM_TYPE)
            return HttpResponseBadRequest(sentence, content_type="text/plain; charset=utf-8")
        return self.get_response(request)


class PrivatePages:
    """What a signed-in person sees is kept by no shared cache and asked for anew each time."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        return response


class Refusals:
    """Turn a refusal that no form caught into a page with its sentence and its next step."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        list(messages.get_messages(request))  # an older message beside a refusal would confuse
        return render(request, "errors/refused.jinja", {"refusal": exception}, status=exception.status, using="jinja2")
