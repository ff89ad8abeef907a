"""One migrated database, with the standards in it, for all processes and all runs: test databases are copies of it.

A sum of all migrations and standards is part of its name, so that changed ones make another one.
"""

from __future__ import annotations

import hashlib
import inspect
import re

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

from evidence.operations.standards import FOLDER, load_standards


def template(connection: BaseDatabaseWrapper) -> str:
    """The name of the migrated database; whoever asks first makes it, and removes those of other migrations."""
    ours = f"test_{connection.settings_dict['NAME'][:30]}_migrated_"  # a name has at most 63 bytes
    wanted = ours + _sum_of_migrations()
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
            _make(connection, wanted)
            server.execute(f'ALTER DATABASE "{wanted}" ALLOW_CONNECTIONS false')
    return wanted


def _make(connection: BaseDatabaseWrapper, name: str) -> None:
    usual, test = connection.settings_dict["NAME"], connection.settings_dict["TEST"]
    own, test["NAME"] = test["NAME"], name
    try:
        connection.creation.create_test_db(verbosity=0, serialize=False)
        # Every pack is asked them, and reading and writing them takes longer than most tests.
        load_standards()
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
