"""The floor for requests: a bare WSGI application that sends on the JSON that PostgreSQL built in one statement."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

import psycopg

from benchmarks.floor_statements import statement

_local = threading.local()


def _connection() -> psycopg.Connection:
    """One for each thread of the server."""
    if not hasattr(_local, "connection"):
        _local.connection = psycopg.connect(
            os.environ["DATABASE_URL"], autocommit=True, options="-c plan_cache_mode=force_custom_plan"
        )
    connection: psycopg.Connection = _local.connection
    return connection


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answers the addresses of ours."""
    text, told = statement(
        environ["PATH_INFO"], parse_qs(environ["QUERY_STRING"]), environ.get("HTTP_COOKIE", "").rpartition("=")[2]
    )
    row = _connection().execute(text.encode(), told).fetchone()
    body = str(row[0]).encode() if row else b"{}"
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
