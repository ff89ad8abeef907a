"""What every page request passes through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers, patch_cache_control
from pghistory.middleware import HistoryMiddleware

from compass.foundation.api.problems import PROBLEM_TYPE, problem
from compass.foundation.errors import Refused
from compass.foundation.secret_addresses import holds_secret, masked

__all__ = ["HistoryContext", "PrivatePages", "Refusals", "RefuseBrokenText"]

GetResponse = Callable[[HttpRequest], HttpResponse]


class RefuseBrokenText:
    """Answer 400 for a null byte in the address: PostgreSQL cannot store one, so nothing can match it.

    An address that leads nowhere is not found, whatever it holds.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        query = request.META.get("QUERY_STRING", "")
        if "\x00" not in request.path and "%00" not in query and "\x00" not in query:
            return None
        if request.path.startswith("/api/"):
            sentence = "The address has a character that cannot be read. Check it and try again."
            return JsonResponse(problem(400, sentence), status=400, content_type=PROBLEM_TYPE)
        return render(request, "errors/400.jinja", {"quiet": True}, status=400, using="jinja2")


class PrivatePages:
    """What a signed-in person sees, and a page with a secret in its address, is kept nowhere, the browser included."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if holds_secret(request.path):
            add_never_cache_headers(response)
            # Names this site and never the page. "no-referrer" would also empty the Origin header of the page's own
            # forms, and they would be refused as forged.
            response["Referrer-Policy"] = "strict-origin"
        elif request.user.is_authenticated and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response


class WrongWayIn(Refused):
    """The address is for a form, or for no form (HTTP 405): somebody signed in again after they pressed a button."""

    status = 405
    title = "This address cannot be opened in this way"


class Refusals:
    """Turn a refusal that no form caught into a page with its sentence and its next step.

    Django's own answer to a wrong method (405) is an empty page: it gets one, too.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed) or response.content or request.path.startswith("/api/"):
            return response
        if request.method == "GET":
            refusal = WrongWayIn(
                "This address is for a form. Nothing was changed.",
                next_step="Go back in your browser, or start again from here.",
            )
        else:
            refusal = WrongWayIn(
                "What you did was not recorded.",
                next_step="Go back in your browser and press the button again, or start again from here.",
            )
        page = self.page(request, refusal)
        page["Allow"] = response["Allow"]
        return page

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return self.page(request, exception) if isinstance(exception, Refused) else None

    def page(self, request: HttpRequest, refusal: Refused) -> HttpResponse:
        """What was refused, why, and what to do next."""
        list(messages.get_messages(request))  # an older message beside a refusal would confuse
        page = render(request, "errors/refused.jinja", {"refusal": refusal}, status=refusal.status, using="jinja2")
        for name, value in refusal.headers.items():
            page[name] = value
        return page


class HistoryContext(HistoryMiddleware):
    """Who wrote a row of history, and on which page; a secret in the page's address is left out."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        given: dict[str, Any] = super().get_context(request)
        return given | {"url": masked(request.path)}
