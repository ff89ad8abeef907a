"""Programs that act for an innovator's people: by API, within one company, and never more than the person may."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from compass.accounts.models import MachineClient, User
from compass.accounts.operations import make_client, revoke_client
from evidence import policies
from evidence.machines import key_of
from evidence.models import Innovator


def _lock(innovator: Innovator) -> Innovator:
    """The company, kept still, so that nobody leaves it in the meantime."""
    return Innovator.objects.select_for_update(no_key=True).get(pk=innovator.pk)


@transaction.atomic
def give_access(
    *, innovator: Innovator, name: str, scopes: Collection[str], by: User, now: datetime
) -> tuple[MachineClient, str]:
    """Let a program act for somebody within their company; returns it with its secret, which is shown once.

    Raises NotAllowed for other companies' people, and what `make_client` raises.
    """
    innovator = _lock(innovator)
    policies.check_member(by, innovator)
    return make_client(owner=by, acts_for=key_of(innovator), name=name, scopes=scopes, now=now)


@transaction.atomic
def end_access(*, innovator: Innovator, client: MachineClient, by: User, now: datetime) -> MachineClient:
    """End a program's access at once, one's own or a colleague's; raises NotAllowed for other companies' people."""
    policies.check_member(by, _lock(innovator))
    return revoke_client(client=client, by=by, now=now)
