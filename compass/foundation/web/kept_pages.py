"""Public pages kept in each web process, and sent again for as long as nothing was committed since they were made.

PostgreSQL says in one short statement which transactions a reader sees (`pg_current_snapshot`). While the answer is the
same, every statement of a page would read the same rows, whichever tables it asks; so a change shows at once, in every
process, without anybody having to say that something changed. See docs/decisions/0015-pages-kept-by-snapshot.md.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from threading import Lock
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import http_date

from compass.foundation.clock import now, today

MOST_BYTES = 24 * 1024 * 1024
# A page beyond this is rare, and would push out hundreds.
LARGEST = 512 * 1024
# A failed-over or restarted server may use the numbers of lost transactions again, so its start belongs to the answer.
# A standby does not list what is under way, so there nothing is proven.
_SEEN = "SELECT pg_postmaster_start_time()::text || pg_current_snapshot()::text WHERE NOT pg_is_in_recovery()"
_VISIT = "compass.visit"


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as it was sent, what was committed when its making began, and the day it was made for."""

    seen: str
    day: date
    etag: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def response(self) -> HttpResponse:
        """The page once more."""
        return HttpResponse(self.body, headers=dict(self.headers))


@dataclass(slots=True)
class Visit:
    """A request for a page that is the same for everybody, and what was kept of it, which may have changed since."""

    seen: str
    kept: Kept | None


class Shelf:
    """What this process keeps, at most so many bytes of bodies; what was not asked for longest goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._bytes = 0
        self._pages: OrderedDict[tuple[str, str], Kept] = OrderedDict()
        self._lock = Lock()

    def get(self, address: tuple[str, str]) -> Kept | None:
        """The page of an address; asking for it makes it the newest."""
        with self._lock:
            kept = self._pages.get(address)
            if kept is not None:
                self._pages.move_to_end(address)
            return kept

    def put(self, address: tuple[str, str], kept: Kept) -> None:
        """Keep it in place of what was kept of the address."""
        with self._lock:
            self._drop(self._pages.pop(address, None))
            self._pages[address] = kept
            self._bytes += len(kept.body)
            while self._bytes > self._most:
                self._drop(self._pages.popitem(last=False)[1])

    def _drop(self, kept: Kept | None) -> None:
        self._bytes -= len(kept.body) if kept else 0

    def clear(self) -> None:
        """Keep nothing."""
        with self._lock:
            self._pages.clear()
            self._bytes = 0


SHELF = Shelf(MOST_BYTES)


def seen() -> str:
    """What a reader sees now; equal answers mean equal rows. Empty where that cannot be told."""
    if connection.in_atomic_block:  # its own changes show, and are no part of the answer
        return ""
    with connection.cursor() as cursor:
        cursor.execute(_SEEN)
        found = cursor.fetchone()
    return str(found[0]) if found else ""


def kept_before(request: HttpRequest) -> Kept | None:
    """What was kept of this address, whether or not it is as it was."""
    visit: Visit | None = request.META.get(_VISIT)
    return visit.kept if visit else None


class KeptPages:
    """Answer from the shelf whoever brings nothing of their own; put there what the pages of KEPT_PAGES answer them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "GET" or not _for_anybody(request):
            return self.get_response(request)
        address = (request.META.get("HTTP_HOST", ""), request.get_full_path())
        kept = SHELF.get(address)
        if kept is not None:
            visit = request.META[_VISIT] = Visit(seen(), kept)
            if visit.seen == kept.seen and kept.day == today():
                response = kept.response()
                return get_conditional_response(request, etag=kept.etag, response=response) or response
        day = today()
        response = self.get_response(request)
        given: Visit | None = request.META.get(_VISIT)
        if given and response.status_code == HTTPStatus.OK and not response.streaming and not response.cookies:
            response = self._keep(request, response, address, given, day)
        return response

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any) -> None:
        """Before a page reads anything, note what there is to be seen."""
        match = request.resolver_match
        if not match or match.url_name not in settings.KEPT_PAGES:
            request.META.pop(_VISIT, None)
        elif _VISIT not in request.META and request.method == "GET" and _for_anybody(request):
            request.META[_VISIT] = Visit(seen(), None)

    def _keep(
        self, request: HttpRequest, response: HttpResponse, address: tuple[str, str], visit: Visit, day: date
    ) -> HttpResponse:
        """The finished answer with its signature and date; also put on the shelf, where it can be."""
        if "ETag" not in response:
            response["ETag"] = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
            patch_cache_control(response, no_cache=True)
            patch_vary_headers(response, ["Cookie"])
        before = visit.kept
        same = before is not None and before.etag == response["ETag"]
        # For people and robots to read: only the signature decides, because two changes may fall into one second.
        response["Last-Modified"] = (
            dict(before.headers)["Last-Modified"] if before and same else http_date(now().timestamp())
        )
        if visit.seen and not request.COOKIES and len(response.content) <= LARGEST:
            SHELF.put(address, Kept(visit.seen, day, response["ETag"], tuple(response.items()), response.content))
        return get_conditional_response(request, etag=response["ETag"], response=response) or response


def _for_anybody(request: HttpRequest) -> bool:
    """Whether the request brings nothing that makes an answer somebody's own. Templates change under a developer."""
    if settings.DEBUG or "HTTP_AUTHORIZATION" in request.META:
        return False
    return not {settings.SESSION_COOKIE_NAME, "messages"} & request.COOKIES.keys()
