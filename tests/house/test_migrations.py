"""What becomes of a database that was made by the migrations that today's replace (docs/decisions/0016)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.exceptions import NodeNotFoundError
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

REPLACED = sorted(old for one in MigrationLoader(None).replacements.values() for old in one.replaces)
LAST = sorted(dict(REPLACED).items())

pytestmark = pytest.mark.django_db


def forget(*which):
    for app, name in which:
        assert MigrationRecorder(connection).migration_qs.filter(app=app, name=name).delete()[0]


def left_to_do():
    executor = MigrationExecutor(connection)
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


def test_a_database_with_all_of_the_old_ones_has_nothing_to_do():
    forget(*MigrationLoader(None).replacements)
    assert left_to_do() == []


@pytest.mark.parametrize("last", LAST, ids=[app for app, _ in LAST])
def test_a_database_with_some_of_the_old_ones_is_refused(last):
    forget(last)
    with pytest.raises(NodeNotFoundError, match="some of the replaced migrations are already applied"):
        left_to_do()
