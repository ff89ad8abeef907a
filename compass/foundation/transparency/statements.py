"""What is hashed and signed: a change as the leaf of its day, and a day's seal. Canonical JSON (RFC 8785). Pure."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import rfc8785

KIND = "compass-seal+jwt"  # what a signed seal says it is
BEGINNING = "0" * 64  # what stands before the first seal
# The fields of a change that its leaf holds, in the order of rows read for it.
LEAF_FIELDS = (
    "id", "kind", "subject", "subject_id", "sentence", "data", "actor_id", "occurred_at", "transaction_id",
    "inserted_at",
)  # fmt: skip


def said(instant: datetime) -> str:
    """An instant in UTC with microseconds, written in one way only."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def leaf_content(change: Mapping[str, Any], blind: bytes) -> dict[str, Any]:
    """What the leaf of a change holds. `blind` is the day's secret.

    The person who acted stands there as a code that only we can read. The same code makes each leaf unguessable: a
    proof shows the hashes of its neighbours, and nobody may find out by trial which confidential sentence one hides.
    """
    actor = hmac.new(blind, f"{change['id']}:{change['actor_id'] or ''}".encode(), hashlib.sha256).hexdigest()
    kept = {name: change[name] for name in LEAF_FIELDS if name not in {"actor_id", "occurred_at", "inserted_at"}}
    # Leaves from before the database kept its own time go on without it.
    times = {name: said(change[name]) for name in ("occurred_at", "inserted_at") if change[name] is not None}
    return kept | {"actor": actor} | times


def canonical(content: Any) -> bytes:
    """JSON values in the one form that is hashed and signed."""
    return rfc8785.dumps(content)


def seal_statement(
    *,
    day: date,
    ends_at: datetime,
    before_transaction: int,
    count: int,
    root: str,
    previous: str,
    blind: bytes,
    sealed_at: datetime,
) -> dict[str, Any]:
    """What the seal of a day says: it holds every change that occurred before `ends_at`, in a transaction numbered
    below `before_transaction`, that no earlier seal holds. `previous` is the hash of the seal before it."""
    return {
        "day": day.isoformat(),
        "ends_at": said(ends_at),
        "before_transaction": before_transaction,
        "count": count,
        "root": root,
        "previous": previous,
        "blind_hash": hashlib.sha256(blind).hexdigest(),
        "sealed_at": said(sealed_at),
    }


def statement_hash(statement: Mapping[str, Any]) -> str:
    """By which the next seal names this one: SHA-256 of its canonical form, in hexadecimal."""
    return hashlib.sha256(canonical(dict(statement))).hexdigest()
