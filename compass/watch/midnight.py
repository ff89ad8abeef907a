"""The stroke of midnight in London: what is due that day is judged before anybody reads a verdict, job or no job."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import structlog
from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from compass.foundation.clock import civil_date, now
from compass.foundation.past_days import end_of
from passports.operations.verdicts import judge_day
from passports.queries.passports import any_due

# Longer than any transaction: one that began before midnight may still write a verdict that turns at midnight.
GRACE = timedelta(minutes=10)
ONE_DAY = timedelta(days=1)

log = structlog.get_logger(__name__)


class JudgeAtMidnight:
    """Lets organisations close and passports turn today, before the first request of the day is answered.

    Every verdict that is written says when it next turns, and that is never the day on which it is written: once
    nothing is due on a day, nothing becomes due on it. So this asks one question of an index for each request of the
    first minutes after midnight, and then nothing until the next.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.JUDGE_BEFORE_READING:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.settled_on: date | None = None

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the day begin, and answer; a database that cannot be written to answers with what it has."""
        try:
            self._judge(now())
        except DatabaseError:
            log.exception("verdicts_of_today_not_judged")
        return self.get_response(request)

    def _judge(self, moment: datetime) -> None:
        on = civil_date(moment)
        if self.settled_on == on:
            return
        if any_due(on):
            judge_day(on=on, now=moment)
        elif moment >= end_of(on - ONE_DAY) + GRACE:
            self.settled_on = on
