"""What a row is known by outside: an address with it tells neither how many others there are nor how to guess them."""

from __future__ import annotations

from uuid import UUID

from django.contrib.postgres.functions import RandomUUID
from django.db import models

_GROUPS, _LENGTH = 3, 4


def public_key() -> models.UUIDField[UUID, UUID]:
    """A random key that the database gives each row: unique, and never one after another."""
    return models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)


def reference(key: UUID) -> str:
    """The beginning of a key, to print and to say on the telephone: `4F2A-91C0-7B3E`."""
    return "-".join(key.hex[n * _LENGTH : (n + 1) * _LENGTH].upper() for n in range(_GROUPS))
