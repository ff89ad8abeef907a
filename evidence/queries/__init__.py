"""What the innovator's workplace asks. Every question goes through the owner."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, Max, OuterRef, Prefetch, QuerySet, Value
from django.db.models.functions import Lower

from compass.accounts.models import User
from evidence.completeness import Asked, Held, Line, Task, completeness, parked, tasks
from evidence.content import FIRST_SCHEMA, SCHEMA, in_first_schema, pack_content
from evidence.cost import read_cost_model
from evidence.models import (
    Answer,
    Claim,
    ClaimDocument,
    Confidentiality,
    CostModel,
    Document,
    Innovation,
    Innovator,
    Pack,
    Requirement,
    RequirementSet,
    SetAsideAnswer,
    Support,
)
from evidence.models.folding import folded_name
from evidence.product_versions import version_key
from evidence.queries import standards as standards_queries
from evidence.queries import versions as version_queries
from evidence.queries.certificates import certificates_in_force
from evidence.states import DocumentState, PackState


def innovators_of(person: User) -> QuerySet[Innovator]:
    """The innovators this person works for."""
    return Innovator.objects.filter(members__person_id=person.pk).order_by(Lower("name"), "id")


def innovator_named(name: str) -> Innovator | None:
    """The innovator of this name, in whatever capitals and spaces; None when there is none."""
    return Innovator.objects.alias(folded=folded_name(F("name"))).filter(folded=folded_name(Value(name))).first()


def innovation_named(innovator: Innovator, name: str) -> Innovation | None:
    """An innovator's technology of this name, in whatever capitals and spaces; None when there is none."""
    named = Innovation.objects.alias(folded=folded_name(F("name"))).filter(folded=folded_name(Value(name)))
    return named.filter(innovator=innovator).first()


def innovations_of(person: User) -> QuerySet[Innovation]:
    """The technologies of the innovators this person works for, each with its packs, newest first."""
    packs = Prefetch("packs", queryset=Pack.objects.order_by("-id"))
    return (
        Innovation.objects.filter(innovator__members__person_id=person.pk)
        .select_related("innovator")
        .prefetch_related(packs)
        .defer("search")
        .order_by(Lower("name"), "id")
    )


def packs_of(person: User) -> QuerySet[Pack]:
    """The packs of the innovators this person works for."""
    return Pack.objects.filter(innovation__innovator__members__person_id=person.pk).select_related(
        "innovation__innovator"
    )


def drafts_of(person: User) -> QuerySet[Pack]:
    """The packs that this person's innovators have yet to submit."""
    return packs_of(person).filter(state=PackState.DRAFT).order_by("-id")


def documents_of(pack: Pack) -> QuerySet[Document]:
    """The documents of one pack; the caller has already passed the policy of its own road."""
    return Document.objects.filter(pack=pack).order_by("id")


def documents_to_redact(pack: Pack) -> QuerySet[Document]:
    """The full documents of the pack that not everybody may read and that have no redacted rendition yet."""
    closed = documents_of(pack).exclude(confidentiality=Confidentiality.PUBLIC)
    return closed.filter(redacts=None, redacted=None)


def documents_open_to(pack: Pack, readers: Iterable[Confidentiality]) -> QuerySet[Document]:
    """The checked documents of the pack meant for these readers; the caller's policy has said who they are."""
    found = documents_of(pack).filter(confidentiality__in=list(readers), state=DocumentState.CLEAN)
    return found.select_related("redacts")


def claims_of(pack: Pack) -> QuerySet[Claim]:
    """The claims of one pack with the documents they rest on; the caller has already passed the policy of its road."""
    links = Prefetch("links", queryset=ClaimDocument.objects.select_related("document").order_by("id"))
    return Claim.objects.filter(pack=pack).prefetch_related(links).order_by("id")


def claims_resting_on(pack: Pack, documents: Iterable[Document]) -> list[tuple[Claim, list[Document]]]:
    """The claims of one pack, each with those it rests on of `documents`, which the caller's road lets be read."""
    known = {document.pk: document for document in documents}
    links = ClaimDocument.objects.filter(pack=pack).order_by("id").values_list("claim_id", "document_id")
    resting: dict[int, list[Document]] = defaultdict(list)
    for claim_id, document_id in links:
        if document_id in known:
            resting[claim_id].append(known[document_id])
    return [(claim, resting[claim.pk]) for claim in Claim.objects.filter(pack=pack).order_by("id")]


def standards_of(pack: Pack) -> QuerySet[RequirementSet]:
    """The standards a pack is asked, at the versions it is pinned to."""
    return RequirementSet.objects.filter(pk__in=pack.standards.values("requirement_set_id")).order_by("position", "id")


def requirements_of(pack: Pack) -> QuerySet[Requirement]:
    """Every requirement of the pack's standards, whether it applies or not, in order."""
    return (
        Requirement.objects.filter(requirement_set__in=pack.standards.values("requirement_set_id"))
        .select_related("requirement_set")
        .order_by("requirement_set__position", "requirement_set_id", "position")
    )


def asked_of(pack: Pack) -> list[Asked]:
    """The requirements of the pack's standards as the pure rules know them, in order: one query, seldom two."""
    return standards_queries.asked_of(pack)


