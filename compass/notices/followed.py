"""What is followed of rooms that this one does not know: their change rows say all that is told of it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from trusts.models import Organisation


@dataclass(frozen=True)
class SearchRef:
    """A saved search: its key, its name as the log said it last, and the organisation that saved it."""

    key: UUID
    name: str
    organisation: Organisation
