"""Who scores an evaluation: added before moderation begins, and taken off again with a reason that stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from compass.accounts.models import User
from compass.foundation.errors import Invalid, Refused
from compass.foundation.history import record_change
from compass.guide import policies
from compass.guide.models import Evaluation, Evaluator
from compass.guide.queries.value import locked
from compass.guide.states import EvaluationState

OPEN = frozenset({EvaluationState.DRAFTING.value, EvaluationState.SCORING.value})


def colleague(
    evaluation: Evaluation, email: str, check: Callable[[User, Evaluation], None], *, refusal: str, next_step: str
) -> User:
    """Who has this email address and passes `check`; raises Invalid for all others, in the same words.

    Whether an address has an account at all is not for everybody to learn.
    """
    person = User.objects.filter(email=email.strip().lower()).first()
    try:
        if person is None:
            raise Refused("unknown")
        check(person, evaluation)
    except Refused as refused:
        raise Invalid(refusal, next_step=next_step, field="email") from refused
    return person


@transaction.atomic
def add_evaluator(*, evaluation: Evaluation, email: str, by: User, now: datetime) -> Evaluator:
    """Make a member of the organisation an evaluator, again too; raises Invalid for anybody else, or who is one.

    A supplier's people are refused in the same words as somebody who is not known.
    """
    evaluation = locked(evaluation)
    policies.check_lead(by, evaluation)
    check_open(evaluation)
    person = colleague(
        evaluation,
        email,
        policies.check_evaluates,
        refusal="Nobody with this email address can score this evaluation.",
        next_step=f"An evaluator has a role at {evaluation.organisation} and works for no maker.",
    )
    if evaluation.evaluators.standing().filter(person=person).exists():
        raise Invalid(f"{person} scores this evaluation already.", next_step="Enter somebody else.", field="email")
    evaluator, _ = Evaluator.objects.update_or_create(
        evaluation=evaluation, person=person, defaults={"removed_at": None, "removed_why": ""}
    )
    record_change("evaluator_added", evaluation, "An evaluator was added.", by=by, now=now)
    return evaluator


@transaction.atomic
def remove_evaluator(*, evaluator: Evaluator, why: str, by: User, now: datetime) -> Evaluator:
    """Take an evaluator off: the scores given stay in the record and are not asked for any more.

    Raises NotAllowed for anybody but the lead, Refused from moderation on, or for the last one.
    """
    evaluation = locked(evaluator.evaluation)
    policies.check_lead(by, evaluation)
    check_removable(evaluation, evaluator)
    if not why.strip():
        raise Invalid("Enter why this person does not score any more.", field="why")
    evaluator.removed_at, evaluator.removed_why = now, why.strip()
    evaluator.save(update_fields=["removed_at", "removed_why"])
    record_change("evaluator_removed", evaluation, "An evaluator was taken off.", by=by, now=now)
    return evaluator


def check_removable(evaluation: Evaluation, evaluator: Evaluator) -> None:
    """Raise Refused when moderation has begun, when the person is off already, or when nobody else would score."""
    check_open(evaluation)
    standing = set(evaluation.evaluators.standing().values_list("pk", flat=True))
    if evaluator.pk not in standing:
        raise Refused("This person is not an evaluator any more.", next_step="Go back and look at it again.")
    if len(standing) == 1:
        raise Refused("Nobody else scores this evaluation.", next_step="Add another evaluator first.")


def check_open(evaluation: Evaluation) -> None:
    """Raise Refused when moderation has begun."""
    if evaluation.state not in OPEN:
        raise Refused("Evaluators are added and taken off before moderation starts.")
