"""Sending webhooks: many at a time, in order for each passport, tried again for three days.

A sender holds its endpoints by advisory locks of its database session: nobody else sends to them meanwhile, and a
sender that is killed lets go at once. What it had sent and not yet marked (at most one batch, `BATCH` messages) is sent
again under the same `webhook-id`, by which the receiver knows it: that is the only doubt there is. The locks need a
session of their own, so a pooler in front of PostgreSQL must not share sessions between transactions.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from compass.notices import webhook_messages
from compass.notices.endpoint_secrets import unseal
from compass.notices.models import Endpoint
from compass.notices.webhook_connections import Lines, Outcome

BATCH = 200
THREADS = 16
ENDPOINTS = 50  # held by one sender at a time
_LOCKS = 814_001  # the number of our own among advisory locks
# An endpoint that did not answer at all is left alone for so long, whatever else waits for it.
PAUSE = timedelta(minutes=1)

_WITH_WORK = """
    SELECT endpoint.id FROM notices_endpoint AS endpoint
    WHERE removed_at IS NULL AND EXISTS (
        SELECT 1 FROM notices_webhookdelivery AS d
        WHERE d.endpoint_id = endpoint.id AND d.delivered_at IS NULL AND d.dead_at IS NULL AND d.due_at <= %(now)s
    )
    ORDER BY endpoint.id
"""
# The batch is chosen first, by two indexes, and only then joined with what its messages say. Written as a value and not
# as NOT EXISTS, the question of order is asked of the few rows that are chosen, never of all that wait.
_NEXT = """
    WITH chosen AS MATERIALIZED (
        SELECT d.* FROM notices_webhookdelivery AS d
        WHERE d.endpoint_id = ANY(%(held)s) AND d.delivered_at IS NULL AND d.dead_at IS NULL AND d.due_at <= %(now)s
          -- In order: nothing leaves while an earlier one about the same passport waits for its next try.
          AND (
            SELECT earlier.id FROM notices_webhookdelivery AS earlier
            WHERE earlier.endpoint_id = d.endpoint_id AND earlier.passport_id = d.passport_id AND earlier.id < d.id
              AND earlier.delivered_at IS NULL AND earlier.dead_at IS NULL AND earlier.due_at > %(now)s
            LIMIT 1
          ) IS NULL
        ORDER BY d.id LIMIT %(batch)s
    )
    SELECT d.id, d.endpoint_id, d.passport_id, d.attempts, endpoint.address,
           change.kind, change.occurred_at, change.sentence, change.data::text, passport.number, organisation.ods_code
    FROM chosen AS d
    JOIN notices_endpoint AS endpoint ON endpoint.id = d.endpoint_id AND endpoint.removed_at IS NULL
    LEFT JOIN notices_notice AS notice ON notice.id = d.notice_id
    LEFT JOIN foundation_change AS change ON change.id = notice.change_id
    LEFT JOIN passports_passport AS passport ON passport.id = d.passport_id
    LEFT JOIN trusts_organisation AS organisation ON organisation.id = notice.organisation_id
    ORDER BY d.id
