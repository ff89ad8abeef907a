"""Databases that test databases are copies of, so that what takes long is done once.

One is migrated and has the standards in it, for all processes and all runs: a sum of all migrations and standards is
part of its name, so that changed ones make another one. One has the demonstration, for all processes of one run.
"""

from __future__ import annotations

import hashlib
import inspect
import re
from collections.abc import Callable

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

from evidence.operations.standards import FOLDER, load_standards


def template(connection: BaseDatabaseWrapper) -> str:
    """The name of the migrated database."""
    # Every pack is asked the standards, and reading and writing them takes longer than most tests.
    return _made_once(connection, "migrated", _sum_of_migrations(), load_standards)


def with_demonstration(connection: BaseDatabaseWrapper, *, run: str, fill: Callable[[], object]) -> str:
    """The name of a copy of the database of `TEST["TEMPLATE"]` that `fill` has filled, the same all through a run."""
    return _made_once(connection, "told", run[:12], fill)


def _made_once(connection: BaseDatabaseWrapper, kind: str, mark: str, fill: Callable[[], object]) -> str:
    """The name of the database of a kind; whoever asks first makes and fills it, and removes those of other marks."""
    ours = f"test_{connection.settings_dict['NAME'][:30]}_{kind}_"  # a name has at most 63 bytes
    wanted = ours + mark
    with connection._nodb_cursor() as server:
        # Until this connection ends. The other processes wait here and then find it made.
        server.execute("SELECT pg_advisory_lock(hashtext(%s))", [ours])
        # One that still allows connections was left half made.
        server.execute("SELECT datname, datname = %s AND NOT datallowconn FROM pg_database", [wanted])
        found = {
            name: whole for name, whole in server.fetchall() if re.fullmatch(f"{re.escape(ours)}[0-9a-f]{{12}}", name)
        }
        for name in (name for name, whole in found.items() if not whole):
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        if not found.get(wanted):
            _make(connection, wanted, fill)
            server.execute(f'ALTER DATABASE "{wanted}" ALLOW_CONNECTIONS false')
    return wanted


def _make(connection: BaseDatabaseWrapper, name: str, fill: Callable[[], object]) -> None:
    usual, test = connection.settings_dict["NAME"], connection.settings_dict["TEST"]
    own, test["NAME"] = test["NAME"], name
    try:
        connection.creation.create_test_db(verbosity=0, serialize=False)
        fill()
    finally:
        connection.close()
        test["NAME"] = own
        connection.settings_dict["NAME"] = settings.DATABASES[connection.alias]["NAME"] = usual


def _sum_of_migrations() -> str:
    """Of their text, of the standards', and of the versions of everything that reads them."""
    migrations = MigrationLoader(None).disk_migrations
    texts = [inspect.getsource(inspect.getmodule(type(one))) for _, one in sorted(migrations.items())]
    texts += [path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.*"))]
    texts.append((settings.BASE_DIR / "requirements.txt").read_text(encoding="utf-8"))
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:12]
