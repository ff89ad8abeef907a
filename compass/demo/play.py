"""Playing the history, day by day: what happened, the watch and the seal at midnight, the notices.

A day is one transaction, which ends with a mark in the change log. Killed at any instant, a load goes on after the
last marked day, with the day that it was begun for. E-mails that the history caused are recorded as sent when they
were written, because they were never meant to leave; only the named innovator's open invitations are left to a worker.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, Subquery

from compass.demo.acts.adopting import read_notices
from compass.demo.acts.setting_out import organisations_as_of
from compass.demo.dates import moment, night
from compass.demo.events import Act
from compass.demo.people import DOMAIN, PEOPLE
from compass.demo.plan import whole_history
from compass.foundation.clock import civil_date
from compass.foundation.models import Change, Email
from compass.foundation.transparency.operations import seal_days
from compass.notices.models import Cursor
from compass.notices.operations.fan_out import tell_followers
from passports.operations.verdicts import recompute_due
from trusts.models import Nomination, Organisation, Succession
from trusts.states import NominationState

SUBJECT = "demonstration"
BEGUN, DAY, LOADED = "demonstration_begun", "demonstration_day", "demonstration_loaded"
_LOCK = 0x44454D4F  # "DEMO"
_PAUSE = 0.1
Say = Callable[[str], None]


class Teller:
    """Writes the notices that are due, and records the history's e-mails as sent.

    A change is told only when no transaction in the whole database cluster is older than it. Other programs may hold
    one open, so the teller waits for them, for some seconds in all: after that notices bear a later date.
    """

    def __init__(self) -> None:
        self.patience = 6.0

    def tell(self, now: datetime) -> None:
        """Tell the changes up to now."""
        tell_followers(now=now)
        while self.patience > 0 and self._waiting():
            time.sleep(_PAUSE)
            self.patience -= _PAUSE
            tell_followers(now=now)
        waiting = Email.objects.filter(sent_at=None, failed_at=None, recipient__endswith=DOMAIN, created_at__lte=now)
        waiting.exclude(key__in=_left_to_send()).update(sent_at=F("created_at"), attempts=1)

    @staticmethod
    def _waiting() -> bool:
        told = Cursor.objects.filter(name="notices").values("transaction_id")
        return Change.objects.filter(kind="verdict_changed", transaction_id__gt=Subquery(told)).exists()


def is_loaded() -> bool:
    """Whether the whole history is there."""
    return Change.objects.filter(subject=SUBJECT, kind=LOADED).exists()


def _mark(kind: str, day: date, sentence: str, now: datetime) -> None:
    Change.objects.create(
        kind=kind,
        subject=SUBJECT,
        subject_id=day.toordinal(),
        sentence=sentence,
        data={"day": day.isoformat()},
        occurred_at=now,
    )


def _marked(kind: str) -> date | None:
    found = Change.objects.filter(subject=SUBJECT, kind=kind).order_by("-subject_id")
    number = found.values_list("subject_id", flat=True).first()
    return None if number is None else date.fromordinal(number)


def load(*, now: datetime, say: Say, small: bool = False) -> bool:
    """Load the history that ends at `now`, or the rest of it; whether there was anything to do.

    Two loads at once take turns: the second finds that everything is there.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        try:
            if is_loaded():
                return False
            _play(now, say, small)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
    return True


def _play(now: datetime, say: Say, small: bool) -> None:
    begun = _marked(BEGUN)
    today = begun or civil_date(now)
    history = whole_history(today, small=small)
    if begun is None:
        _mark(BEGUN, today, "The demonstration's history was begun.", now)
    else:
        say("A load that was interrupted is completed.")
    teller = Teller()
    done = _marked(DAY)
    day = history.calendar.start if done is None else done + timedelta(days=1)
    organisations_as_of(day, night(day))
    acts, changes = history.by_day(), _days_of_change()
    while day < today:
        if day in changes:
            organisations_as_of(day, night(day))
        seal_days(now=night(day))
        _play_day(day, acts.get(day, []), teller, until=now)
        if day.day == 1:
            say(f"{day:%B %Y}")
        day += timedelta(days=1)
    organisations_as_of(civil_date(now), now)
    recompute_due(on=civil_date(now), now=now)
    seal_days(now=now)
    teller.tell(now)
    _mark(LOADED, today, "The demonstration is complete.", now)


def _days_of_change() -> set[date]:
    """The days on which an organisation stops acting for itself."""
    closed = Organisation.objects.exclude(closed_on=None).values_list("closed_on", flat=True)
    followed = Succession.objects.values_list("on", flat=True)
    return {on + timedelta(days=1) for on in closed if on} | set(followed)


def _play_day(day: date, acts: list[Act], teller: Teller, *, until: datetime) -> None:
    changed = recompute_due(on=day, now=night(day))
    if not acts:
        if changed:
            teller.tell(night(day))
        return
    with transaction.atomic():
        for position, act in enumerate(acts):
            act(now=moment(day, position, len(acts)))
        evening = moment(day, len(acts), len(acts))
        read_notices(until=until, now=evening)
        _mark(DAY, day, f"{len(acts)} events of the demonstration.", evening)
    teller.tell(evening)


def _left_to_send() -> list[str]:
    innovator = next(person.email for person in PEOPLE if person.key == "innovator")
    still_open = Nomination.objects.filter(state=NominationState.INVITED, contact_email=innovator)
    return [f"nomination-{pk}" for pk in still_open.values_list("pk", flat=True)]
