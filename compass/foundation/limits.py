"""How often one person may do something in an hour (`settings.HOURLY_LIMITS`, by the name of the route), and how often
anybody may ask for a costly public file in a minute."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from rest_framework.throttling import UserRateThrottle

from compass.foundation.errors import Refused
from compass.foundation.words import instant, plural

_HOUR = 60 * 60


class TooOften(Refused):
    """This was done as often as one may for now (HTTP 429)."""

    status = 429
    title = "You have done this too often"

    def __init__(self, sentence: str, *, next_step: str, retry_after: float) -> None:
        super().__init__(sentence, next_step=next_step)
        self.retry_after = max(1, ceil(retry_after))


class TooManyFiles(TooOften):
    """So many costly files were asked for by one person, or from one address, which many may share (HTTP 429)."""

    title = "Too many files were asked for"


class _Files(UserRateThrottle):
    """Knows a person by their account, everybody else by the address that `NUM_PROXIES` proxies tell."""

    scope = "files"
    num_requests: int


def count_file(request: HttpRequest) -> None:
    """Count one more public file that is work to make; raises TooManyFiles above the rate of `files` in settings."""
    asked = _Files()
    # It looks for the user and the address of a request only.
    if not asked.allow_request(request, None):  # type: ignore[arg-type]
        wait = asked.wait() or 60.0
        raise TooManyFiles(
            f"At most {asked.num_requests} of these files a minute are made for one person or one network.",
            next_step=f"Try again in {plural(ceil(wait), 'second')}.",
            retry_after=wait,
        )


def count_attempt(*, route: str, person_id: int, now: datetime) -> None:
    """Count one more; raises TooOften above the limit of the clock hour. A route without a limit is not counted."""
    limit = settings.HOURLY_LIMITS.get(route)
    if limit is None:
        return
    hour = now.replace(minute=0, second=0, microsecond=0)
    key = f"limit:{route}:{person_id}:{hour:%Y%m%d%H}"
    cache.add(key, 0, _HOUR)
    if cache.incr(key) > limit:
        free = hour + timedelta(hours=1)
        at = instant(free).partition(" at ")[2]
        raise TooOften(
            f"You can do this at most {limit} times an hour.",
            next_step=f"Try again after {at}. Nothing was recorded this time.",
            retry_after=(free - now).total_seconds(),
        )
