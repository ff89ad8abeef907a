"""Who leads an evaluation, what it is for, and giving it up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from compass.accounts.models import User
from compass.foundation.errors import Invalid, Refused
from compass.foundation.sealing import content_hash
from compass.guide import policies
from compass.guide.models import Candidate, Evaluation
from compass.guide.models.value import COST_PARTS
from compass.guide.operations.evaluators import colleague
from compass.guide.operations.value import check_goes_on, chosen_of, said
from compass.guide.queries.value import locked
from compass.guide.states import EVALUATION, EvaluationState
from evidence.models import Innovation, InnovatorMember


@transaction.atomic
def hand_over(*, evaluation: Evaluation, email: str, by: User, now: datetime) -> Evaluation:
    """The lead gives the lead to a colleague who buys or leads innovation there; raises Invalid for anybody else."""
    evaluation = locked(evaluation)
    policies.check_lead(by, evaluation)
    check_goes_on(evaluation)
    person = colleague(
        evaluation,
        email,
        policies.check_can_lead,
        refusal="Nobody with this email address can lead this evaluation.",
        next_step=f"A lead buys or leads innovation for {evaluation.organisation} and works for no maker.",
    )
    if person.pk == evaluation.lead_id:
        raise Invalid("You lead this evaluation already.", next_step="Enter somebody else.", field="email")
    return _led_by(evaluation, person, by, now)


@transaction.atomic
def take_over(*, evaluation: Evaluation, by: User, now: datetime) -> Evaluation:
    """A buyer or innovation lead takes the place of a lead who does not work there any more; raises NotAllowed."""
    evaluation = locked(evaluation)
    policies.check_takes_over(by, evaluation)
    check_goes_on(evaluation)
    return _led_by(evaluation, by, by, now)


def _led_by(evaluation: Evaluation, person: User, by: User, now: datetime) -> Evaluation:
    evaluation.lead = person
    evaluation.save(update_fields=["lead"])
    said(evaluation, "evaluation_lead_changed", "An evaluation has another lead.", by, now)
    return evaluation


@transaction.atomic
def abandon(*, evaluation: Evaluation, why: str, by: User, now: datetime) -> Evaluation:
    """Give an evaluation up for good, with a reason that stays; raises NotAllowed for anybody but the lead."""
    evaluation = locked(evaluation)
    policies.check_lead(by, evaluation)
    evaluation.state = EVALUATION.target("abandon", evaluation.state)
    if not why.strip():
        raise Invalid("Enter why you abandon it.", field="why")
    evaluation.abandoned_at, evaluation.abandoned_why = now, why.strip()
    evaluation.save(update_fields=["state", "abandoned_at", "abandoned_why"])
    said(evaluation, "evaluation_abandoned", "An evaluation was abandoned.", by, now)
    return evaluation


@transaction.atomic
def change_purchase(
    *, evaluation: Evaluation, title: str, years: int, innovations: Sequence[Innovation], seen: str, by: User,
    now: datetime,
) -> Evaluation:  # fmt: skip
    """Give an evaluation that nobody scores yet another name, other years or other technologies.

    Costs hold for the years they were stated for: with other years they are asked for again. `seen` is `set_up_of` what
    the change began from. Raises Refused once scoring has opened or when the set-up changed since, Invalid for new
    technologies as starting does, or for one whose maker an evaluator works for.
    """
    evaluation = locked(evaluation)
    policies.check_lead(by, evaluation)
    check_set_up(evaluation)
    if set_up_of(evaluation) != seen:
        raise Refused(
            "This evaluation was changed while you were typing.",
            next_step="Open the page again in a second window, compare, and save what is right.",
        )
    there = set(evaluation.candidates.values_list("innovation_id", flat=True))
    chosen = {one.pk: one for one in chosen_of(innovations, there=there)}
    scoring = evaluation.evaluators.standing().values("person")
    if InnovatorMember.objects.filter(person__in=scoring, innovator__innovations__in=chosen).exists():
        raise Invalid(
            "An evaluator works for the supplier of one of these technologies.",
            next_step="Take that evaluator off first, or choose other technologies.",
            field="innovations",
        )
    evaluation.candidates.exclude(innovation__in=chosen).delete()
    Candidate.objects.bulk_create(
        Candidate(evaluation=evaluation, innovation=one) for one in chosen.values() if one.pk not in there
    )
    if years != evaluation.years:
        evaluation.candidates.update(**dict.fromkeys(COST_PARTS), cost_source="")
    evaluation.title, evaluation.years = title, years
    evaluation.save(update_fields=["title", "years"])
    said(evaluation, "evaluation_changed", "The set-up of an evaluation was changed.", by, now)
    return evaluation


def set_up_of(evaluation: Evaluation) -> str:
    """A hash of what `change_purchase` changes, by which a change says what it began from."""
    technologies = evaluation.candidates.order_by("innovation_id").values_list("innovation_id", flat=True)
    return content_hash([evaluation.title, evaluation.years, *technologies])


def check_set_up(evaluation: Evaluation) -> None:
    """Raise Refused once scoring has opened."""
    if evaluation.state != EvaluationState.DRAFTING:
        raise Refused(
            "The name, years and technologies are set before anybody scores.",
            next_step="Go on with it as it is, or abandon it and start another one.",
        )
