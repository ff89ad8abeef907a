"""The value workbench: set up an evaluation, score, moderate, close."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from compass.accounts.models import User
from compass.foundation.errors import Invalid, Refused
from compass.foundation.history import record_change
from compass.foundation.words import plural
from compass.guide import policies
from compass.guide.models import Candidate, Criterion, Evaluation, Evaluator, EvaluatorScore, ModeratedScore
from compass.guide.models.value import COST_PARTS
from compass.guide.operations.value_records import keep_record
from compass.guide.queries.value import locked
from compass.guide.states import ENDED, EVALUATION, EvaluationState
from compass.guide.value.scheme import FEWEST, LEAST_EVALUATORS, MOST, SCALE, Scheme, faults
from evidence.models import Innovation
from trusts.models import Organisation


@dataclass(frozen=True)
class Weighed:
    """A question as the lead words and weighs it, weight in percent of the whole."""

    text: str
    weight: Decimal


@dataclass(frozen=True)
class Given:
    """Points for one question, and the written reason."""

    points: int
    reason: str


@transaction.atomic
def start_evaluation(
    *, organisation: Organisation, title: str, years: int, scheme: Scheme, innovations: Sequence[Innovation],
    by: User, now: datetime,
) -> Evaluation:  # fmt: skip
    """Begin an evaluation of 2 to 10 public technologies with its own copy of the scheme; `by` leads and scores.

    Raises NotAllowed without a role there, or for a supplier's people; Invalid for too few or too many technologies.
    """
    policies.check_can_start(by, organisation)
    chosen = chosen_of(innovations)
    evaluation = Evaluation.objects.create(
        organisation=organisation, title=title, scheme_code=scheme.code, scheme_version=scheme.version,
        cost_weight=scheme.cost_weight, years=years, lead=by, started_at=now,
    )  # fmt: skip
    Criterion.objects.bulk_create(
        Criterion(evaluation=evaluation, key=q.key, position=n, domain=q.domain, text=q.text, weight=q.weight)
        for n, q in enumerate(scheme.questions)
    )
    Candidate.objects.bulk_create(Candidate(evaluation=evaluation, innovation=one) for one in chosen)
    policies.check_evaluates(by, evaluation)
    Evaluator.objects.create(evaluation=evaluation, person=by)
    said(evaluation, "evaluation_started", "An evaluation was started.", by, now)
    return evaluation


def chosen_of(innovations: Sequence[Innovation], *, there: Container[int] = ()) -> list[Innovation]:
    """The technologies, each once; raises Invalid for too few or too many, or for one that is not public.

    `there` are the pks of those that are compared already: they stay, public or not.
    """
    chosen = {one.pk: one for one in innovations}
    if not FEWEST <= len(chosen) <= MOST:
        raise Invalid(
            f"An evaluation compares {FEWEST} to {MOST} technologies: you chose {len(chosen)}.",
            next_step="Enter each technology in a line of its own.",
            field="innovations",
        )
    if any(one.published_at is None and one.pk not in there for one in chosen.values()):
        raise Invalid("One of the technologies is not published.", field="innovations")
    return list(chosen.values())


@transaction.atomic
def weigh(
    *, evaluation: Evaluation, cost_weight: Decimal, questions: Mapping[str, Weighed], by: User, now: datetime
) -> Evaluation:
    """Reword and weigh every question, by key; raises Invalid, with every sentence, for weights that break the rule."""
    evaluation = locked(evaluation)
    policies.check_lead(by, evaluation)
    _check_state(evaluation, EvaluationState.DRAFTING, "Weights are set before anybody scores.")
    criteria = list(evaluation.criteria.order_by("position"))
    if set(questions) != {one.key for one in criteria}:
        raise Invalid("The questions of this evaluation are others.", next_step="Open the page again.")
    for one in criteria:
        one.text, one.weight = questions[one.key].text, questions[one.key].weight
    wrong = faults([(one.domain, one.weight) for one in criteria], cost_weight)
    if wrong:
        raise Invalid(" ".join(wrong), next_step="Nothing is saved yet: change the weights and save again.")
    Criterion.objects.bulk_update(criteria, ["text", "weight"])
    evaluation.cost_weight = cost_weight
    evaluation.save(update_fields=["cost_weight"])
    said(evaluation, "evaluation_weighed", "The weights of an evaluation were set.", by, now)
    return evaluation


@transaction.atomic
def state_cost(
    *, candidate: Candidate, parts: Mapping[str, Decimal], years: int, source: str, by: User, now: datetime,
    why: str = "",
) -> Candidate:  # fmt: skip
    """Set the whole-life cost of a technology: four parts in GBP without VAT over the evaluation's years.

    `why` is asked for once scoring has opened, and stays in the record with the cost before. Raises Invalid when they
    add up to nothing or it is missing, Refused when the evaluation has ended or is for other years than `years`.
    """
    evaluation = locked(candidate.evaluation)
    policies.check_lead(by, evaluation)
    check_goes_on(evaluation)
    if years != evaluation.years:
        raise Refused(
            f"This evaluation now covers {plural(evaluation.years, 'year')}: your figures were for {years}.",
            next_step=f"Enter what it costs over {plural(evaluation.years, 'year')}, then save.",
        )
    later = evaluation.state != EvaluationState.DRAFTING
    if later and not why.strip():
        raise Invalid("Scoring has opened: write down why the cost is set now.", field="why")
    if any(parts[part] < 0 for part in COST_PARTS) or not sum(parts[part] for part in COST_PARTS):
        raise Invalid(
            "The whole-life cost must be more than £0.", next_step="Enter what it costs.", field="purchase_cost"
        )
    found = Candidate.objects.select_for_update().filter(pk=candidate.pk).first()
    if found is None:
        raise Refused("This technology is not in the evaluation any more.", next_step="Go back and look at it again.")
    candidate = found
    for part in COST_PARTS:
        setattr(candidate, part, parts[part])
    candidate.cost_source = source
    candidate.cost_why = why.strip() if later else ""
    candidate.save(update_fields=[*COST_PARTS, "cost_source", "cost_why"])
    said(evaluation, "evaluation_costed", "A whole-life cost was stated.", by, now)
    return candidate


@transaction.atomic
def move_on(*, evaluation: Evaluation, move: str, by: User, now: datetime, alone_why: str = "") -> Evaluation:
    """Open scoring, start moderation or close; raises Refused in another state, or while something is missing.

    Moderation needs two evaluators, or `alone_why`: the reason, for the record, why one is enough. Closing keeps the
    record with its hash.
    """
    evaluation = locked(evaluation)
    policies.check_lead(by, evaluation)
    target = EVALUATION.target(move, evaluation.state)
    missing = _missing(evaluation, target)
    if missing:
        raise Refused(missing, next_step="Complete it, then come back to this step.")
    if target == EvaluationState.MODERATION and scores_alone(evaluation):
        if not alone_why.strip():
            raise Refused(
                "Only one person has scored, so there is nothing to moderate.",
                next_step="Add another evaluator, or write down why one is enough.",
                field="alone_why",
            )
        evaluation.alone_why = alone_why.strip()
    evaluation.state = target
    evaluation.closed_at = now if target == EvaluationState.CLOSED else None
    evaluation.save(update_fields=["state", "closed_at", "alone_why"])
    kept = {"content_hash": keep_record(evaluation=evaluation, now=now)} if target == EvaluationState.CLOSED else {}
    said(evaluation, f"evaluation_{target.lower()}", f"An evaluation is now {target.lower()}.", by, now, data=kept)
    return evaluation


def scores_alone(evaluation: Evaluation) -> bool:
    """Whether fewer people score than moderation needs."""
    return evaluation.evaluators.standing().count() < LEAST_EVALUATORS


def _missing(evaluation: Evaluation, target: str) -> str:
    """What is missing for a state, as a sentence; empty for nothing."""
    wanted = evaluation.criteria.count() * evaluation.candidates.count()
    if target == EvaluationState.MODERATION:
        standing = evaluation.evaluators.standing()
        left = wanted * standing.count() - EvaluatorScore.objects.filter(evaluator__in=standing).count()
        return _left(left, "score")
    if target == EvaluationState.CLOSED:
        left = wanted - ModeratedScore.objects.filter(candidate__evaluation=evaluation).count()
        uncosted = evaluation.candidates.filter(purchase_cost=None).count()
        return _left(left, "moderated score") or _left(uncosted, "whole-life cost")
    return ""


def _left(many: int, one: str) -> str:
    """`1 score is missing.`; empty for none."""
    return f"{plural(many, one)} {'is' if many == 1 else 'are'} missing." if many else ""


@transaction.atomic
def score_candidate(*, candidate: Candidate, given: Mapping[str, Given], by: User, now: datetime) -> int:
    """Give or change one's own scores of a technology, by question key; returns how many were given.

    Raises NotAllowed for anybody but an evaluator, Refused outside of scoring, Invalid without a written reason.
    """
    evaluation = locked(candidate.evaluation)
    evaluator = policies.check_evaluator(by, evaluation)
    _check_state(evaluation, EvaluationState.SCORING, "Scores are given while the evaluation is being scored.")
    criteria = _asked(evaluation, given)
    there = {one.criterion_id: one for one in EvaluatorScore.objects.filter(evaluator=evaluator, candidate=candidate)}
    EvaluatorScore.objects.bulk_create(
        [
            EvaluatorScore(
                evaluator=evaluator, criterion=criteria[key], candidate=candidate, points=one.points,
                reason=one.reason, scored_at=now,
            )
            for key, one in given.items()
            if _differs(there.get(criteria[key].pk), one)
        ],
        update_conflicts=True,
        unique_fields=["evaluator", "criterion", "candidate"],
        update_fields=["points", "reason", "scored_at"],
    )  # fmt: skip
    said(evaluation, "evaluation_scored", "A technology was scored.", by, now)
    return len(given)


@transaction.atomic
def moderate_candidate(*, candidate: Candidate, given: Mapping[str, Given], by: User, now: datetime) -> int:
    """Write down the agreed scores of a technology, by question key; raises NotAllowed for anybody but the lead."""
    evaluation = locked(candidate.evaluation)
    policies.check_lead(by, evaluation)
    _check_state(evaluation, EvaluationState.MODERATION, "Scores are agreed while the evaluation is in moderation.")
    criteria = _asked(evaluation, given)
    there = {one.criterion_id: one for one in ModeratedScore.objects.filter(candidate=candidate)}
    ModeratedScore.objects.bulk_create(
        [
            ModeratedScore(
                criterion=criteria[key], candidate=candidate, points=one.points, reason=one.reason,
                moderated_by=by, moderated_at=now,
            )
            for key, one in given.items()
            if _differs(there.get(criteria[key].pk), one)
        ],
        update_conflicts=True,
        unique_fields=["criterion", "candidate"],
        update_fields=["points", "reason", "moderated_by", "moderated_at"],
    )  # fmt: skip
    said(evaluation, "evaluation_moderated", "Scores of a technology were agreed.", by, now)
    return len(given)


def _differs(before: EvaluatorScore | ModeratedScore | None, given: Given) -> bool:
    """Whether what is given now is another score, or has another reason: what stays keeps its time and its author."""
    return before is None or (before.points, before.reason) != (given.points, given.reason)


def _asked(evaluation: Evaluation, given: Mapping[str, Given]) -> dict[str, Criterion]:
    criteria = {one.key: one for one in evaluation.criteria.all()}
    if not given.keys() <= criteria.keys():
        raise Invalid("One of the questions is not of this evaluation.", next_step="Open the page again.")
    for key, one in given.items():
        if one.points not in SCALE or not one.reason.strip():
            raise Invalid("Every score needs points and a written reason.", field=f"reason-{key}")
    return criteria


def check_goes_on(evaluation: Evaluation) -> None:
    """Raise Refused when the evaluation is closed or abandoned."""
    if evaluation.state in ENDED:
        raise Refused(f"This evaluation is {evaluation.get_state_display().lower()}: nothing in it changes any more.")


def _check_state(evaluation: Evaluation, state: EvaluationState, rule: str) -> None:
    if evaluation.state != state:
        raise Refused(rule, next_step=f"It is {evaluation.get_state_display().lower()}: go back and look at it again.")


def said(
    evaluation: Evaluation, kind: str, sentence: str, by: User, now: datetime, *, data: Mapping[str, str] | None = None
) -> None:
    """The change row; its sentence names neither the purchase nor a technology."""
    record_change(kind, evaluation, sentence, by=by, now=now, data=data)
