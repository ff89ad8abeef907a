"""The floor for requests: a bare WSGI application that sends on the JSON that PostgreSQL builds."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import psycopg

_local = threading.local()


@cache
def _statements() -> dict[str, list[str]]:
    """Those of every address that will be asked."""
    found: dict[str, list[str]] = json.loads(Path(os.environ["BENCH_STATEMENTS"]).read_text(encoding="utf-8"))
    return found


def _connection() -> psycopg.Connection:
    """One for each thread of the server."""
    if not hasattr(_local, "connection"):
        _local.connection = psycopg.connect(
            os.environ["DATABASE_URL"], autocommit=True, cursor_factory=psycopg.ClientCursor
        )
    connection: psycopg.Connection = _local.connection
    return connection


def body(connection: psycopg.Connection, statements: Sequence[str]) -> bytes:
    """A list with what each statement gives, as PostgreSQL wrote it."""
    parts = []
    for text in statements:
        row = connection.execute(text.encode()).fetchone() or ()
        parts += [part if part and part[0] in "[{" else json.dumps(part) for part in row]
    return f"[{','.join(parts)}]".encode()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answers the addresses of ours."""
    address = environ["PATH_INFO"] + (f"?{environ['QUERY_STRING']}" if environ["QUERY_STRING"] else "")
    sent = body(_connection(), _statements()[address])
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(sent)))])
    return [sent]
