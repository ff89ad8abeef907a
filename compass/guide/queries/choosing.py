"""What the people of an organisation are in the middle of: lists, evaluations and local costs, newest first."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from compass.accounts.models import User
from compass.guide.models import Candidate, Criterion, Evaluator, EvaluatorScore, LocalCost
from compass.guide.queries.own_work import own_work, works_for_a_company
from compass.guide.queries.shortlists import shortlists_of
from compass.guide.queries.value import evaluations_of
from compass.guide.states import ENDED

Rows = list[dict[str, Any]]


def shortlists_in_use(person: User, most: int) -> Rows:
    """Shortlists in use, the newest first: key, name, organisation, how many technologies. One statement."""
    rows = shortlists_of(person).select_related(None).filter(archived_at=None).annotate(many=Count("entries"))
    return list(rows.order_by("-started_at", "-id").values("key", "name", "many", where=F("organisation__name"))[:most])


def newest_evaluations(person: User, most: int, *, open_only: bool = False) -> Rows:
    """Evaluations, the newest first: key, title, state, organisation, its lead, whether the person has to score yet.

    One statement.
    """
    rows = evaluations_of(person).select_related(None)
    if open_only:
        rows = rows.exclude(state__in=ENDED)
    evaluates = Exists(Evaluator.objects.standing().filter(evaluation=OuterRef("pk"), person_id=person.pk))
    given = EvaluatorScore.objects.filter(evaluator__person_id=person.pk)
    counted = rows.annotate(
        given=_many(given, "evaluator__evaluation"),
        wanted=_many(Criterion.objects.all(), "evaluation") * _many(Candidate.objects.all(), "evaluation"),
    )
    return list(
        counted.annotate(scores=Q(evaluates) & Q(given__lt=F("wanted"))).values(
            "key", "title", "state", "scores", "lead_id", where=F("organisation__name")
        )[:most]
    )


def _many(rows: QuerySet[Any], evaluation: str) -> Coalesce:
    """How many of these rows an evaluation has, which they name so."""
    of_one = rows.filter(**{evaluation: OuterRef("pk")}).order_by().values(evaluation)
    return Coalesce(Subquery(of_one.annotate(many=Count("pk")).values("many")), 0)


def newest_local_costs(person: User, most: int) -> Rows:
    """Local costs of published technologies, the newest first: slug, name, code and name of the organisation, when.

    None for whoever works for a company. One statement.
    """
    rows: QuerySet[LocalCost] = own_work(LocalCost.objects.filter(innovation__published_at__isnull=False), person)
    # As `local_costs.saved_of` has them: after a merger the own numbers come before those of predecessors.
    own_first = Case(When(organisation=F("organisation__current"), then=0), default=1)
    one_each = rows.order_by("organisation__current", "innovation", own_first, "-changed_at", "-id").distinct(
        "organisation__current", "innovation"
    )
    chosen = LocalCost.objects.filter(~works_for_a_company(person), pk__in=one_each.values("pk"))
    found = chosen.order_by("-changed_at", "-id").values(
        "changed_at", slug=F("innovation__slug"), name=F("innovation__name"),
        code=F("organisation__current__ods_code"), where=F("organisation__current__name"),
    )  # fmt: skip
    return [dict(row) for row in found[:most]]
