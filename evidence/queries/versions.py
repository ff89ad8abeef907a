"""What is asked about versions of a product: what a pack follows, and what of it must still be confirmed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet

from evidence import version_changes
from evidence.completeness import Asked
from evidence.models import (
    Answer,
    Certificate,
    Claim,
    Confirmation,
    CostModel,
    Innovation,
    Pack,
    Support,
    VersionChange,
)
from evidence.queries.certificates import certificates_in_force, certificates_of, ends_now
from evidence.states import PackState
from evidence.version_changes import Standing

# All that a claim states; the design stands first.
_CLAIM = (
    "design", "outcome", "population", "comparator", "measure", "size", "low", "high", "confidence", "unit",
    "participants", "follow_up_months", "sites", "source",
)  # fmt: skip


def last_frozen_pack(innovation: Innovation) -> Pack | None:
    """The pack that was submitted last, which a new version starts from; None before the first."""
    frozen = Pack.objects.filter(innovation=innovation, state=PackState.FROZEN).select_related("innovation__innovator")
    return frozen.defer("content").order_by("-frozen_at", "-id").first()


def version_change_of(pack: Pack) -> VersionChange | None:
    """How the pack's version differs from the one it started from; None for a pack that started empty."""
    return (
        VersionChange.objects.filter(pack=pack)
        .select_related("previous", "attested_by")
        .defer("previous__content")
        .first()
    )


def other_packs(pack: Pack) -> QuerySet[Pack]:
    """The other packs of the same technology, newest first; the caller has already passed the policy of its road."""
    found = Pack.objects.filter(innovation_id=pack.innovation_id).exclude(pk=pack.pk).select_related("innovation")
    return found.defer("content").order_by("-id")


def confirmations_of(pack: Pack) -> QuerySet[Confirmation]:
    """What was said to be still true, and by whom."""
    return Confirmation.objects.filter(pack=pack).select_related("confirmed_by").order_by("question")


def standings(packs: Sequence[Pack]) -> list[Standing]:
    """What each of the packs says, part by part: five queries for all of them."""
    ids = [pack.pk for pack in packs]
    answers: dict[int, dict[str, Any]] = {pk: {} for pk in ids}
    for pk, question, value in Answer.objects.filter(pack__in=ids).values_list("pack_id", "question", "value"):
        answers[pk][question] = value
    documents = Support.objects.filter(pack__in=ids).values_list("pack_id", "question", "document__sha256")
    claims = Claim.objects.filter(pack__in=ids).values_list("pack_id", *_CLAIM)
    models = dict(CostModel.objects.filter(pack__in=ids).values_list("pack_id", "model"))
    certified, put, claimed = certificates_in_force(ids), list(documents), list(claims)
    return [
        Standing(
            answers=answers[pk],
            certificates={(row.kind, row.number, str(row.ends_on)) for row in certified if row.pack_id == pk},
            documents={(question, sha256) for owner, question, sha256 in put if owner == pk},
            claims=[row[1:] for row in claimed if row[0] == pk],
            cost_model=models.get(pk),
        )
        for pk in ids
    ]


def unconfirmed_of(pack: Pack, asked: Collection[Asked], change: VersionChange) -> set[str]:
    """The questions that must be confirmed or changed before this version's pack is complete."""
    before, now = standings([change.previous, pack])
    return version_changes.unconfirmed(
        asked,
        topics=change.topics,
        before=before,
        now=now,
        confirmed=set(Confirmation.objects.filter(pack=pack).values_list("question", flat=True)),
    )


def certificate_ends(pack: Pack) -> list[tuple[str, date | None]]:
    """Each certificate of the pack in words with the last day on which it counts; None for no end."""
    return [(str(one), ends_now(one)) for one in certificates_of(pack)]


def standing_words(pack: Pack, asked: Asked) -> list[str]:
    """What stands under a question that rows answer: a line for each document, certificate or claim."""
    if asked.kind == "DOCUMENT":
        put = Support.objects.filter(pack=pack, question=asked.question).select_related("document")
        return [str(one.document) for one in put.order_by("id")]
    if asked.kind == "CERTIFICATE":
        kept = Certificate.objects.filter(pack=pack).order_by("expires_on", "id")
        return [str(one) for one in kept if not asked.accepts or one.kind in asked.accepts]
    if asked.kind == "CLAIM":
        claims = Claim.objects.filter(pack=pack).order_by("id")
        return [str(one) for one in claims if not asked.accepts or one.design in asked.accepts]
    return []
