"""How often one person may do something in an hour (`settings.HOURLY_LIMITS`, by the name of the route)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache

from compass.foundation.clock import LONDON
from compass.foundation.errors import Refused
from compass.foundation.words import instant

_HOUR = 60 * 60


class TooOften(Refused):
    """This person did this as often as one may in an hour (HTTP 429)."""

    status = 429
    title = "You have done this too often"


def count_attempt(*, route: str, person_id: int, now: datetime) -> None:
    """Count one more; raises TooOften above the limit of the clock hour. A route without a limit is not counted."""
    limit = settings.HOURLY_LIMITS.get(route)
    if limit is None:
        return
    hour = now.replace(minute=0, second=0, microsecond=0)
    key = f"limit:{route}:{person_id}:{hour:%Y%m%d%H}"
    cache.add(key, 0, _HOUR)
    if cache.incr(key) > limit:
        free = (hour + timedelta(hours=1)).astimezone(LONDON)
        raise TooOften(
            f"You can do this at most {limit} times an hour.",
            next_step=f"Try again after {instant(free).partition(' at ')[2]}. Nothing was recorded this time.",
        )
