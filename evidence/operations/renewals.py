"""After the pack is frozen: the renewed certificate is handed in without submitting anything else again."""

from __future__ import annotations

from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q

from compass.accounts.models import User
from compass.foundation.clock import civil_date
from compass.foundation.errors import Invalid, Refused
from compass.foundation.history import record_change
from evidence import certificates, policies
from evidence.certificates import ONE_DAY, Stated
from evidence.models import Certificate, CertificateRenewal
from evidence.operations.certificates import checked
from evidence.operations.judged_files import judge_upload
from evidence.operations.packs import lock_pack
from evidence.operations.renewal_documents import keep_with_renewal
from evidence.queries.certificates import ends_now, renewals_of
from evidence.states import RenewalState


def check_renewable(certificate: Certificate, by: User) -> date:
    """The last day on which a certificate counts; raises as the policy does, and Refused for what can have no renewal.

    That is one without end, and one of which a renewal waits for the national operator.
    """
    policies.check_renewable(by, certificate.pack)
    if any(one.state == RenewalState.WAITING for one in renewals_of(certificate)):
        raise Refused(
            f"A renewal of {certificate} waits for the national operator already.",
            next_step="Wait for the answer. If it is returned to you, you can hand in another.",
        )
    ends = ends_now(certificate)
    if ends is None:
        raise Refused(f"{certificate} has no end date, so it needs no renewal.", next_step="There is nothing to do.")
    return ends


def _check_number_free(certificate: Certificate, number: str) -> None:
    """Raise Invalid for the number of another certificate of the pack: the next pack could not have it twice."""
    others = Certificate.objects.filter(pack=certificate.pack_id, kind=certificate.kind).exclude(pk=certificate.pk)
    standing = [state for state in RenewalState if state != RenewalState.RETURNED]
    if others.filter(Q(number=number) | Q(renewals__number=number, renewals__state__in=standing)).exists():
        raise Invalid(
            f"Another certificate of this pack has the number {number}.",
            next_step="Check the number. If it is right, renew that certificate instead.",
            field="number",
        )


def renew_certificate(
    *,
    certificate: Certificate,
    number: str,
    valid_from: date,
    by: User,
    now: datetime,
    issued_by: str = "",
    expires_on: date | None = None,
    body_number: str = "",
    legislation: str = "",
    checked_on: date | None = None,
    upload: UploadedFile | None = None,
) -> CertificateRenewal:
    """Hand in what follows a certificate of a frozen pack; it counts once the national operator has confirmed it.

    Raises WrongCertificateError with what cannot be right, Invalid when it does not last longer than what it follows
    or has the number of another, Refused when it has no end or another renewal of it waits. Of `upload`, the document
    that shows it: Invalid when it is not taken, Unavailable when it cannot be scanned or stored.
    """
    policies.check_member(by, certificate.pack.innovation.innovator)
    # Before anything is locked: inspecting and scanning take as long as they take.
    judged = judge_upload(upload) if upload else None
    with transaction.atomic():
        pack = lock_pack(certificate.pack)
        certificate = pack.certificates.get(pk=certificate.pk)
        ends = check_renewable(certificate, by)
        number = certificates.normal_number(certificate.kind, number)
        stated = Stated(certificate.kind, number, valid_from, expires_on, body_number, legislation, checked_on)
        fields = checked(stated, issued_by=issued_by, on=civil_date(now), begins_by=ends + ONE_DAY)
        until = fields["ends_on"]
        if isinstance(until, date) and until <= ends:
            raise Invalid(
                f"{certificate} counts as long as this one already.",
                next_step="Hand in a certificate that lasts longer.",
                field="expires_on",
            )
        _check_number_free(certificate, number)
        renewal = CertificateRenewal.objects.create(
            certificate=certificate, handed_in_at=now, handed_in_by=by, **fields
        )
        record_change("renewal_handed_in", pack, f"{renewal} was handed in to renew {certificate}.", by=by, now=now)
        if judged:
            keep_with_renewal(renewal, judged, now)
        return renewal
