"""What the national operator does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from compass.accounts.models import User
from compass.demo.cast import Cast
from compass.demo.chance import pick
from compass.demo.library import Journey
from compass.demo.roster import OPERATORS
from passports.models import Condition, Passport, Submission
from passports.operations.lifecycle import (
    discharge_condition,
    reinstate_passport,
    suspend_passport,
    withdraw_passport,
)
from passports.operations.submissions import issue_passport, return_submission

Step = Callable[..., Passport]
STEPS: dict[str, Step] = {
    "suspend": suspend_passport,
    "reinstate": reinstate_passport,
    "withdraw": withdraw_passport,
}


def _operator(cast: Cast, journey: Journey) -> User:
    return cast.person(pick(OPERATORS, journey.technology))


def _submission(cast: Cast, journey: Journey) -> Submission:
    return Submission.objects.get(decision__assessment=cast.assessment(journey))


def issue(cast: Cast, journey: Journey, *, now: datetime) -> None:
    """Issue the passport."""
    issue_passport(submission=_submission(cast, journey), by=_operator(cast, journey), now=now)


def send_back(cast: Cast, journey: Journey, *, now: datetime) -> None:
    """Return the submission to the trust."""
    return_submission(
        submission=_submission(cast, journey), reason=journey.reason, by=_operator(cast, journey), now=now
    )


def act_on(cast: Cast, journey: Journey, step: str, reason: str, *, now: datetime) -> None:
    """Suspend, reinstate or withdraw."""
    STEPS[step](passport=cast.passport(journey), reason=reason, by=_operator(cast, journey), now=now)


def discharge(cast: Cast, journey: Journey, *, now: datetime) -> None:
    """Record that the passport's condition is met."""
    condition = Condition.objects.filter(passport=cast.passport(journey)).order_by("id")[0]
    discharge_condition(condition=condition, reason=journey.reason, by=_operator(cast, journey), now=now)
