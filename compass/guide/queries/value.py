"""What members of an organisation read of its evaluations; everything goes through `evaluations_of`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from compass.accounts.models import User
from compass.guide.models import Candidate, Criterion, Evaluation, EvaluatorScore, ModeratedScore
from compass.guide.models.value import COST_PARTS
from compass.guide.queries.catalogue import public_innovations
from compass.guide.queries.own_work import own_work, works_for_a_company
from compass.guide.value.scheme import Question
from evidence.models import Innovation
from passports.models import Passport

Rows = list[dict[str, Any]]
MOST_LISTED = 200
_QUERY = re.compile("[?#]")  # what may follow the path of an address


def evaluations_of(person: User) -> QuerySet[Evaluation]:
    """The evaluations of the person's organisations, newest first; none for people of any company.

    They would read what other companies ask for (`policies.check_makes_nothing`).
    """
    rows = Evaluation.objects.filter(~works_for_a_company(person)).select_related("organisation__current", "lead")
    return own_work(rows, person).order_by("-started_at", "-id")


def locked(evaluation: Evaluation) -> Evaluation:
    """The row as it stands now, locked until the transaction ends: whoever changes an evaluation waits for others."""
    rows = Evaluation.objects.select_for_update(of=("self",)).select_related("organisation__current", "lead")
    return rows.get(pk=evaluation.pk)


def candidates_of(person: User, evaluation: UUID) -> QuerySet[Candidate]:
    """The technologies of the evaluation with this key, if the person may see it."""
    seen = evaluations_of(person).filter(key=evaluation).order_by().values("pk")
    return Candidate.objects.filter(evaluation__in=seen).select_related(
        "innovation", "evaluation__organisation__current"
    )


def candidate_rows(evaluation: Evaluation) -> Rows:
    """The technologies by name: pk, name, maker, slug, the parts of the cost and their sum (None: not stated).

    `public` says whether it has a page, `passport_status` the verdict on its passport today (None: no passport).
    """
    current = Passport.objects.filter(innovation=OuterRef("innovation"), is_current=True)
    found = (
        Candidate.objects.filter(evaluation=evaluation)
        .order_by("innovation__name", "pk")
        .values(
            "pk", "cost_source", "cost_why", *COST_PARTS, name=F("innovation__name"), slug=F("innovation__slug"),
            maker=F("innovation__innovator__name"), public=Q(innovation__published_at__isnull=False),
            passport_status=Subquery(current.values("status")),
        )
    )  # fmt: skip
    return [row | {"cost": _cost(row)} for row in found]


def _cost(row: dict[str, Any]) -> Decimal | None:
    parts = [row[part] for part in COST_PARTS]
    return None if None in parts else sum(parts, Decimal(0))


def criterion_rows(evaluation: Evaluation) -> Rows:
    """The questions in their order: key, domain, text, weight."""
    found = Criterion.objects.filter(evaluation=evaluation).order_by("position")
    return [dict(row) for row in found.values("key", "domain", "text", "weight")]


def evaluator_rows(evaluation: Evaluation) -> Rows:
    """The evaluators by name, those who were taken off too: key, pk of the person, name, when and why taken off."""
    found = evaluation.evaluators.order_by("person__name", "pk")
    return [dict(row) for row in found.values("key", "person_id", "removed_at", "removed_why", name=F("person__name"))]


_GIVEN = ("points", "reason")


def score_rows(evaluation: Evaluation, *, candidate: int | None = None, person: User | None = None) -> Rows:
    """Evaluators' scores, of one technology or person if wanted: key, candidate, evaluator, points, reason, at.

    `off` says that the evaluator was taken off.
    """
    wanted = Q(evaluator__evaluation=evaluation)
    if candidate is not None:
        wanted &= Q(candidate_id=candidate)
    if person is not None:
        wanted &= Q(evaluator__person_id=person.pk)
    found = EvaluatorScore.objects.filter(wanted).order_by("candidate_id", "criterion__position", "evaluator_id")
    return list(
        found.values(
            *_GIVEN,
            "candidate_id",
            key=F("criterion__key"),
            who=F("evaluator__person__name"),
            at=F("scored_at"),
            off=F("evaluator__removed_at"),
        )
    )


def moderated_rows(evaluation: Evaluation, *, candidate: int | None = None) -> Rows:
    """Agreed scores, of one technology if wanted: key, candidate, who wrote them down, points, reason, at."""
    wanted = Q(candidate__evaluation=evaluation)
    if candidate is not None:
        wanted &= Q(candidate_id=candidate)
    found = ModeratedScore.objects.filter(wanted).order_by("candidate_id", "criterion__position")
    return list(
        found.values(
            *_GIVEN, "candidate_id", key=F("criterion__key"), who=F("moderated_by__name"), at=F("moderated_at")
        )
    )


@dataclass(frozen=True)
class Progress:
    """How many scores are there, of how many: by evaluator (pk of the person), by technology of one person, agreed."""

    questions: int
    by_evaluator: dict[int, int]
    own: dict[int, int]
    agreed: dict[int, int]

    def complete(self, candidates: Rows) -> bool:
        """Whether there is a result: every question agreed and every cost stated for all technologies."""
        return all(row["cost"] is not None and self.agreed.get(row["pk"], 0) == self.questions for row in candidates)


def progress_of(evaluation: Evaluation, person: User) -> Progress:
    """How far scoring and moderation are, never which points were given: three statements."""
    scored = EvaluatorScore.objects.filter(evaluator__evaluation=evaluation).order_by()
    by_evaluator: Counter[int] = Counter()
    own: dict[int, int] = {}
    for who, candidate, many in scored.values_list("evaluator__person_id", "candidate_id").annotate(n=Count("pk")):
        by_evaluator[who] += many
        if who == person.pk:
            own[candidate] = many
    agreed = ModeratedScore.objects.filter(candidate__evaluation=evaluation).order_by()
    return Progress(
        evaluation.criteria.count(), by_evaluator, own,
        dict(agreed.values_list("candidate_id").annotate(n=Count("pk"))),
    )  # fmt: skip


@dataclass(frozen=True)
class Record:
    """Everything that an evaluation rests on, as rows."""

    evaluation: Evaluation
    candidates: Rows
    criteria: Rows
    scores: Rows
    moderated: Rows
    evaluators: Rows

    @property
    def questions(self) -> list[Question]:
        """The questions, as the pure rules read them."""
        return [Question(**row) for row in self.criteria]


def record_of(evaluation: Evaluation) -> Record:
    """The whole record in five statements."""
    return Record(
        evaluation, candidate_rows(evaluation), criterion_rows(evaluation), score_rows(evaluation),
        moderated_rows(evaluation), evaluator_rows(evaluation),
    )  # fmt: skip


def _slug_in(line: str) -> str:
    return _QUERY.split(line)[0].rstrip("/").rpartition("/")[2].lower()


def names_of(slugs: Sequence[str]) -> list[str]:
    """A line for each, by which `technologies_named` finds it: its name where that is its own, else the slug."""
    found = dict(public_innovations().filter(slug__in=slugs).values_list("slug", "name"))
    wanted = Q(name__in=found.values()) | Q(slug__in=[_slug_in(name) for name in found.values()])
    listed = list(public_innovations().filter(wanted).values_list("slug", "name")) if found else []
    lines = []
    for slug in slugs:
        name = found.get(slug, slug)
        meant = [other for other, called in listed if called == name or other == _slug_in(name)]
        lines.append(name if meant == [slug] else slug)
    return lines


def technologies_named(lines: Sequence[str]) -> tuple[list[Innovation], list[str]]:
    """Public technologies by name or address, and the lines that name none, or more than one."""
    slugs = {line: _slug_in(line) for line in lines}
    rows = public_innovations().filter(Q(slug__in=slugs.values()) | Q(name__in=lines)).select_related("innovator")
    found, lost = {}, []
    listed = list(rows)
    for line in lines:
        named = [i for i in listed if i.slug == slugs[line]] or [i for i in listed if i.name == line]
        if len(named) == 1:
            found[named[0].pk] = named[0]
        else:
            lost.append(line)
    return list(found.values()), lost
