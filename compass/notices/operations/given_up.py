"""What operators make of e-mails that were given up: have them sent again, or take them off the list."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from compass.accounts.models import User
from compass.foundation.errors import Invalid
from compass.foundation.history import record_change
from compass.foundation.models import Email
from compass.foundation.words import plural
from compass.notices.queries import given_up_emails
from passports import policies


@transaction.atomic
def send_again(*, emails: Collection[int] | None, by: User, now: datetime) -> int:
    """Put e-mails that were given up (by number; None for every one) back into the outbox; returns how many.

    Each keeps its Message-ID. Raises NotAllowed for all but operators, Invalid where there is none of them.
    """
    found = _given_up(emails, by)
    _record("emails_sent_again", found, "put back into the outbox", by, now)
    return found.update(failed_at=None, attempts=0, outcome="", created_at=now, due_at=now)


@transaction.atomic
def drop(*, emails: Collection[int], by: User, now: datetime) -> int:
    """Take e-mails that were given up (by number) off the list, never to be sent; returns how many.

    Raises NotAllowed for all but operators, Invalid where there is none of them.
    """
    found = _given_up(emails, by)
    _record("emails_dropped", found, "taken off the list of those given up", by, now)
    return found.update(dropped_at=now)


def _given_up(emails: Collection[int] | None, by: User) -> QuerySet[Email]:
    policies.check_operator(by)
    found = given_up_emails() if emails is None else given_up_emails().filter(pk__in=emails)
    locked = list(found.order_by("pk").select_for_update().values_list("pk", flat=True))
    if not locked:
        raise Invalid("None of these emails is on the list any more.", next_step="Open the list again.")
    return Email.objects.filter(pk__in=locked)


def _record(kind: str, found: QuerySet[Email], done: str, by: User, now: datetime) -> None:
    """Their numbers and no word of what they say."""
    numbers = list(found.order_by("pk").values_list("pk", flat=True))
    said = f"{plural(len(numbers), 'email')} that had been given up: {done}."
    record_change(kind, Email(pk=numbers[0]), said, by=by, now=now, data={"emails": numbers})