"""
_MARK = """
    UPDATE notices_webhookdelivery AS d
    SET attempts = d.attempts + new.tried, due_at = coalesce(new.due_at, d.due_at),
        outcome = CASE WHEN new.tried > 0 THEN new.outcome ELSE d.outcome END,
        delivered_at = new.delivered_at, dead_at = new.dead_at
    FROM unnest(%s::bigint[], %s::int[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[], %s::text[])
         AS new(id, tried, due_at, delivered_at, dead_at, outcome)
    WHERE d.id = new.id
"""


@dataclass(frozen=True)
class _Due:
    """A delivery to be tried, with all that its message says."""

    id: int
    endpoint_id: int
    passport_id: int | None
    attempts: int
    address: str
    kind: str | None
    occurred_at: datetime | None
    sentence: str
    data: str
    number: str | None
    ods_code: str

    def body(self, now: datetime) -> bytes:
        """What is posted; a delivery without a notice is a test."""
        if self.kind is None or self.occurred_at is None:
            return webhook_messages.trial_body(now=now)
        if self.number is None:
            return webhook_messages.other_body(
                kind=self.kind, at=self.occurred_at, site=settings.SITE_URL, told_to=self.ods_code,
                sentence=self.sentence, data=json.loads(self.data),
            )  # fmt: skip
        return webhook_messages.notice_body(
            kind=self.kind, at=self.occurred_at, site=settings.SITE_URL, number=self.number, told_to=self.ods_code,
            sentence=self.sentence, data=json.loads(self.data),
        )  # fmt: skip


@dataclass(frozen=True)
class _Mark:
    """What is written of a delivery after its turn."""

    id: int
    tried: int = 0
    due_at: datetime | None = None
    delivered_at: datetime | None = None
    dead_at: datetime | None = None
    outcome: str = ""


def send_due_webhooks(*, now: datetime, seconds: float = 50) -> int:
    """Send what is due, for about so many seconds at most; returns how many were delivered."""
    began, delivered = time.monotonic(), 0
    with _held_endpoints(now) as held, Lines(this_machine=settings.WEBHOOKS_TO_THIS_MACHINE) as lines:
        if not held:
            return 0
        secrets = _secrets_of(held)
        with ThreadPoolExecutor(THREADS) as threads:
            while (passed := time.monotonic() - began) < seconds:
                lanes = _next_lanes(held, now)
                if not lanes:
                    break
                turn = _Turn(lines, secrets, now, at=int((now + timedelta(seconds=passed)).timestamp()))
                marks = [mark for lane in threads.map(turn.send, lanes) for mark in lane]
                _write(marks)
                delivered += sum(mark.delivered_at is not None for mark in marks)
    return delivered


@contextmanager
def _held_endpoints(now: datetime) -> Iterator[list[int]]:
    """The endpoints with something due that nobody else is sending to, held until the end."""
    with connection.cursor() as cursor:
        cursor.execute(_WITH_WORK, {"now": now})
        held: list[int] = []
        try:
            for (endpoint,) in cursor.fetchall():
                cursor.execute("SELECT pg_try_advisory_lock(%s, %s::int)", [_LOCKS, endpoint])
                held += [endpoint] * cursor.fetchone()[0]
                if len(held) == ENDPOINTS:
                    break
            yield held
        finally:
            for endpoint in held:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s::int)", [_LOCKS, endpoint])


def _secrets_of(held: list[int]) -> dict[int, str | None]:
    """The secret of each endpoint; None for one that cannot be read any more."""
    sealed = Endpoint.objects.filter(pk__in=held).values_list("pk", "sealed_secret")
    return {pk: unseal(secret) for pk, secret in sealed}


def _next_lanes(held: list[int], now: datetime) -> list[list[_Due]]:
    """The next batch, by endpoint and passport: each lane is sent one after another, the lanes beside each other."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, {"held": held, "now": now, "batch": BATCH})
        due = [_Due(*row) for row in cursor.fetchall()]
    lanes: dict[tuple[int, int | None], list[_Due]] = defaultdict(list)
    for one in due:
        lanes[one.endpoint_id, one.passport_id].append(one)
    return list(lanes.values())


class _Turn:
    """One batch on its way: the connections, the seconds it is signed with, and who did not answer at all."""

    def __init__(self, lines: Lines, secrets: Mapping[int, str | None], now: datetime, *, at: int) -> None:
        self.lines, self.secrets, self.now, self.at = lines, secrets, now, at
        self.silent: set[int] = set()

    def send(self, lane: Sequence[_Due]) -> list[_Mark]:
        """Try a lane in order up to the first failure; what comes after it keeps its place."""
        marks: list[_Mark] = []
        for place, due in enumerate(lane):
            if due.endpoint_id in self.silent:
                return marks + [_Mark(one.id, due_at=self.now + PAUSE) for one in lane[place:]]
            outcome = self._try(due)
            mark = _judged(due, outcome, self.now)
            marks.append(mark)
            if outcome.status == 0:
                self.silent.add(due.endpoint_id)
            if mark.delivered_at is None and mark.dead_at is None:
                return marks + [_Mark(one.id, due_at=mark.due_at) for one in lane[place + 1 :]]
        return marks

    def _try(self, due: _Due) -> Outcome:
        secret = self.secrets[due.endpoint_id]
        if secret is None:
            return Outcome(webhook_messages.GONE, "The secret cannot be read any more. Add this webhook again.")
        body = due.body(self.now)
        signed = webhook_messages.headers(secret=secret, message_id=f"msg_{due.id}", at=self.at, body=body)
        return self.lines.post(due.address, body, signed)


def _judged(due: _Due, outcome: Outcome, now: datetime) -> _Mark:
    if outcome.delivered:
        return _Mark(due.id, 1, delivered_at=now, outcome=outcome.words)
    wait = None if outcome.status == webhook_messages.GONE else webhook_messages.wait_after(due.attempts + 1)
    if wait is None:
        return _Mark(due.id, 1, dead_at=now, outcome=outcome.words)
    return _Mark(due.id, 1, due_at=now + wait, outcome=outcome.words)


def _write(marks: Sequence[_Mark]) -> None:
    columns = ("id", "tried", "due_at", "delivered_at", "dead_at", "outcome")
    with connection.cursor() as cursor:
        cursor.execute(_MARK, [[getattr(mark, column) for mark in marks] for column in columns])
