"""Checking the sealed log against the rows: what was changed, taken away or slipped in, each named. Reads only.

Rows are read in portions, so that memory does not grow with the log.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from compass.foundation.models import Change, SealedChange, SealedDay
from compass.foundation.signed_documents import NotOursError, opened
from compass.foundation.transparency.merkle import Root, leaf_hash
from compass.foundation.transparency.queries import backdated, seals, slipped_in
from compass.foundation.transparency.statements import (
    BEGINNING,
    KIND,
    LEAF_FIELDS,
    canonical,
    leaf_content,
    statement_hash,
)
from compass.foundation.words import civil_date, instant, listing

PORTION = 2000
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Wrong:
    """Something is not as it was sealed. `change_id` names the row, where it is about one."""

    what: str  # changed, missing, inserted, backdated, leaf, root, seal, signature, chain, unsealed or published
    sentence: str
    day: date | None = None
    change_id: int | None = None


def verify_log(*, on: date, published: Iterable[str] = ()) -> Iterator[Wrong]:
    """Everything that is wrong as of a London date, the oldest seal first.

    `published` are signed seals that somebody kept from the public page: only they show that whole days were cut off
    the end, or that all was sealed anew by a thief of the key.
    """
    chain = list(seals().reverse())
    signed: dict[date, dict[str, Any] | None] = {seal.day: _opened(seal.signature) for seal in chain}
    for seal in chain:
        yield from _seal(seal, signed[seal.day])
        yield from _rows(seal, signed[seal.day] or seal.statement)
    yield from _chain(chain, on)
    yield from _added()
    yield from _published(published, chain)


def _opened(signature: str) -> dict[str, Any] | None:
    try:
        return opened(signature, kind=KIND)
    except NotOursError:
        return None


def _seal(seal: SealedDay, signed: Mapping[str, Any] | None) -> Iterator[Wrong]:
    if signed is None:
        sentence = f"The signature of the seal of {civil_date(seal.day)} is not good."
        yield Wrong("signature", sentence, seal.day)
        return
    differing = [name.replace("_", " ") for name, value in seal.statement.items() if signed.get(name) != value]
    if differing:
        said = f"The seal of {civil_date(seal.day)} was changed: {listing(differing)} are not what was signed."
        yield Wrong("seal", said, seal.day)


def _chain(chain: list[SealedDay], on: date) -> Iterator[Wrong]:
    if chain and chain[0].previous != BEGINNING:
        yield Wrong("chain", f"Seals before {civil_date(chain[0].day)} are missing.", chain[0].day)
    for before, seal in pairwise(chain):
        if seal.day != before.day + ONE_DAY:
            said = f"No seal stands between {civil_date(before.day)} and {civil_date(seal.day)}."
            yield Wrong("chain", said, seal.day)
        if seal.previous != statement_hash(before.statement):
            said = f"The seal of {civil_date(seal.day)} does not follow that of {civil_date(before.day)}."
            yield Wrong("chain", said, seal.day)
    # Yesterday may still wait for tonight's work; a day before it may not.
    if chain and chain[-1].day < on - 2 * ONE_DAY:
        yield Wrong("unsealed", f"Nothing was sealed after {civil_date(chain[-1].day)}.", chain[-1].day)


def _rows(seal: SealedDay, statement: Mapping[str, Any]) -> Iterator[Wrong]:
    """What differs under one seal. A kept hash that was changed is told from a row that was."""
    by_leaves, by_rows = Root(), Root()
    differing: list[tuple[int, int, bool]] = []
    for position, change_id, kept, found in _pairs(seal):
        by_leaves.add(kept)
        by_rows.add(found or kept)
        if kept != found:
            differing.append((position, change_id, found is None))
    day = civil_date(seal.day)
    rows_are_true = by_rows.digest().hex() == statement["root"]
    for position, change_id, missing in differing:
        if missing:
            sentence = f"Change {change_id}, number {position} under the seal of {day}, is missing."
            yield Wrong("missing", sentence, seal.day, change_id)
        elif rows_are_true:
            sentence = f"The kept hash of change {change_id} under the seal of {day} was changed; the row was not."
            yield Wrong("leaf", sentence, seal.day, change_id)
        else:
            sentence = f"Change {change_id}, number {position} under the seal of {day}, was changed."
            yield Wrong("changed", sentence, seal.day, change_id)
    if by_leaves.digest().hex() != statement["root"] and not rows_are_true:
        said = (
            f"The {by_leaves.count:,} kept hashes of {day} do not give the sealed root of {statement['count']:,}: "
            "hashes were changed, removed or added."
        )
        yield Wrong("root", said, seal.day)


def _pairs(seal: SealedDay) -> Iterator[tuple[int, int, bytes, bytes | None]]:
    """Of each leaf: position, change, hash as kept, and hash as the row has it now (None without a row)."""
    blind, start = bytes(seal.blind), -1
    while True:
        leaves = SealedChange.objects.filter(seal=seal, position__gt=start).order_by("position")
        some = list(leaves.values_list("position", "change_id", "hash")[:PORTION])
        if not some:
            return
        rows = Change.objects.filter(pk__in=[change_id for _, change_id, _ in some]).values(*LEAF_FIELDS)
        found = {row["id"]: leaf_hash(canonical(leaf_content(row, blind))) for row in rows}
        for position, change_id, kept in some:
            yield position, change_id, bytes(kept), found.get(change_id)
        start = some[-1][0]


def _added() -> Iterator[Wrong]:
    """Changes that were not there when the day that they name was sealed, or when they say that they were written."""
    slipped = slipped_in()
    for change in slipped.iterator(chunk_size=PORTION):
        day = civil_date(change.occurred_at)
        sentence = f"Change {change.pk} of {day} was slipped in after it was sealed, or its leaf was removed: {change}"
        yield Wrong("inserted", sentence, change_id=change.pk)
    for change in backdated().exclude(pk__in=slipped.values("pk")).iterator(chunk_size=PORTION):
        said, written = instant(change.occurred_at), instant(change.inserted_at)
        sentence = f"Change {change.pk} says {said}, but was written on {written}: {change}"
        yield Wrong("backdated", sentence, change_id=change.pk)


def _published(published: Iterable[str], chain: list[SealedDay]) -> Iterator[Wrong]:
    standing = {seal.day.isoformat(): seal.statement for seal in chain}
    for number, signature in enumerate(published, 1):
        kept = _opened(signature)
        if kept is None:
            yield Wrong("published", f"The kept seal in line {number} is not signed by a key of ours.")
        elif standing.get(str(kept.get("day"))) != kept:
            yield Wrong("published", f"The seal of {civil_date(kept['day'])} is not the one that was published.")
