"""What the floor sends: for each address, what our page reads, as JSON that PostgreSQL builds.

The statements are the product's own, as it sent them for that address, so that a new field is in both arms by itself.
Whether they are any good is another question: `plans` looks at how PostgreSQL answers them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection
from django.test import Client

from benchmarks.floor_pack import PACK
from benchmarks.inside import NOBODY, page_of

Statements = Mapping[str, list[str]]

# Who asks, and whether a page may be sent again: no part of what a page says.
_BESIDE = ("SAVEPOINT", "RELEASE", '"django_session"', 'FROM "accounts_user"', "pg_current_snapshot")
_AS_JSON = "SELECT coalesce(json_agg(row_to_json(page)), '[]')::text FROM ({}) AS page"
_TEXTS = {25, 114, 1043}  # PostgreSQL's numbers for text, json and varchar


def statements_of(paths: Iterable[str]) -> dict[str, list[str]]:
    """For each address its statements, with all values in them; asked of the database that the product points at."""
    client, found = Client(), {}
    for path in paths:
        read = found[path] = list[str]()
        with connection.execute_wrapper(_noting(read)):
            page_of(client, path, NOBODY)
    return found


def of_pack(wrapper: Any, path: str, session: str) -> list[str]:
    """The statement for the page of a pack, which only a signed-in person sees; written for the floor."""
    told = {"pk": int(path.strip("/").split("/")[-1]), "session": session}
    wrapper.ensure_connection()
    return [psycopg.ClientCursor(wrapper.connection).mogrify(PACK, told)]


def kept(statements: Statements, path: Path) -> None:
    """Write them to a file for the floor's own process."""
    path.write_text(json.dumps(statements), encoding="utf-8")


def _noting(read: list[str]) -> Callable[..., Any]:
    """Notes every statement that reads something, in the form that gives its rows as JSON."""

    def noting(execute: Callable[..., Any], sql: str, params: Any, many: Any, context: dict[str, Any]) -> Any:
        done = execute(sql, params, many, context)
        cursor = context["cursor"]
        if cursor.description and not any(words in sql for words in _BESIDE):
            text = context["connection"].ops.last_executed_query(cursor, sql, params)
            built = "json" in sql and all(column.type_code in _TEXTS for column in cursor.description)
            read.append(text if built else _AS_JSON.format(text))
        return done

    return noting
