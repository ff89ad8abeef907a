"""Somebody of the named buyer's trust leaves: what they answered for waits for a colleague."""

from __future__ import annotations

from datetime import datetime

from compass.demo.acts import choosing
from compass.demo.cast import Cast
from compass.demo.people import BUYER_AT, DOMAIN
from compass.foundation.history import record_change
from compass.notices.operations.webhooks import add_endpoint
from trusts.models import Member

_PART = f"finance@{BUYER_AT}"
# `.example` is kept for examples: no machine has such a name, so nothing could ever be sent there.
ADDRESS = f"https://notices.trust.{DOMAIN}/compass"


def begin(cast: Cast, *, now: datetime) -> None:
    """Begin an evaluation, and lead it."""
    choosing.set_up(cast, "fifth_purchase", lead=_PART, now=now)


def leave(cast: Cast, *, now: datetime) -> None:
    """Have the trust's notices sent to a system, and leave: the webhook is paused from its first moment on.

    Both happen in the one transaction of the day, so no sender ever sees the webhook while somebody answers for it.
    There is no operation that ends a role: that is done where an organisation keeps its people.
    """
    trust, person = cast.organisation(BUYER_AT), cast.person(_PART)
    add_endpoint(organisation=trust, address=ADDRESS, by=person, now=now)
    Member.objects.filter(organisation=trust, person=person).delete()
    record_change("member_removed", trust, f"{person} left {trust}.", by=None, now=now)
