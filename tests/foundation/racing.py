"""Several people at once: real threads, each with its own connection. For tests with `transaction=True`."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection

PATIENCE = 10


class Elsewhere(threading.Thread):
    """One call on a connection of its own; what it returned or raised is kept in `outcome`."""

    def __init__(self, call: Callable[[], Any], gate: threading.Barrier | None = None) -> None:
        super().__init__(daemon=True)
        self.call, self.gate = call, gate
        self.backend: int | None = None
        self.outcome: Any = None

    def run(self) -> None:
        try:
            connection.ensure_connection()
            self.backend = connection.connection.info.backend_pid
            if self.gate:
                self.gate.wait(PATIENCE)
            self.outcome = self.call()
        except Exception as error:  # noqa: BLE001 (the test looks at it)
            self.outcome = error
        finally:
            connection.close()

    def result(self) -> Any:
        """What came of it; fails the test when it hangs."""
        self.join(PATIENCE)
        assert not self.is_alive(), "still waiting for a lock"
        return self.outcome

    def goes_as_far_as_it_can(self) -> Elsewhere:
        """Start, and come back once it has ended or waits for a lock that somebody else holds."""
        self.start()
        for _ in range(PATIENCE * 100):
            self.join(0.01)
            if not self.is_alive() or (self.backend and _blocked(self.backend)):
                return self
        raise AssertionError("neither finished nor blocked")


def _blocked(backend: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cardinality(pg_blocking_pids(%s))", [backend])
        return bool(cursor.fetchone()[0])


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Every call at the same moment, each on a connection of its own; returns what each returned or raised."""
    gate = threading.Barrier(len(calls))
    threads = [Elsewhere(call, gate) for call in calls]
    for thread in threads:
        thread.start()
    return [thread.result() for thread in threads]
