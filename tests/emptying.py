"""Leaving the database as it was found, after a test that committed.

Django's way (`flush`) makes a new file for each of some hundred tables and their indexes, and leaves out what the
migrated database had: the next test would load the standards again. Here what the test wrote is deleted, and what stood
there at the beginning is put back from a copy.
"""

from __future__ import annotations

from django.db import connection

_COPIES = "as_it_was"


def remember() -> None:
    """Copy the rows of the tables that have any, once for each test database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [_COPIES])
        if cursor.fetchone():
            return
        tables = connection.introspection.table_names(cursor)
        cursor.execute(f"CREATE SCHEMA {_COPIES}")
        for table in tables:
            cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}")')
            if cursor.fetchone()[0]:
                cursor.execute(f'CREATE TABLE {_COPIES}."{table}" AS TABLE "{table}"')


def put_back() -> None:
    """Delete every row and put the copied ones back, with no trigger and no foreign key asked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [_COPIES])
        copied = [table for (table,) in cursor.fetchall()]
        statements = [f'DELETE FROM "{table}"' for table in connection.introspection.table_names(cursor)]
        statements += [f'INSERT INTO "{table}" TABLE {_COPIES}."{table}"' for table in copied]
        role = "SET session_replication_role ="
        cursor.execute("; ".join([f"{role} replica", *statements, f"{role} DEFAULT"]))
