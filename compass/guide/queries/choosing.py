"""What the people of an organisation are in the middle of: lists, evaluations and local costs, newest first."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet

from compass.accounts.models import User
from compass.guide.models import Evaluator, LocalCost
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
    """Evaluations, the newest first: key, title, state, organisation, its lead, whether the person scores."""
    rows = evaluations_of(person).select_related(None)
    if open_only:
        rows = rows.exclude(state__in=ENDED)
    scores = Exists(Evaluator.objects.standing().filter(evaluation=OuterRef("pk"), person_id=person.pk))
    return list(
        rows.annotate(scores=scores).values(
            "key", "title", "state", "scores", "lead_id", where=F("organisation__name")
        )[:most]
    )


def newest_local_costs(person: User, most: int) -> Rows:
    """Local costs of published technologies, the newest first: slug, name, code and name of the organisation, when.

    None for whoever works for a company. One statement.
    """
    rows: QuerySet[LocalCost] = own_work(LocalCost.objects.filter(innovation__published_at__isnull=False), person)
    found = rows.filter(~works_for_a_company(person)).order_by("-changed_at", "-id").values(
        "changed_at", slug=F("innovation__slug"), name=F("innovation__name"),
        code=F("organisation__current__ods_code"), where=F("organisation__current__name"),
    )  # fmt: skip
    return [dict(row) for row in found[:most]]