def asked_sets(on: date) -> QuerySet[RequirementSet]:
    """The version of each standard that a pack begun on this civil date is asked."""
    return RequirementSet.objects.filter(asked_from__lte=on).order_by("code", "-asked_from", "-id").distinct("code")


def held_by(pack: Pack) -> Held:
    """What the pack holds: a fixed number of queries, whatever its size."""
    model, revision = cost_model_of(pack)
    change = version_queries.version_change_of(pack)
    return Held(
        unconfirmed=version_queries.unconfirmed_of(pack, asked_of(pack), change) if change else (),
        version=pack.product_version,
        cost_problem=cost_problem(model) if revision else None,
        answers=dict(pack.answers.values_list("question", "value")),
        certificates=[(one.kind, one.ends_on or date.max) for one in certificates_in_force([pack.pk])],
        claims=list(pack.claims.order_by("id").values_list("design", flat=True)),
        documents=dict(pack.supports.values_list("question").annotate(n=Count("id")).order_by()),
    )


@lru_cache(maxsize=500)
def cost_problem_of(model: str) -> str:
    """What is wrong with a cost model given as JSON; the same text always has the same problem, whosever it is."""
    return cost_problem(json.loads(model))


def cost_problem(model: dict[str, Any]) -> str:
    """What is wrong with a cost model as typed so far; empty when it is complete."""
    problems = read_cost_model(model).problems
    return f"The cost model still has {len(problems)} gap{'' if len(problems) == 1 else 's'}" if problems else ""


def pack_lines(pack: Pack, on: date) -> list[Line]:
    """How each requirement that applies to the pack stands on a civil date."""
    return completeness(asked_of(pack), held_by(pack), on=on)


def tasks_of(pack: Pack, on: date) -> tuple[list[Task], list[str]]:
    """Everything to do in a pack, each once, as it stands on a civil date; and the questions that are parked."""
    asked, held = asked_of(pack), held_by(pack)
    return tasks(completeness(asked, held, on=on)), parked(asked, held)


def documents_wanted(pack: Pack, on: date) -> list[tuple[str, str]]:
    """The questions that a document can answer, with their words."""
    found = tasks(pack_lines(pack, on))
    return [(task.asked.question, task.asked.title) for task in found if task.asked.kind == "DOCUMENT"]


def answer_of(pack: Pack, question: str) -> Answer | None:
    """The answer to a question as it stands, None when there is none."""
    return Answer.objects.filter(pack=pack, question=question).select_related("changed_by").first()


def set_aside_of(pack: Pack, question: str, person: User) -> SetAsideAnswer | None:
    """What this person wrote while a colleague changed the same answer, until they have chosen."""
    return SetAsideAnswer.objects.filter(pack=pack, question=question, written_by_id=person.pk).first()


def standards_changes(pack: Pack, on: date) -> list[dict[str, Any]]:
    """What moving the pack to the newest standards would change, a row for each standard."""
    pinned = {one.code: one for one in standards_of(pack)}
    rows = []
    for new in asked_sets(on):
        old = pinned.get(new.code)
        if old == new:
            continue
        before, after = (_by_question(one) if one else {} for one in (old, new))
        rows.append(
            {
                "title": new.title,
                "old": old.version if old else "",
                "new": new.version,
                "added": [after[q][0] for q in after if q not in before],
                "removed": [before[q][0] for q in before if q not in after],
                "changed": [after[q][0] for q in after if q in before and after[q] != before[q]],
            }
        )
    return rows


def _by_question(standard: RequirementSet) -> dict[str, tuple[Any, ...]]:
    rows = standard.requirements.order_by("position").values_list(
        "question", "title", "guidance", "kind", "mandatory", "applies", "accepts"
    )
    return {question: tuple(rest) for question, *rest in rows}


def content_of(pack: Pack, schema: str = SCHEMA) -> dict[str, Any]:
    """The pack's content as its rows are now, in the form that is hashed, or was when an older pack was frozen."""
    put_to = ArraySubquery(Support.objects.filter(document=OuterRef("pk")).order_by("id").values("question"))
    content = pack_content(
        pack,
        standards=standards_of(pack),
        answers=pack.answers.order_by("id"),
        certificates=pack.certificates.select_related("document").order_by("id"),
        documents=[(document, document.put_to) for document in documents_of(pack).annotate(put_to=put_to)],
        claims=claims_of(pack),
        cost_model=cost_model_of(pack)[0] or None,
        version_change=version_queries.version_change_of(pack),
        confirmed=version_queries.confirmations_of(pack).values_list("question", flat=True),
    )
    return in_first_schema(content) if schema == FIRST_SCHEMA else content


def latest_revision(innovation: Innovation, product_version: str) -> int:
    """The highest revision of the packs of this product version, in whatever spelling; 0 when there is none."""
    found = Pack.objects.filter(innovation=innovation, version_key=version_key(product_version)).aggregate(
        n=Max("revision")
    )
    return found["n"] or 0


def cost_model_of(pack: Pack) -> tuple[dict[str, Any], int]:
    """The cost model of a pack as typed so far, and its revision; an empty one of revision 0 before the first."""
    found = CostModel.objects.filter(pack=pack).values_list("model", "revision").first()
    return found or ({}, 0)
