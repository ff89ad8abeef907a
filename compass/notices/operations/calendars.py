"""A new address for a person's calendar: whoever had the old one reads nothing more."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from compass.accounts.models import User
from compass.foundation.history import record_change
from compass.notices.models import CalendarLink


@transaction.atomic
def renew_calendar(*, by: User, now: datetime) -> CalendarLink:
    """Give the person's calendar another address; the ones before it are dead at once."""
    # The person's row is the lock: there may be no row of the link yet.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    link = CalendarLink.objects.filter(person=by).first() or CalendarLink(person=by, number=0)
    link.number, link.made_at = link.number + 1, now
    link.save()
    record_change("calendar_renewed", link, f"{by} made a new calendar address.", by=by, now=now)
    return link
