"""After the pack is frozen: the renewed certificate is handed in without submitting anything else again."""

from __future__ import annotations

from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

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
from evidence.queries.certificates import ends_now


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

    Raises WrongCertificateError with what cannot be right, Invalid when it does not last longer than what it follows,
    Refused while another renewal of it waits. Of `upload`, the document that shows it: Invalid when it is not taken,
    Unavailable when it cannot be scanned or stored.
    """
    policies.check_member(by, certificate.pack.innovation.innovator)
    # Before anything is locked: inspecting and scanning take as long as they take.
    judged = judge_upload(upload) if upload else None
    with transaction.atomic():
        pack = lock_pack(certificate.pack)
        policies.check_renewable(by, pack)
        number = certificates.normal_number(certificate.kind, number)
        stated = Stated(certificate.kind, number, valid_from, expires_on, body_number, legislation, checked_on)
        ends = ends_now(certificate)
        begins_by = None if ends is None else ends + ONE_DAY
        fields = checked(stated, issued_by=issued_by, on=civil_date(now), begins_by=begins_by)
        until = fields["ends_on"]
        if ends is None or (isinstance(until, date) and until <= ends):
            raise Invalid(
                f"{certificate} counts as long as this one already.",
                next_step="Hand in a certificate that lasts longer.",
                field="expires_on",
            )
        renewal = CertificateRenewal(certificate=certificate, handed_in_at=now, handed_in_by=by, **fields)
        try:
            with transaction.atomic():
                renewal.save()
        except IntegrityError as error:
            raise Refused(
                f"A renewal of {certificate} waits for the national operator already.",
                next_step="Wait for the answer. If it is returned to you, you can hand in another.",
            ) from error
        record_change("renewal_handed_in", pack, f"{renewal} was handed in to renew {certificate}.", by=by, now=now)
        if judged:
            keep_with_renewal(renewal, judged, now)
        return renewal
