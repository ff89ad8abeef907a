"""Change rows → notices → e-mails, each step one set-based insert with a unique key.

A run is one transaction with the cursor's row locked: killed at any instant it leaves nothing half told, and run
twice it tells nothing twice. Changes are read up to the oldest transaction of this database that is still running,
because rows commit out of the order of their ids.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from compass.notices.models import Cursor

# Three statements, in this order (READ COMMITTED): a transaction numbered below `next` that is not running when asked
# has ended, so the statement after that sees what it wrote. A snapshot's own xmin would do it in one, but it counts the
# transactions of every database on the server: a long one elsewhere would hold up our notices. `backend_xid` has 32
# bits and is set against `next`; prepared transactions, which do not show here, are not used in this product.
_NEXT = "SELECT txid_snapshot_xmax(txid_current_snapshot())"
_OLDEST_RUNNING = """
    SELECT %(next)s - max(age) FROM (
        SELECT (%(next)s - backend_xid::text::bigint) & 4294967295 AS age FROM pg_stat_activity
        WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()
    ) AS running WHERE age < 2147483648
"""
_WAITING = """
    SELECT max(transaction_id), count(*) FROM (
        SELECT transaction_id FROM foundation_change
        WHERE transaction_id > %(seen)s AND transaction_id < %(bound)s
        ORDER BY transaction_id LIMIT %(batch)s
    ) AS waiting
"""

_TELL = """
    WITH told AS (
        INSERT INTO notices_notice (change_id, organisation_id, passport_id, recipient_id, created_at)
        SELECT change.id, follower.organisation_id, follower.passport_id, follower.person_id, %(now)s
        FROM foundation_change AS change
        JOIN LATERAL (
            -- One notice for each organisation as it stands today: predecessors' subscriptions count for it.
            SELECT DISTINCT ON (coalesce(organisation.current_id, organisation.id))
                   coalesce(organisation.current_id, organisation.id) AS organisation_id, s.passport_id, s.person_id
            FROM notices_subscription AS s
            JOIN trusts_organisation AS organisation ON organisation.id = s.organisation_id
            WHERE s.passport_id = change.subject_id AND s.created_at <= change.occurred_at
            ORDER BY coalesce(organisation.current_id, organisation.id), s.id
        ) AS follower ON true
        WHERE change.transaction_id > %(seen)s AND change.transaction_id <= %(upto)s
          AND change.subject = 'passport' AND change.kind = 'verdict_changed'
        ORDER BY change.transaction_id, change.id
        ON CONFLICT (change_id, organisation_id) DO NOTHING
        RETURNING id, change_id, organisation_id, passport_id, recipient_id
    ), posted AS (
        INSERT INTO foundation_email (key, recipient, subject, text, created_at, due_at, attempts)
        SELECT 'notice-' || told.id, person.email, left('Passport ' || passport.number || ': ' || innovation.name, 200),
               change.sentence || E'\n\nYou get this because ' || organisation.name || ' follows this passport.\n'
               || %(site)s || '/passports/' || passport.number || E'/\n',
               %(now)s, %(now)s, 0
        FROM told
        JOIN foundation_change AS change ON change.id = told.change_id
        JOIN trusts_organisation AS organisation ON organisation.id = told.organisation_id
        JOIN accounts_user AS person ON person.id = told.recipient_id AND person.is_active
        JOIN passports_passport AS passport ON passport.id = told.passport_id
        JOIN evidence_innovation AS innovation ON innovation.id = passport.innovation_id
        -- Only to somebody who buys for the organisation now: people move on, and organisations close.
        WHERE EXISTS (
            SELECT 1 FROM trusts_member AS member JOIN trusts_organisation AS held ON held.id = member.organisation_id
            WHERE member.person_id = told.recipient_id AND member.role = 'BUYER'
              AND held.current_id = told.organisation_id
        )
        ORDER BY told.id
        ON CONFLICT (key) DO NOTHING
    )
    SELECT count(*) FROM told
"""


def tell_followers(*, now: datetime, batch: int = 5000) -> int:
    """Tell every change not told yet to those who follow its passport; returns how many notices were written."""
    told = 0
    while True:
        written = _tell_batch(now, batch)
        if written is None:
            return told
        told += written


@transaction.atomic
def _tell_batch(now: datetime, batch: int) -> int | None:
    Cursor.objects.get_or_create(name="notices")
    cursor_row = Cursor.objects.select_for_update().get(name="notices")
    with connection.cursor() as cursor:
        cursor.execute(_NEXT)
        following: int = cursor.fetchone()[0]
        cursor.execute(_OLDEST_RUNNING, {"next": following})
        oldest: int | None = cursor.fetchone()[0]
        bound = following if oldest is None else oldest
        cursor.execute(_WAITING, {"seen": cursor_row.transaction_id, "bound": bound, "batch": batch})
        upto, waiting = cursor.fetchone()
        if not waiting:
            return None
        cursor.execute(_TELL, {"seen": cursor_row.transaction_id, "upto": upto, "now": now, "site": settings.SITE_URL})
        written: int = cursor.fetchone()[0]
    cursor_row.transaction_id = upto
    cursor_row.save(update_fields=["transaction_id"])
    return written
