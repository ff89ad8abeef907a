"""Hot reads: a resource declares its public fields once, as output name → ORM path or expression."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import JSONObject
from psycopg.sql import SQL

Fields = Mapping[str, str | Combinable]


def shaped(rows: QuerySet[Any, Any], fields: Fields) -> QuerySet[Any, dict[str, Any]]:
    """The rows as dictionaries of exactly these fields; no instance is ever built."""
    plain = [name for name, path in fields.items() if name == path]
    renamed = {name: F(path) if isinstance(path, str) else path for name, path in fields.items() if name != path}
    return rows.values(*plain, **renamed)


def gathered(rows: QuerySet[Any, Any], **fields: str | Combinable) -> ArraySubquery:
    """The rows in their order as objects of these fields, in one value of the outer row."""
    return ArraySubquery(rows.values(json=JSONObject(**fields)))


@dataclass(frozen=True)
class Prepared:
    """Rows as JSON, by a statement that Django writes once: that takes it longer than PostgreSQL takes to answer.

    `given` has stand-ins, which nobody would ask for, where each asker puts values of their own.
    """

    sql: str
    given: tuple[Any, ...]

    @classmethod
    def of(cls, rows: QuerySet[Any, Any]) -> Prepared:
        """The statement for these rows, whose values may be stand-ins."""
        sql, given = rows.query.sql_with_params()
        whole = SQL("SELECT coalesce(json_agg(row_to_json(page)), '[]')::text FROM ({}) AS page").format(SQL(sql))
        return cls(whole.as_string(), given)

    def read(self, *put: tuple[Any, Any]) -> str:
        """The rows in their order, as PostgreSQL writes them; `put` are stand-ins, each with what takes its place."""
        values = [next((new for old, new in put if old == value), value) for value in self.given]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, values)
            return str(cursor.fetchone()[0])
