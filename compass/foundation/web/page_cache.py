"""Public pages are kept as they were sent (`PageCache`), and sent again while they are as they were (`SentAgain`)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import http_date, parse_etags

from compass.foundation.clock import now, today
from compass.foundation.web.shelf import LARGEST, SHELF, CachedPage, address_of, for_anybody, seen

_VISIT = "compass.visit"
# With these a browser asks for more than whether it has the page as it is.
_CONDITIONS = ("HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE")
# What an answer without a page says of it.
_TOLD = ("ETag", "Cache-Control", "Vary", "Last-Modified")


@dataclass(slots=True)
class Visit:
    """A request for a page that is the same for everybody: what it can see, and what was kept of the page before."""

    seen: bytes
    before: CachedPage | None


class SentAgain:
    """Answers from the shelf, before Django begins, whoever brings nothing of their own."""

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self.application = application

    def __call__(self, asked: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        kept = SHELF.get(address_of(asked)) if for_anybody(asked) else None
        if kept is None or any(name in asked for name in _CONDITIONS):
            return self.application(asked, start)
        try:
            visible = seen()
        except Error:  # Django asks again, and says what is wrong
            visible = b""
            connection.close()
        if visible != kept.seen or kept.day != today():
            asked[_VISIT] = Visit(visible, kept)
            return self.application(asked, start)
        if _weak(kept.etag) in map(_weak, parse_etags(asked.get("HTTP_IF_NONE_MATCH", ""))):
            start("304 Not Modified", [(name, value) for name, value in kept.headers if name in _TOLD])
            return []
        start("200 OK", list(kept.headers))
        return [kept.body]


class PageCache:
    """Puts on the shelf what the routes of CACHED_PAGES answer whoever brings nothing; before all other layers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        day = today()
        response = self.get_response(request)
        visit: Visit | None = request.META.get(_VISIT)
        if not visit or response.status_code != HTTPStatus.OK or response.streaming or response.cookies:
            return response
        if "ETag" not in response:
            response["ETag"] = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
            patch_cache_control(response, no_cache=True)
            patch_vary_headers(response, ["Cookie"])
        # For people and robots to read: only the signature decides, because two changes may fall into one second.
        same = visit.before and visit.before.etag == response["ETag"]
        told = dict(visit.before.headers) if visit.before and same else {}
        response["Last-Modified"] = told.get("Last-Modified") or http_date(now().timestamp())
        if visit.seen and not request.COOKIES and len(response.content) <= LARGEST:
            kept = CachedPage(visit.seen, day, response["ETag"], tuple(response.items()), response.content)
            SHELF.put(address_of(request.META), kept)
        return get_conditional_response(request, etag=response["ETag"], response=response) or response

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any) -> None:
        """Before a page reads anything, note what there is to be seen."""
        route = request.resolver_match.url_name if request.resolver_match else None
        if route not in settings.CACHED_PAGES or not for_anybody(request.META):
            request.META.pop(_VISIT, None)
        elif _VISIT not in request.META:
            request.META[_VISIT] = Visit(seen(), None)


def page_before(request: HttpRequest, etag: str) -> HttpResponse | None:
    """What was kept of this address, if it has this signature: it says the same, although something was committed."""
    visit: Visit | None = request.META.get(_VISIT)
    if not visit or not visit.before or visit.before.etag != etag:
        return None
    return HttpResponse(visit.before.body, content_type=dict(visit.before.headers)["Content-Type"])


def _weak(etag: str) -> str:
    return etag.removeprefix("W/")
