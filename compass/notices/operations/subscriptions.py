"""Following a passport for an organisation."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from compass.accounts.models import User
from compass.foundation.history import record_change
from compass.notices.models import Notice, Subscription
from passports.models import Passport
from trusts import policies
from trusts.models import Organisation, Role


@transaction.atomic
def subscribe(*, passport: Passport, organisation: Organisation, by: User, now: datetime) -> Subscription:
    """Follow a passport; an organisation that follows it already goes on doing so. Raises NotAllowed for non-buyers."""
    policies.check_role(by, organisation, Role.BUYER)
    subscription, added = Subscription.objects.get_or_create(
        passport=passport, organisation=organisation, defaults={"person": by, "created_at": now}
    )
    if added:
        record_change("subscribed", subscription, f"{subscription}.", by=by, now=now)
    return subscription


@transaction.atomic
def unsubscribe(*, subscription: Subscription, by: User, now: datetime) -> None:
    """Stop following; raises NotAllowed for other organisations' people."""
    policies.check_role(by, subscription.organisation.current or subscription.organisation, Role.BUYER)
    record_change("unsubscribed", subscription, f"{subscription.organisation} stopped following.", by=by, now=now)
    subscription.delete()


@transaction.atomic
def mark_read(*, notice: Notice, by: User, now: datetime) -> None:
    """Acknowledge a notice for the organisation; the first acknowledgement stands."""
    policies.check_role(by, notice.organisation.current or notice.organisation, Role.BUYER)
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=now)
