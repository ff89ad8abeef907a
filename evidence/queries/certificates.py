"""What is asked about certificates: those of a pack, and what counts instead once they were renewed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, overload

from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

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


def certificates_stated(pack: int, *, confirmed_before: datetime | None = None) -> list[dict[str, Any]]:
    """What counts of a pack's certificates, now or before a moment, as the API states it: two queries."""
    counting = [
        (one.kind, renewal_in_force(one) or one) for one in certificates_of(pack, confirmed_before=confirmed_before)
    ]
    fields = ("number", "issued_by", "valid_from", "ends_on")
    return [{"kind": kind} | {name: getattr(one, name) for name in fields} for kind, one in counting]


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


def certificates_in_force(pack_ids: Collection[int]) -> list[tuple[int, str, str, date | None]]:
    """Pack, kind, number and last day (None: no end) of what counts for these packs, renewals included: one query."""
    confirmed = CertificateRenewal.objects.filter(certificate=OuterRef("pk"), state=RenewalState.CONFIRMED)
    newest = confirmed.order_by("-id")
    found = Certificate.objects.filter(pack_id__in=pack_ids).annotate(
        number_now=Coalesce(Subquery(newest.values("number")[:1]), "number"),
        ends_now=Case(When(Exists(confirmed), then=Subquery(newest.values("ends_on")[:1])), default="ends_on"),
    )
    return list(
        found.order_by(F("ends_now").asc(nulls_last=True), "id").values_list(
            "pack_id", "kind", "number_now", "ends_now"
        )
    )


@dataclass(frozen=True, slots=True)
class Ending:
    """A certificate that counts through a day; `law` names the statute whose cut-off it is, empty for its own end."""

    pack_id: int
    kind: str
    number: str
    ends_on: date
    law: str


def ending_certificates(pack_ids: Collection[int]) -> list[Ending]:
    """What counts for these packs and will end, renewals included, the first to end first: two queries."""
    parts = ("number", "expires_on", "ends_on", "legislation")
    renewals = CertificateRenewal.objects.filter(certificate__pack_id__in=pack_ids, state=RenewalState.CONFIRMED)
    renewed = {pk: row for pk, *row in renewals.order_by("id").values_list("certificate_id", *parts)}
    rows = Certificate.objects.filter(pack_id__in=pack_ids).order_by("id").values_list("id", "pack_id", "kind", *parts)
    laws = dict(Legislation.choices)
    found = []
    for pk, pack_id, kind, *stated in rows:
        number, expires_on, handed_in, legislation = renewed.get(pk, stated)
        ends_on = counts_until(legislation, expires_on, handed_in)
        if ends_on is not None:
            # It counts no longer than stated; where it counts less long, that is the law's doing.
            found.append(
                Ending(pack_id, kind, number, ends_on, laws.get(legislation, "") if ends_on != expires_on else "")
            )
    return sorted(found, key=lambda one: one.ends_on)


def packs_under(laws: Collection[str]) -> QuerySet[Certificate, Any]:
    """The packs with a certificate, or a confirmed renewal of one, under any of these laws: their ids."""
    renewed = CertificateRenewal.objects.filter(
        certificate=OuterRef("pk"), state=RenewalState.CONFIRMED, legislation__in=laws
    )
    return Certificate.objects.filter(Q(legislation__in=laws) | Exists(renewed)).values("pack_id")


def earliest_expiry(pack: Pack) -> date | None:
    """The day through which every certificate of the pack counts; None when none of them ends."""
    return min((day for *_, day in certificates_in_force([pack.pk]) if day is not None), default=None)
