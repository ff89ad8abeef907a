"""A change log to seal, and ways to get at it that no trigger stops."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count

from django.db import connection

from compass.foundation.models import Change
from compass.foundation.transparency.verification import verify_log

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


_NUMBERS = count(1)  # of transactions that ended long ago: a test's own is still running


def happened(sentence: str, at: datetime = NOON, *, now: bool = False, **more: object) -> Change:
    """A change of a transaction that has ended, or in the present one with `now`."""
    given = {"kind": "tried", "subject": "test", "subject_id": 1, "sentence": sentence, "occurred_at": at}
    return Change.objects.create(**(given | ({} if now else {"transaction_id": next(_NUMBERS)}) | more))


@contextmanager
def nothing_watching():
    """As somebody with every right in the database: neither triggers nor foreign keys are asked."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        try:
            yield cursor
        finally:
            cursor.execute("SET session_replication_role = origin")


def tamper(statement: str, *values: object) -> None:
    with nothing_watching() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount, "nothing was touched"


def wrong(at: datetime = NOON + 2 * DAY, published: tuple[str, ...] = ()) -> list[tuple[str, int | None]]:
    """What the check finds: the kind of each finding and the change it names."""
    return [(found.what, found.change_id) for found in verify_log(on=at.date(), published=published)]
