"""Programs that act for an innovator's people: by API, within one company, and never more than the person may."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import transaction

from compass.accounts.models import MachineClient, Scope, User
from compass.accounts.operations import make_client, revoke_client
from compass.foundation.mail import post_email
from compass.foundation.words import civil_date
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

    The person is told by e-mail, in case it was somebody else in their name. Raises NotAllowed for other companies'
    people, and what `make_client` raises.
    """
    innovator = _lock(innovator)
    policies.check_member(by, innovator)
    client, secret = make_client(owner=by, acts_for=key_of(innovator), name=name, scopes=scopes, now=now)
    post_email(
        key=f"api-access-{client.pk}",
        recipient=by.email,
        subject=f"A program may now act for you in MedTech Compass: {client}",
        text=_text(innovator, client),
        now=now,
    )
    return client, secret


def _text(innovator: Innovator, client: MachineClient) -> str:
    allowed = " and ".join(Scope(scope).label.lower() for scope in client.scopes)
    return (
        f"You, or somebody signed in as you, let the program “{client}” act for you within {innovator}. "
        f"It may {allowed}, until {civil_date(client.expires_at)}.\n\n"
        "If it was not you, end its access now, and then choose a new password. A new password alone does not end it:\n"
        f"{settings.SITE_URL}/workplace/companies/{innovator.slug}/api-access/\n"
    )


@transaction.atomic
def end_access(*, innovator: Innovator, client: MachineClient, by: User, now: datetime) -> MachineClient:
    """End a program's access at once, one's own or a colleague's; raises NotAllowed for other companies' people."""
    policies.check_member(by, _lock(innovator))
    return revoke_client(client=client, by=by, now=now)
