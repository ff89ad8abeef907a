"""Sending webhooks: many at a time, in order for each passport and for all else, tried again for three days.

A sender holds its endpoints by advisory locks of its database session: nobody else sends to them meanwhile, and a
sender that is killed lets go at once. What it had sent and not yet marked (at most one batch, `BATCH` messages) is sent
again under the same `webhook-id`, by which the receiver knows it: that is the only doubt there is. The locks need a
session of their own, so a pooler in front of PostgreSQL must not share sessions between transactions.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection

from compass.notices.models import Endpoint
from compass.notices.webhooks import messages
from compass.notices.webhooks.connections import Lines, Outcome
from compass.notices.webhooks.lanes import PAUSE, Lanes, Mark
from compass.notices.webhooks.secrets_at_rest import unseal

BATCH = 200  # on their way at a time
LEAST = 20  # of them for each endpoint, however many there are
ENDPOINTS = 50  # held by one sender at a time
_LOCKS = 814_001  # the number of our own among advisory locks

_WITH_WORK = """
    SELECT endpoint.id FROM notices_endpoint AS endpoint
    WHERE removed_at IS NULL AND EXISTS (
        SELECT 1 FROM notices_webhookdelivery AS d
        WHERE d.endpoint_id = endpoint.id AND d.delivered_at IS NULL AND d.dead_at IS NULL AND d.due_at <= %(now)s
    )
    -- One whose person does not buy there any more is paused, until somebody who does confirms it.
    AND EXISTS (
        SELECT FROM trusts_organisation AS organisation
        JOIN trusts_organisation AS held ON held.current_id = organisation.current_id
        JOIN trusts_member AS member ON member.organisation_id = held.id AND member.role = 'BUYER'
        JOIN accounts_user AS person ON person.id = member.person_id AND person.is_active
        WHERE organisation.id = endpoint.organisation_id AND person.id = endpoint.added_by_id
    )
    ORDER BY endpoint.id
"""
# The batch is chosen first, by two indexes, and only then joined with what its messages say: each endpoint's next ones
# up to its room, taken in turn. Written as a value and not as NOT EXISTS, the question of order is asked of the few
# rows that are chosen, never of all that wait.
_NEXT = """
    WITH chosen AS MATERIALIZED (
        SELECT one.* FROM unnest(%(held)s::bigint[], %(room)s::int[]) AS held(endpoint_id, room)
        JOIN LATERAL (
            SELECT d.*, row_number() OVER (ORDER BY d.id) AS turn FROM notices_webhookdelivery AS d
            WHERE d.endpoint_id = held.endpoint_id AND d.delivered_at IS NULL AND d.dead_at IS NULL
              AND d.due_at <= %(now)s AND d.id <> ALL(%(flying)s)
              -- In order: nothing leaves while an earlier one about the same passport waits for its next try, nor, of
              -- what is about searches and needs, an earlier one about any of them. Two questions, each by the index.
              AND CASE WHEN d.passport_id IS NOT NULL THEN (
                SELECT earlier.id FROM notices_webhookdelivery AS earlier
                WHERE earlier.endpoint_id = d.endpoint_id AND earlier.passport_id = d.passport_id AND earlier.id < d.id
                  AND earlier.delivered_at IS NULL AND earlier.dead_at IS NULL AND earlier.due_at > %(now)s
                LIMIT 1
              ) WHEN d.notice_id IS NOT NULL THEN (
                SELECT earlier.id FROM notices_webhookdelivery AS earlier
                WHERE earlier.endpoint_id = d.endpoint_id AND earlier.passport_id IS NULL AND earlier.id < d.id
                  AND earlier.notice_id IS NOT NULL
                  AND earlier.delivered_at IS NULL AND earlier.dead_at IS NULL AND earlier.due_at > %(now)s
                LIMIT 1
              ) END IS NULL
            ORDER BY d.id LIMIT held.room
        ) AS one ON true
        ORDER BY one.turn, one.id LIMIT %(batch)s
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
_PAUSE = """
    UPDATE notices_webhookdelivery SET due_at = %(until)s
    WHERE endpoint_id = ANY(%(silent)s) AND delivered_at IS NULL AND dead_at IS NULL AND due_at <= %(now)s
      AND id <> ALL(%(flying)s)
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
            return messages.trial_body(now=now)
        if self.number is None:
            return messages.other_body(
                kind=self.kind, at=self.occurred_at, site=settings.SITE_URL, told_to=self.ods_code,
                sentence=self.sentence, data=json.loads(self.data),
            )  # fmt: skip
        return messages.notice_body(
            kind=self.kind, at=self.occurred_at, site=settings.SITE_URL, number=self.number, told_to=self.ods_code,
            sentence=self.sentence, data=json.loads(self.data),
        )  # fmt: skip


def send_due_webhooks(*, now: datetime, seconds: float = 50) -> int:
    """Send what is due, for about so many seconds at most; returns how many were delivered."""
    delivered = 0
    with _held_endpoints(now) as held, Lines(this_machine=settings.WEBHOOKS_TO_THIS_MACHINE) as lines:
        if not held:
            return 0
        secrets = _secrets_of(held)

        def attempt(due: _Due, at: datetime) -> Outcome:
            return _post(lines, secrets[due.endpoint_id], due, at)

        with Lanes(attempt, now, alone=len(held) == 1) as lanes:
            while True:
                if lanes.seconds < seconds:
                    lanes.add(_next(held, lanes, now))
                else:
                    lanes.stop()
                if not lanes.flying:
                    return delivered
                # Half of them are still on their way while these are written down and others take their place.
                marks = lanes.take(BATCH // 2)
                if marks:
                    _write(marks)
                _leave_alone(lanes, now)
                delivered += sum(mark.delivered_at is not None for mark in marks)


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


def _next(held: list[int], lanes: Lanes[_Due], now: datetime) -> list[_Due]:
    """What leaves next: with what is on its way, never more than a batch, nor than the share of each endpoint."""
    share = BATCH if len(held) == 1 else max(BATCH // len(held), LEAST)
    flying = Counter(lanes.flying.values())
    answering = [endpoint for endpoint in held if endpoint not in lanes.silent]
    asked: dict[str, Any] = {
        "held": answering,
        "room": [max(0, share - flying[endpoint]) for endpoint in answering],
        "flying": list(lanes.flying),
        "now": now,
        "batch": BATCH - len(lanes.flying),
    }
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, asked)
        return [_Due(*row) for row in cursor.fetchall()]


def _post(lines: Lines, secret: str | None, due: _Due, at: datetime) -> Outcome:
    if secret is None:
        return Outcome(messages.GONE, "The secret cannot be read any more. Add this webhook again.")
    body, message_id = due.body(at), f"msg_{due.id}"
    signed = messages.headers(secret=secret, message_id=message_id, at=int(at.timestamp()), body=body)
    return lines.post(due.address, body, signed)


def _leave_alone(lanes: Lanes[_Due], now: datetime) -> None:
    """Nothing of an endpoint that did not answer at all is tried again before its pause is over."""
    if lanes.silent:
        with connection.cursor() as cursor:
            cursor.execute(
                _PAUSE, {"silent": list(lanes.silent), "flying": list(lanes.flying), "now": now, "until": now + PAUSE}
            )


def _write(marks: Sequence[Mark]) -> None:
    columns = ("id", "tried", "due_at", "delivered_at", "dead_at", "outcome")
    with connection.cursor() as cursor:
        cursor.execute(_MARK, [[getattr(mark, column) for mark in marks] for column in columns])
