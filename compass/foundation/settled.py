"""Up to where the change log is settled: rows below that will never be joined by others."""

from __future__ import annotations

from django.db import connection

# Two statements, in this order (READ COMMITTED): a transaction numbered below `next` that is not running when asked
# has ended, so a statement after them sees what it wrote. A snapshot's own xmin would do it in one, but it counts the
# transactions of every database on the server: a long one elsewhere would hold us up. `backend_xid` has 32 bits and
# is set against `next`; prepared transactions, which do not show here, are not used in this product.
_NEXT = "SELECT txid_snapshot_xmax(txid_current_snapshot())"
_OLDEST_RUNNING = """
    SELECT %(next)s - max(age) FROM (
        SELECT (%(next)s - backend_xid::text::bigint) & 4294967295 AS age FROM pg_stat_activity
        WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()
    ) AS running WHERE age < 2147483648
"""


def reached() -> int:
    """The number that this server's next transaction gets: whatever it wrote itself has a lower one.

    A log with this number or a higher one was written by another server, and brought here by a dump.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NEXT)
        following: int = cursor.fetchone()[0]
    return following


def settled_before() -> int:
    """The number of the oldest running transaction: every one below it has ended, apart from the caller's own."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT)
        following: int = cursor.fetchone()[0]
        cursor.execute(_OLDEST_RUNNING, {"next": following})
        oldest: int | None = cursor.fetchone()[0]
    return following if oldest is None else oldest


def transactions_seen() -> str:
    """Which transactions had ended by now, as PostgreSQL's `txid_snapshot` in text: all else comes after this."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT txid_current_snapshot()::text")
        seen: str = cursor.fetchone()[0]
    return seen
