"""What the innovator's workplace asks. Every question goes through the owner."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import F, Max, Min, Prefetch, QuerySet, Value

from compass.accounts.models import User
from evidence.completeness import Asked, Line, completeness
from evidence.identifiers import emdn_levels
from evidence.models import (
    Answer,
    ColleagueInvitation,
    CompanyIdentifier,
    Confidentiality,
    CostModel,
    DeviceScheme,
    Document,
    EmdnCode,
    Identifier,
    Innovation,
    Innovator,
    InnovatorMember,
    Pack,
    PackComment,
    Requirement,
    RequirementSet,
)
from evidence.models.folding import folded_name
from evidence.product_versions import version_key
from evidence.states import DocumentState, InvitationState, PackState


def innovators_of(person: User) -> QuerySet[Innovator]:
    """The innovators this person works for."""
    return Innovator.objects.filter(members__person_id=person.pk).order_by("name", "id")


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


def documents_to_redact(pack: Pack) -> QuerySet[Document]:
    """The full documents of the pack that not everybody may read and that have no redacted rendition yet."""
    closed = documents_of(pack).exclude(confidentiality=Confidentiality.PUBLIC)
    return closed.filter(redacts=None, redacted=None)


def documents_open_to(pack: Pack, readers: Iterable[Confidentiality]) -> QuerySet[Document]:
    """The checked documents of the pack meant for these readers; the caller's policy has said who they are."""
    found = documents_of(pack).filter(confidentiality__in=list(readers), state=DocumentState.CLEAN)
    return found.select_related("redacts")


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
    """The highest revision of the packs of this product version, in whatever spelling; 0 when there is none."""
    found = Pack.objects.filter(innovation=innovation, version_key=version_key(product_version)).aggregate(
        n=Max("revision")
    )
    return found["n"] or 0


def cost_model_of(pack: Pack) -> tuple[dict[str, Any], int]:
    """The cost model of a pack as typed so far, and its revision; an empty one of revision 0 before the first."""
    found = CostModel.objects.filter(pack=pack).values_list("model", "revision").first()
    return found or ({}, 0)


def identifiers_of(innovation: Innovation) -> QuerySet[Identifier]:
    """The numbers and categories of a technology; the caller has already passed the policy of its own road."""
    return Identifier.objects.filter(innovation=innovation).order_by("scheme", "value")


def company_identifiers_of(innovator: Innovator) -> QuerySet[CompanyIdentifier]:
    """The numbers of a company; the caller has already passed the policy of its own road."""
    return CompanyIdentifier.objects.filter(innovator=innovator).order_by("scheme", "value")


def emdn_titles(identifiers: Iterable[Identifier]) -> dict[str, str]:
    """The title of each EMDN code among these and of all above it: one query, none when there is no such code."""
    codes = {code for one in identifiers if one.scheme == DeviceScheme.EMDN for code in emdn_levels(one.value)}
    return dict(EmdnCode.objects.filter(code__in=codes).values_list("code", "title")) if codes else {}


def innovation_by_identifier(scheme: str, value: str) -> str | None:
    """The slug of the public technology with this number, in its normal form; None when none is public."""
    found = Identifier.objects.filter(scheme=scheme, value=value, innovation__published_at__isnull=False)
    return found.order_by("id").values_list("innovation__slug", flat=True).first()


def colleagues_of(innovator: Innovator) -> QuerySet[InnovatorMember]:
    """Who may act for a company; the caller has already passed the policy of its own road."""
    members = InnovatorMember.objects.filter(innovator=innovator).select_related("innovator", "person")
    return members.order_by("person__name", "id")


def open_invitations_of(innovator: Innovator) -> QuerySet[ColleagueInvitation]:
    """The invitations of a company that nobody answered; the caller has already passed the policy of its own road."""
    found = ColleagueInvitation.objects.filter(innovator=innovator, state=InvitationState.OPEN)
    return found.order_by("email")


def comments_of(pack: Pack) -> QuerySet[PackComment]:
    """The comments of a pack, oldest first. The caller has found the pack by `packs_of`: nobody else may see them."""
    return PackComment.objects.filter(pack=pack).select_related("written_by", "resolved_by").order_by("id")


def comment_topics(pack: Pack) -> dict[str, str]:
    """What can be commented on in a pack: the title of each topic by its code, in order."""
    return dict(requirements_of(pack).values_list("code", "title"))
