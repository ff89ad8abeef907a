"""Each London day that is over is sealed: its changes hashed into leaves, their root signed and chained.

A row that commits late, after its day was sealed, goes under the next seal; nothing is lost and no seal is touched.
"""

from __future__ import annotations

import secrets
from datetime import date, datetime, time, timedelta
from itertools import count

from django.db import connection, transaction
from django.db.models import Min

from compass.foundation.clock import LONDON, civil_date
from compass.foundation.models import Change, SealedChange, SealedDay
from compass.foundation.settled import settled_before
from compass.foundation.signed_documents import signed
from compass.foundation.signing_keys import current_key
from compass.foundation.transparency import queries
from compass.foundation.transparency.merkle import Root, leaf_hash
from compass.foundation.transparency.statements import (
    BEGINNING,
    KIND,
    LEAF_FIELDS,
    canonical,
    leaf_content,
    seal_statement,
    statement_hash,
)

BATCH = 2000
_LOCK = 0x5EA1  # held by the one that seals; another waits, and then finds nothing to do
ONE_DAY = timedelta(days=1)


def seal_days(*, now: datetime) -> int:
    """Seal every London day that is over and not sealed, oldest first; returns how many days were sealed.

    Safe to run twice, at once or again: a day is one transaction.
    """
    return next(done for done in count() if not _seal_next(now))


@transaction.atomic(durable=True)
def _seal_next(now: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    last = queries.seals().first()
    day = last.day + ONE_DAY if last else _first_day()
    if day is None or day >= civil_date(now):
        return False
    _seal(day, last, now)
    return True


def _first_day() -> date | None:
    first = Change.objects.aggregate(first=Min("occurred_at"))["first"]
    return civil_date(first) if first else None


def _seal(day: date, last: SealedDay | None, now: datetime) -> None:
    bound, ends_at = settled_before(), datetime.combine(day + ONE_DAY, time.min, tzinfo=LONDON)
    changes = queries.sealed_next(before_transaction=bound, ends_at=ends_at, last=last)
    blind, root = secrets.token_bytes(32), Root()
    leaves = []  # some 150 bytes for each change of one day
    for change in changes.values(*LEAF_FIELDS).iterator(chunk_size=BATCH):
        leaf = leaf_hash(canonical(leaf_content(change, blind)))
        root.add(leaf)
        leaves.append((change["id"], leaf))
    statement = seal_statement(
        day=day, ends_at=ends_at, before_transaction=bound, count=root.count, root=root.digest().hex(),
        previous=statement_hash(last.statement) if last else BEGINNING, blind=blind, sealed_at=now,
    )  # fmt: skip
    seal = SealedDay.objects.create(
        day=day, ends_at=ends_at, before_transaction=bound, count=root.count, root=statement["root"],
        previous=statement["previous"], blind=blind, sealed_at=now, key_id=str(current_key().kid),
        signature=signed(statement, kind=KIND),
    )  # fmt: skip
    for start in range(0, len(leaves), BATCH):
        SealedChange.objects.bulk_create(
            SealedChange(seal=seal, position=position, change_id=change_id, hash=leaf)
            for position, (change_id, leaf) in enumerate(leaves[start : start + BATCH], start)
        )
