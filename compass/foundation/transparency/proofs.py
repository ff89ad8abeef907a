"""The proof that a change stands under the seal of its day (RFC 9162, 2.1.3): anybody can follow it to the root."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from compass.foundation.models import Change, SealedDay
from compass.foundation.transparency import queries
from compass.foundation.transparency.merkle import inclusion_path
from compass.foundation.transparency.statements import LEAF_FIELDS, leaf_content


def proof_of(seal: SealedDay, position: int, *, among: QuerySet[Change]) -> dict[str, Any]:
    """What proves the change at a position: `leaf`, whose canonical JSON is hashed, and the hashes up to the root.

    Raises Change.DoesNotExist when there is none, or none `among` those that may be shown.
    """
    change = queries.change_at(seal, position, among)
    leaf = leaf_content({name: getattr(change, name) for name in LEAF_FIELDS}, bytes(seal.blind))
    hashes = queries.leaf_hashes(seal)
    return {
        "leaf": leaf,
        "position": position,
        "count": seal.count,
        "path": [one.hex() for one in inclusion_path(hashes, position)],
        "root": seal.root,
    }
