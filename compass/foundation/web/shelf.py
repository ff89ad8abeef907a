"""What a web process keeps of public pages, and the one question that tells whether a page is as it was.

PostgreSQL says in one short statement which transactions a reader sees (`pg_current_snapshot`). While the answer is the
same, every statement of a page would read the same rows, whichever tables it asks; so a change shows at once, in every
process, without anybody having to say that something changed. See docs/decisions/0015-pages-kept-by-snapshot.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import parse_cookie
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus

from compass.foundation.shelf import Shelf

MOST_BYTES = 24 * 1024 * 1024
# A page beyond this is rare, and would push out hundreds.
LARGEST = 512 * 1024
# A restarted or failed-over server may use the numbers of lost transactions again, so its start belongs to the answer.
# A standby does not list what is under way, so there nothing is proven.
_SEEN = b"SELECT pg_postmaster_start_time()::text || pg_current_snapshot()::text WHERE NOT pg_is_in_recovery()"
# What of a request can make the same page another one, beside cookies.
_ADDRESS = ("wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING")

Address = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CachedPage:
    """A page as it was sent, what was committed when its making began, and the day it was made for."""

    seen: bytes
    day: date
    etag: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


# Pages by address.
SHELF: Shelf[Address, CachedPage] = Shelf(MOST_BYTES, lambda kept: len(kept.body))


def seen() -> bytes:
    """What a reader sees now; equal answers mean equal rows. Empty where that cannot be told."""
    if connection.in_atomic_block:  # its own changes show, and are no part of the answer
        return b""
    connection.ensure_connection()
    with connection.wrap_database_errors:
        # Straight to libpq: a cursor would take as long as the question itself.
        found = connection.connection.pgconn.exec_(_SEEN)
        if found.status != ExecStatus.TUPLES_OK:
            raise error_from_result(found)
    return found.get_value(0, 0) or b"" if found.ntuples else b""


def address_of(asked: Mapping[str, Any]) -> Address:
    """What tells the pages of a process apart, from a request's environment."""
    return tuple(asked.get(name, "") for name in _ADDRESS)


def for_anybody(asked: Mapping[str, Any]) -> bool:
    """Whether a request brings nothing that makes an answer somebody's own. Templates change under a developer."""
    if asked["REQUEST_METHOD"] != "GET" or "HTTP_AUTHORIZATION" in asked or settings.DEBUG:
        return False
    brought = asked.get("HTTP_COOKIE", "")
    return not brought or not {settings.SESSION_COOKIE_NAME, "messages"} & parse_cookie(brought).keys()
