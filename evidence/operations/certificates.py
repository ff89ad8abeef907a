"""The certificates of a pack in draft."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from compass.accounts.models import User
from compass.foundation.clock import civil_date
from compass.foundation.errors import Invalid, Refused
from compass.foundation.history import record_change
from evidence import certificates, policies
from evidence.certificates import RULES, Stated
from evidence.models import Certificate, Document, Pack
from evidence.operations.packs import lock_pack


class WrongCertificateError(Invalid):
    """A certificate that cannot be as stated, or does not count any more; `problems` says for each field why."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__("; ".join(problems.values()) + ".", next_step="Nothing was saved. Correct these.")


def checked(stated: Stated, *, issued_by: str, on: date, begins_by: date | None = None) -> dict[str, object]:
    """The fields of a certificate with its last days worked out; raises WrongCertificateError with every problem."""
    issued_by = issued_by or RULES[stated.kind].issuer
    problems = certificates.problems(stated, on=on, begins_by=begins_by)
    if not issued_by:
        problems["issued_by"] = "Enter who issued it"
    if problems:
        raise WrongCertificateError(problems)
    expires_on = certificates.stated_end(stated.kind, stated.valid_from, stated.expires_on)
    return {
        "number": stated.number,
        "body_number": stated.body_number,
        "legislation": stated.legislation,
        "issued_by": issued_by,
        "valid_from": stated.valid_from,
        "expires_on": expires_on,
        "ends_on": certificates.ends_on(stated.kind, stated.legislation, expires_on),
        "checked_on": stated.checked_on,
    }


@transaction.atomic
def add_certificate(
    *,
    pack: Pack,
    kind: str,
    number: str,
    valid_from: date,
    by: User,
    now: datetime,
    issued_by: str = "",
    expires_on: date | None = None,
    body_number: str = "",
    legislation: str = "",
    checked_on: date | None = None,
    document: Document | None = None,
) -> Certificate:
    """Add a certificate or registration; civil dates, the last one included.

    `issued_by` is left empty where the kind says it, `expires_on` where none is stated. Raises WrongCertificateError
    with what cannot be right, Invalid for a document of another pack, Refused for a second one of its number.
    """
    pack = lock_pack(pack)
    policies.check_editable(by, pack)
    number = certificates.normal_number(kind, number)
    stated = Stated(kind, number, valid_from, expires_on, body_number, legislation, checked_on)
    fields = checked(stated, issued_by=issued_by, on=civil_date(now))
    if document is not None and document.pack_id != pack.pk:
        raise Invalid(
            "A document of another pack was chosen.", next_step="Upload it to this pack first.", field="document"
        )
    certificate = Certificate(pack=pack, kind=kind, document=document, **fields)
    try:
        with transaction.atomic():
            certificate.save()
    except IntegrityError as error:
        raise Refused(
            f"Certificate {number} is already in this pack.",
            next_step="Remove it first if you want to correct it.",
            field="number",
        ) from error
    record_change("certificate_added", pack, f"{certificate} was added.", by=by, now=now)
    return certificate


@transaction.atomic
def remove_certificate(*, certificate: Certificate, by: User, now: datetime) -> None:
    """Take a certificate out of a draft; its history stays."""
    pack = lock_pack(certificate.pack)
    policies.check_editable(by, pack)
    certificate.delete()
    record_change("certificate_removed", pack, f"{certificate} was removed.", by=by, now=now)
