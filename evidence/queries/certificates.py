"""What is asked about certificates: those of a pack, and what counts instead once they were renewed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple, overload

from django.db.models import Exists, F, FilteredRelation, OuterRef, Prefetch, Q, QuerySet

from evidence.certificates import counts_until
from evidence.models import Certificate, CertificateRenewal, Legislation, Pack, RenewalDocument
from evidence.queries.pack_rows import CertificateRow, RenewalRow
from evidence.states import RenewalState


def certificates_of(pack: Pack | int, *, confirmed_before: datetime | None = None) -> list[Certificate]:
    """The certificates of one pack with their renewals, the first to end first; the caller has passed its policy.

    With `confirmed_before` only with the renewals that counted before that moment.
    """
    renewals = CertificateRenewal.objects.order_by("id")
    if confirmed_before is not None:
        renewals = renewals.filter(state=RenewalState.CONFIRMED, closed_at__lt=confirmed_before)
    found = Certificate.objects.filter(pack=pack).prefetch_related(Prefetch("renewals", queryset=renewals))
    return list(found.order_by(F("ends_on").asc(nulls_last=True), "id"))


def certificates_stated(
    pack: int, *, confirmed_before: datetime | None = None, by_law: Mapping[str, date] | None = None
) -> list[dict[str, Any]]:
    """What counts of a pack's certificates, now or before a moment by the law of then, as the API states it.

    Two queries.
    """
    counting = [
        (one.kind, renewal_in_force(one) or one) for one in certificates_of(pack, confirmed_before=confirmed_before)
    ]
    fields = ("number", "issued_by", "valid_from")
    return [
        {"kind": kind}
        | {name: getattr(one, name) for name in fields}
        | {"ends_on": counts_until(one.legislation, one.expires_on, one.ends_on, by_law)}
        for kind, one in counting
    ]


def renewal_documents_of(pack: Pack) -> QuerySet[RenewalDocument]:
    """The documents that renewals of a pack's certificates brought; the caller has passed its policy."""
    return RenewalDocument.objects.filter(renewal__certificate__pack=pack)


@overload
def renewals_of(certificate: Certificate) -> Iterable[CertificateRenewal]: ...
@overload
def renewals_of(certificate: CertificateRow) -> Iterable[RenewalRow]: ...
def renewals_of(certificate: Certificate | CertificateRow) -> Iterable[CertificateRenewal | RenewalRow]:
    """What was handed in to renew a certificate of `certificates_of` or a row of its pack's page."""
    return certificate.handed_in if isinstance(certificate, CertificateRow) else certificate.renewals.all()


@overload
def renewal_in_force(certificate: Certificate) -> CertificateRenewal | None: ...
@overload
def renewal_in_force(certificate: CertificateRow) -> RenewalRow | None: ...
def renewal_in_force(certificate: Certificate | CertificateRow) -> CertificateRenewal | RenewalRow | None:
    """The renewal that counts instead of a certificate, None while it counts itself."""
    confirmed = [one for one in renewals_of(certificate) if one.state == RenewalState.CONFIRMED]
    return max(confirmed, key=lambda one: one.pk, default=None)


def ends_now(certificate: Certificate | CertificateRow) -> date | None:
    """The last day on which a certificate or the renewal that took its place counts; None for no end."""
    counts = renewal_in_force(certificate) or certificate
    return counts_until(counts.legislation, counts.expires_on, counts.ends_on)


class InForce(NamedTuple):
    """A certificate that counts for a pack; `ends_on` is its last day, None where it has no end.

    `law` names the statute whose cut-off that day is, empty for its own end.
    """

    pack_id: int
    kind: str
    number: str
    ends_on: date | None
    law: str


def certificates_in_force(pack_ids: Collection[int]) -> list[InForce]:
    """What counts for these packs today, renewals included, the first to end first: one query."""
    parts = ("number", "expires_on", "ends_on", "legislation")
    renewed = FilteredRelation("renewals", condition=Q(renewals__state=RenewalState.CONFIRMED))
    rows = (
        Certificate.objects.filter(pack_id__in=pack_ids)
        .annotate(renewed=renewed)
        .order_by("id", "renewed__id")
        .values_list("id", "pack_id", "kind", "renewed__id", *parts, *(f"renewed__{part}" for part in parts))
    )
    laws, found = dict(Legislation.choices), {}
    for pk, pack_id, kind, renewal, *stated in rows:
        # The newest renewal comes last, and stays.
        number, expires_on, handed_in, legislation = stated[len(parts) :] if renewal else stated[: len(parts)]
        ends_on = counts_until(legislation, expires_on, handed_in)
        # It counts no longer than stated; where it counts less long, that is the law's doing.
        law = laws.get(legislation, "") if ends_on != expires_on else ""
        found[pk] = InForce(pack_id, kind, number, ends_on, law)
    return sorted(found.values(), key=lambda one: one.ends_on or date.max)


def packs_under(laws: Collection[str]) -> QuerySet[Certificate, Any]:
    """The packs with a certificate, or a confirmed renewal of one, under any of these laws: their ids."""
    renewed = CertificateRenewal.objects.filter(
        certificate=OuterRef("pk"), state=RenewalState.CONFIRMED, legislation__in=laws
    )
    return Certificate.objects.filter(Q(legislation__in=laws) | Exists(renewed)).values("pack_id")


def earliest_expiry(pack: Pack) -> date | None:
    """The day through which every certificate of the pack counts; None when none of them ends."""
    return min((one.ends_on for one in certificates_in_force([pack.pk]) if one.ends_on is not None), default=None)
