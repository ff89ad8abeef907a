"""Certificates and their renewals in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from compass.foundation.words import civil_date
from evidence.certificates import counts_until
from evidence.models import Certificate, CertificateKind, CertificateRenewal, Pack
from evidence.queries.certificates import ends_now, renewal_in_force, renewals_of
from evidence.queries.pack_rows import CertificateRow, RenewalRow
from evidence.states import PackState, RenewalState


def _counts(
    stated: Certificate | CertificateRenewal | CertificateRow | RenewalRow, by_law: Mapping[str, date] | None = None
) -> str:
    """Until when it counts, and why not as long as it says."""
    ends_on = counts_until(stated.legislation, stated.expires_on, stated.ends_on, by_law)
    if ends_on is None:
        return "has no last day"
    if stated.expires_on == ends_on:
        return f"valid to {civil_date(ends_on)}"
    itself = f"; the certificate itself runs to {civil_date(stated.expires_on)}" if stated.expires_on else ""
    law = f" under {stated.legislation}" if stated.legislation else ""
    return f"counts in Great Britain to {civil_date(ends_on)}, when CE marking{law} ends by law{itself}"


def certificate_line(certificate: Certificate | CertificateRow, by_law: Mapping[str, date] | None = None) -> str:
    """One certificate in a sentence, with the confirmed renewal that counts instead.

    `by_law` are the cut-offs of a past day; without it those of today count.
    """
    body = f" (body {certificate.body_number})" if certificate.body_number else ""
    parts = [f"{certificate}, issued by {certificate.issued_by}{body}, {_counts(certificate, by_law)}."]
    if certificate.kind == CertificateKind.MHRA_REGISTRATION:
        parts.append("Registration with the MHRA is not an approval by it.")
    if certificate.checked_on:
        parts.append(f"The innovator checked it at its source on {civil_date(certificate.checked_on)}.")
    if renewal := renewal_in_force(certificate):
        number = "" if renewal.number == certificate.number else f" as {renewal.number}"
        parts.append(
            f"Certificate renewed{number}, {_counts(renewal, by_law)}; confirmed by the national operator on "
            f"{civil_date(renewal.closed_at)}."
        )
    return " ".join(parts)


def certificate_lines(
    certificates: Iterable[Certificate | CertificateRow], by_law: Mapping[str, date] | None = None
) -> list[str]:
    """The certificates of a pack for everybody who may read it; `by_law` as for `certificate_line`."""
    return [certificate_line(one, by_law) for one in certificates]


def certificate_row(pack: Pack, certificate: CertificateRow) -> dict[str, Any]:
    """A certificate of a pack for its innovator: what waits or was returned, and what can be done."""
    newest = max(renewals_of(certificate), key=lambda one: one.pk, default=None)
    state = RenewalState(newest.state) if newest else None
    note = ""
    if newest and state == RenewalState.WAITING:
        note = (
            f"A renewal, {_counts(newest)}, was handed in on {civil_date(newest.handed_in_at)} and waits for the "
            "national operator."
        )
    elif newest and state == RenewalState.RETURNED:
        note = f"The renewal was returned on {civil_date(newest.closed_at)}: {newest.return_reason}"
    may_renew = pack.state == PackState.FROZEN and state != RenewalState.WAITING and ends_now(certificate) is not None
    return {
        "pk": certificate.pk,
        "name": str(certificate),
        "document_id": certificate.document_id,
        "line": certificate_line(certificate),
        "note": note,
        # The newest one's: of an older one that counts, the operator has seen it.
        "renewal_document": newest.pk if newest and newest.has_document else None,
        "renew": reverse("renew-certificate", args=[pack.pk, certificate.pk]) if may_renew else "",
    }


def certificate_facts(
    certificate: Certificate, renewal: CertificateRenewal
) -> list[tuple[str, Mapping[str, Any] | Any]]:
    """What an operator checks of a renewal, beside what it follows."""
    return [
        ("Technology", f"{certificate.pack}"),
        ("Follows", f"{certificate}, {_counts(certificate)}"),
        ("Number", renewal.number),
        ("Issued by", renewal.issued_by + (f" (body {renewal.body_number})" if renewal.body_number else "")),
        *([("EU law", renewal.get_legislation_display())] if renewal.legislation else []),
        ("Valid from", civil_date(renewal.valid_from)),
        ("How long it counts", _counts(renewal)[:1].upper() + _counts(renewal)[1:]),
        ("Checked by the innovator on", civil_date(renewal.checked_on)),
        ("Handed in by", f"{renewal.handed_in_by}, {civil_date(renewal.handed_in_at)}"),
        ("State", renewal.get_state_display()),
    ]


def adding_address(pack: Pack, kinds: Iterable[str]) -> str:
    """The page to add a certificate on, with the kinds that would do."""
    asked = urlencode({"kind": list(kinds)}, doseq=True)
    return reverse("add-certificate", args=[pack.pk]) + (f"?{asked}" if asked else "")
