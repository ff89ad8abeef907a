"""Programs of an innovator: which company each acts for. The floor of accounts keeps only the key."""

from __future__ import annotations

from typing import Any

from compass.accounts.models import MachineToken
from evidence.models import Innovator

_KEY = "innovator:"


def key_of(innovator: Innovator) -> str:
    """What accounts know a company by."""
    return f"{_KEY}{innovator.pk}"


def company_of(auth: Any) -> int | None:
    """The one company that a request's program may work for; None for the session of a person.

    A program for something else than a company may work for none (0).
    """
    if not isinstance(auth, MachineToken):
        return None
    kind, _, number = auth.client.acts_for.partition(":")
    return int(number) if f"{kind}:" == _KEY else 0
