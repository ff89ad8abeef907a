"""What is asked about programs that act for people."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from compass.accounts.models import MachineClient, MachineToken, User
from compass.accounts.operations import TOKEN, hashed


def token_in_force(token: str, now: datetime) -> MachineToken | None:
    """What a shown token stands for, with its client and person; None when it does not work (any more)."""
    if not TOKEN[1].fullmatch(token):
        return None
    found = MachineToken.objects.select_related("client__owner").filter(token_hash=hashed(token), expires_at__gt=now)
    return found.filter(client__revoked_at=None, client__expires_at__gt=now, client__owner__is_active=True).first()


def clients_acting_for(acts_for: str) -> QuerySet[MachineClient]:
    """Every program that acts for people within a company and whose access nobody ended, oldest first.

    The caller has already passed the policy of its own road.
    """
    found = MachineClient.objects.filter(acts_for=acts_for, revoked_at=None).select_related("owner")
    return found.order_by("id")


def has_programs(person: User) -> bool:
    """Whether any program acts for somebody and nobody ended its access."""
    return MachineClient.objects.filter(owner=person, revoked_at=None).exists()
