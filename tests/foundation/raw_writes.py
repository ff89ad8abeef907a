"""Raw SQL against the tables, and which constraint or trigger refuses it."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import pgtrigger
from django.apps import apps
from django.db import DatabaseError, connection, transaction

# The triggers that only write; the append-only ones of the history tables have a test of their own.
_HISTORY = {"insert_insert", "update_update", "delete_delete", "append_only", "stamped"}


class Case(NamedTuple):
    """A rule of the tables: a statement that breaks it, and its twin that does not. `{names}` are ids of the story."""

    rule: str
    refused: str
    allowed: str


@cache
def triggers() -> dict[str, str]:
    """`table.trigger` by the name the trigger has in the database."""
    return {t.get_pgid(model): f"{model._meta.db_table}.{t.name}" for model, t in pgtrigger.registered()}


def declared(app: str) -> set[str]:
    """Every constraint, and every trigger that refuses something, of one app's tables."""
    rules = set()
    for model in apps.get_app_config(app).get_models():
        rules |= {constraint.name for constraint in model._meta.constraints}
        kept = {t.name for t in getattr(model._meta, "triggers", [])} - _HISTORY
        rules |= {f"{model._meta.db_table}.{name}" for name in kept}
    return rules


def refused_by(statement: str) -> str | None:
    """The rule that refuses a statement, None when it is carried out; whatever it does is undone."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            if statement.startswith(("UPDATE", "DELETE")):
                assert cursor.rowcount, f"touches no row: {statement}"
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            transaction.set_rollback(True)
    except DatabaseError as error:
        said = error.__cause__.diag
        if said.constraint_name:
            return said.constraint_name
        trigger = re.search(r"pgtrigger_\w+(?=\(\))", said.context or "")
        return triggers()[trigger[0]] if trigger else str(error)
    return None


def assert_held(cases: list[Case], **ids: object) -> None:
    """Each refused statement is refused by its own rule, and by no other; each allowed one is carried out."""
    expected = {case.refused.format(**ids): case.rule for case in cases}
    expected |= {case.allowed.format(**ids): None for case in cases if case.allowed}
    found = {statement: refused_by(statement) for statement in expected}
    wrong = {statement: rule for statement, rule in found.items() if rule != expected[statement]}
    assert not wrong, f"not as the rule says: {wrong}"


def copy_of(table: str, row: str, **changes: str) -> str:
    """A statement that inserts row number `row` again under the next id, with some columns changed (SQL values)."""
    model = next(m for m in apps.get_models() if m._meta.db_table == table)
    columns = [f.column for f in model._meta.concrete_fields if not f.primary_key and not f.generated]
    names = ", ".join(f'"{column}"' for column in columns)
    values = ", ".join(changes.get(column, f'"{column}"') for column in columns)
    return f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE id = {row}"
