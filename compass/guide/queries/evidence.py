"""What is public of the evidence behind a passport, declared once: product page, comparison and API render this.

It is public while the technology's current passport can be relied on: the claims of its frozen pack, what the triage
says of the law, certificates, standards and the documents marked public. Written answers, scores and the cost model
never are.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Case,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.fields.json import KeyTextTransform

from compass.foundation.rows import Fields
from compass.guide.queries.gathered import as_text, rows_of
from evidence.certificates import counts_until
from evidence.models import (
    Answer,
    Certificate,
    CertificateRenewal,
    Claim,
    Confidentiality,
    Document,
    Innovation,
    PackStandard,
)
from evidence.states import DocumentState, RenewalState
from passports.validity import USABLE
from trusts.models import Organisation

# Of the triage: what the law and NICE's tiers make a class of. No other answer is public.
CLASSES = ("medical-device", "device-class", "ivd-class", "software", "esf-tier")


def with_standing_pack(rows: QuerySet[Innovation]) -> QuerySet[Innovation]:
    """Technologies of `public_innovations`, each with the pack whose evidence is public as `standing_pack`, or null."""
    return rows.annotate(standing_pack=Case(When(current__status__in=sorted(USABLE), then=F("current__pack"))))


def evidence_fields(most: int | None = None, *, before: datetime | None = None) -> Fields:
    """The public evidence of the rows of `with_standing_pack`; of each list no more than `most`, when that is given.

    With `before` as it counted before that moment: a pack never changes, but its certificates may be renewed.
    """
    of_pack: dict[str, Any] = {"pack": OuterRef("standing_pack")}
    codes = Claim.objects.filter(pk=OuterRef(OuterRef("pk"))).annotate(code=Func(F("sites"), function="unnest"))
    places = Organisation.objects.filter(ods_code__in=codes.values("code")).order_by("name")
    open_ones = Document.objects.filter(
        **of_pack, confidentiality=Confidentiality.PUBLIC, state=DocumentState.CLEAN
    ).order_by("title", "id")
    return {
        "claims": rows_of(
            Claim.objects.filter(**of_pack).order_by("id"), most,
            outcome="outcome", population="population", comparator="comparator", measure="measure", unit="unit",
            size=as_text("size"), low=as_text("low"), high=as_text("high"), confidence="confidence", design="design",
            participants="participants", follow_up_months="follow_up_months", sites="sites",
            site_names=ArraySubquery(places.values("name")), study_reference="source",
        ),
        "classes": rows_of(
            Answer.objects.filter(**of_pack, question__in=CLASSES).order_by("question"), most,
            question="question", choice=KeyTextTransform("choice", "value"),
        ),
        "certificates": _certificates(of_pack, most, before),
        "standards": rows_of(
            PackStandard.objects.filter(**of_pack).order_by("requirement_set__position", "id"), most,
            code="code", title="requirement_set__title", version="requirement_set__version",
            publisher="requirement_set__publisher", source_url="requirement_set__source_url",
            applied="applied", met="met",
        ),
        "documents": rows_of(
            open_ones, most, id="id", title="title", content_type="content_type", size="size", sha256="sha256",
            redacted=ExpressionWrapper(Q(redacts__isnull=False), output_field=BooleanField()),
        ),
    }  # fmt: skip


def _certificates(of_pack: dict[str, Any], most: int | None, before: datetime | None) -> Any:
    """Kind, issuer and days of what counts: the newest confirmed renewal, else the certificate itself."""
    confirmed = CertificateRenewal.objects.filter(certificate=OuterRef("pk"), state=RenewalState.CONFIRMED)
    if before is not None:
        confirmed = confirmed.filter(closed_at__lt=before)
    newest = confirmed.order_by("-id")
    fields = ("issued_by", "valid_from", "expires_on", "ends_on", "legislation")
    renewed = Exists(confirmed)
    return rows_of(
        Certificate.objects.filter(**of_pack).order_by("kind", "id"), most,
        kind="kind",
        **{name: Case(When(renewed, then=Subquery(newest.values(name)[:1])), default=F(name)) for name in fields},
    )  # fmt: skip


def dated(certificates: list[dict[str, Any]], by_law: Mapping[str, date] | None = None) -> list[dict[str, Any]]:
    """The certificates with their days as such, each until the last day on which it counts by law.

    `by_law` are the cut-offs of a past day; without it those of today count.
    """
    found = []
    for one in certificates:
        begins, expires, handed_in = (
            one[name] and date.fromisoformat(one[name]) for name in ("valid_from", "expires_on", "ends_on")
        )
        ends = counts_until(one["legislation"], expires, handed_in, by_law)
        found.append({"kind": one["kind"], "issued_by": one["issued_by"], "valid_from": begins, "valid_until": ends})
    return found


# An answer counts only under these answers to the question above it; parked ones stay in the pack.
_UNDER = {
    "device-class": ("medical-device", "DEVICE"),
    "ivd-class": ("medical-device", "IVD"),
    "esf-tier": ("software", "YES"),
}


def stated_classes(rows: list[dict[str, Any]]) -> dict[str, str]:
    """The choice for each question of CLASSES that was answered and applies."""
    said = {one["question"]: one["choice"] for one in rows if one["choice"]}
    above = {question: said.get(question) for question, _ in _UNDER.values()}
    return {
        question: choice
        for question, choice in said.items()
        if question not in _UNDER or above[_UNDER[question][0]] == _UNDER[question][1]
    }
