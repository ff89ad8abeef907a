"""Registering an innovator and its people."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from compass.accounts.models import User
from compass.foundation.errors import Refused
from compass.foundation.history import record_change
from compass.foundation.slugs import free_slug
from evidence import queries
from evidence.models import Innovator, InnovatorMember


@transaction.atomic
def register_innovator(*, name: str, by: User, now: datetime, is_demonstration: bool = False) -> Innovator:
    """Register a company with `by` as its first member; raises Refused when one of that name is registered.

    Two requests at once: the constraint `innovator_name_once` decides.
    """
    if queries.innovator_named(name):
        raise _registered_already(name)
    try:
        with transaction.atomic():
            innovator = Innovator.objects.create(
                name=name, slug=free_slug(name, Innovator, 80), is_demonstration=is_demonstration
            )
    except IntegrityError as error:
        raise _registered_already(name) from error
    InnovatorMember.objects.create(innovator=innovator, person=by)
    record_change("innovator_registered", innovator, f"{innovator} registered.", by=by, now=now)
    return innovator


def _registered_already(name: str) -> Refused:
    return Refused(
        f"{name} is registered already.",
        next_step="Ask a colleague there to let you act for it: a company is registered once.",
    )


@transaction.atomic
def add_colleague(*, innovator: Innovator, person: User, by: User, now: datetime) -> InnovatorMember:
    """Let another person act for the innovator; adding the same person again changes nothing."""
    member, added = InnovatorMember.objects.get_or_create(innovator=innovator, person=person)
    if added:
        record_change("colleague_added", innovator, f"{person} can act for {innovator}.", by=by, now=now)
    return member
