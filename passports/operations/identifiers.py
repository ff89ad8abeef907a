"""The national operator settles whose a number is, when two claim it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from compass.accounts.models import User
from compass.foundation.errors import Refused
from evidence.operations.identifiers import held_number, release_number
from passports import policies


@transaction.atomic
def release_identifier(*, scheme: str, value: str, reason: str, by: User, now: datetime) -> None:
    """Free a number that was recorded for the wrong technology or company, so that its owner can add it.

    Raises NotAllowed unless an independent operator acts, Invalid when the number is wrong, Refused without a reason or
    when nobody has it. Those who had it are told the reason.
    """
    policies.check_can_release_numbers(by)
    if not reason.strip():
        raise Refused("Say why you release it.", next_step="Those who had it read this.", field="reason")
    held = held_number(scheme=scheme, value=value)
    if held is None:
        raise Refused("Nobody has this number here.", next_step="Check it against what you were sent.", field="value")
    release_number(held=held, reason=reason.strip(), by=by, now=now)
