"""What the innovator's workplace asks. Every question goes through the owner."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Max, Min, Prefetch, QuerySet

from compass.accounts.models import User
from evidence.completeness import Asked, Line, completeness
from evidence.models import Answer, Document, Innovation, Innovator, Pack, Requirement, RequirementSet
from evidence.states import PackState


def innovators_of(person: User) -> QuerySet[Innovator]:
    """The innovators this person works for."""
    return Innovator.objects.filter(members__person_id=person.pk).order_by("name", "id")


def innovations_of(person: User) -> QuerySet[Innovation]:
    """The technologies of the innovators this person works for, each with its packs, newest first."""
    packs = Prefetch("packs", queryset=Pack.objects.order_by("-id"))
    return (
        Innovation.objects.filter(innovator__members__person_id=person.pk)
        .select_related("innovator")
        .prefetch_related(packs)
        .defer("search")
        .order_by("name", "id")
    )


def packs_of(person: User) -> QuerySet[Pack]:
    """The packs of the innovators this person works for."""
    return Pack.objects.filter(innovation__innovator__members__person_id=person.pk).select_related(
        "innovation__innovator", "requirement_set"
    )


def drafts_of(person: User) -> QuerySet[Pack]:
    """The packs that this person's innovators have yet to submit."""
    return packs_of(person).filter(state=PackState.DRAFT).order_by("-id")


def documents_of(pack: Pack) -> QuerySet[Document]:
    """The documents of one pack; the caller has already passed the policy of its own road."""
    return Document.objects.filter(pack=pack).order_by("id")


def requirements_of(pack: Pack) -> QuerySet[Requirement]:
    """What this pack is asked, in order."""
    return Requirement.objects.filter(requirement_set_id=pack.requirement_set_id).order_by("position")


def requirement_of(pack: Pack, code: str) -> Requirement:
    """One requirement of the pack by its code; raises Requirement.DoesNotExist."""
    return requirements_of(pack).get(code=code)


def answer_text(pack: Pack, requirement: Requirement) -> str:
    """What is written so far for one requirement, or an empty text."""
    return Answer.objects.filter(pack=pack, requirement=requirement).values_list("text", flat=True).first() or ""


def current_requirement_set(code: str, on: date) -> RequirementSet:
    """The version of a standard in force on a civil date; raises RequirementSet.DoesNotExist."""
    return RequirementSet.objects.filter(code=code, effective_from__lte=on).latest("effective_from", "id")


def pack_lines(pack: Pack, on: date) -> list[Line]:
    """How each requirement of the pack stands on a civil date: four queries, whatever the pack's size."""
    asked = [
        Asked(r.code, r.title, r.kind, r.mandatory)
        for r in requirements_of(pack).only("code", "title", "kind", "mandatory")
    ]
    texts = dict(pack.answers.values_list("requirement__code", "text"))
    expiries = list(pack.certificates.values_list("expires_on", flat=True))
    return completeness(asked, texts=texts, expiries=expiries, documents=pack.documents.count(), on=on)


def answers_by_section(pack: Pack) -> list[dict[str, Any]]:
    """What the pack says, requirement by requirement, for the people who assess it."""
    texts = dict(pack.answers.values_list("requirement_id", "text"))
    return [
        {"code": r.code, "title": r.title, "kind": r.kind, "section": r.section, "text": texts.get(r.pk, "")}
        for r in requirements_of(pack)
    ]


def earliest_expiry(pack: Pack) -> date | None:
    """The day through which every certificate of the pack is valid; None when it has none."""
    found: date | None = pack.certificates.aggregate(first=Min("expires_on"))["first"]
    return found


def latest_revision(innovation: Innovation, product_version: str) -> int:
    """The highest revision of this product version's packs, 0 when there is none."""
    found = Pack.objects.filter(innovation=innovation, product_version__iexact=product_version).aggregate(
        n=Max("revision")
    )
    return found["n"] or 0
