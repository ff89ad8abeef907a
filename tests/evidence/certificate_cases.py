"""What the tables of certificates refuse to SQL itself: a certificate in a draft, one in a frozen pack, its renewal."""

from __future__ import annotations

from tests.foundation.raw_writes import Case, copy_of

RENEWAL = "evidence_certificaterenewal"


def one(change: str) -> str:
    return f"UPDATE evidence_certificate SET {change} WHERE id = {{certificate}}"


def another(**changes: str) -> str:
    """Another renewal, of the certificate that has none waiting."""
    return copy_of(RENEWAL, "{renewal}", certificate_id="{frozen_other}", **changes)


CLOSED = {"closed_at": "now()", "closed_by_id": "{person}"}
# An unknown state of a renewal breaks the wider rule `certificate_renewal_closed_whole` first.
IMPLIED = {"certificate_renewal_state_known"}
CERTIFICATES = [
    Case(
        "certificate_once",
        copy_of("evidence_certificate", "{certificate}"),
        copy_of("evidence_certificate", "{certificate}", number="'2'"),
    ),
    Case(
        "certificate_expires_after_it_begins",
        one("expires_on = valid_from - 1, ends_on = valid_from - 1"),
        one("expires_on = valid_from, ends_on = valid_from"),
    ),
    Case("certificate_counts_no_longer_than_stated", one("ends_on = expires_on + 1"), one("ends_on = expires_on - 1")),
    Case("certificate_counts_no_longer_than_stated", one("ends_on = NULL"), one("ends_on = NULL, expires_on = NULL")),
    Case("certificate_kind_known", one("kind = 'FSC', body_number = ''"), one("kind = 'ICO', body_number = ''")),
    Case("certificate_body_of_a_mark", one("kind = 'ICO'"), one("kind = 'CE'")),
    Case("certificate_body_number_of_four_digits", one("body_number = '008'"), one("body_number = '0123'")),
    Case("certificate_legislation_of_ce", one("legislation = 'MDR'"), one("kind = 'CE', legislation = 'MDR'")),
    Case("certificate_legislation_known", one("kind = 'CE', legislation = 'FDA'"), ""),
    Case(
        "evidence_certificate.document_of_its_pack",
        one("document_id = {frozen_document}"),
        one("document_id = {document}"),
    ),
    Case(
        "certificate_renewal_one_waiting",
        copy_of(RENEWAL, "{renewal}"),
        copy_of(RENEWAL, "{renewal}", state="'CONFIRMED'", **CLOSED),
    ),
    *(
        Case("certificate_renewal_closed_whole", another(**wrong), another(**(wrong | right)) if right else "")
        for wrong, right in (
            ({"state": "'CONFIRMED'"}, CLOSED),
            ({"state": "'RETURNED'", **CLOSED}, {"return_reason": "'x'"}),
            ({"state": "'CONFIRMED'", "return_reason": "'x'", **CLOSED}, {}),
            (CLOSED, {}),
        )
    ),
    Case(
        "certificate_renewal_expires_after_it_begins",
        another(expires_on="valid_from - 1", ends_on="valid_from - 1"),
        another(expires_on="valid_from", ends_on="valid_from"),
    ),
    Case("certificate_renewal_counts_no_longer_than_stated", another(ends_on="expires_on + 1"), ""),
    Case("certificate_renewal_legislation_known", another(legislation="'FDA'"), another(legislation="'MDR'")),
    Case("certificate_renewal_body_number_of_four_digits", another(body_number="'86'"), another(body_number="'0086'")),
    Case(
        f"{RENEWAL}.legal_moves",
        f"UPDATE {RENEWAL} SET state = 'WAITING', closed_at = NULL, closed_by_id = NULL WHERE id = {{confirmed}}",
        f"UPDATE {RENEWAL} SET state = 'CONFIRMED', closed_at = now(), closed_by_id = {{person}} "
        "WHERE id = {renewal}",
    ),
    Case(f"{RENEWAL}.never_deleted", f"DELETE FROM {RENEWAL} WHERE id = {{renewal}}", ""),
    *(
        Case(f"{RENEWAL}.terms_never_changed", f"UPDATE {RENEWAL} SET {change} WHERE id = {{renewal}}", "")
        for change in ("ends_on = ends_on - 1", "number = 'x'", "certificate_id = {frozen_other}", "issued_by = 'x'")
    ),
    Case(f"{RENEWAL}.of_frozen_pack", copy_of(RENEWAL, "{renewal}", certificate_id="{certificate}"), ""),
]

BROUGHT = "evidence_renewaldocument"


def brought(**changes: str) -> str:
    """A document for the renewal that waits and has none."""
    return copy_of(BROUGHT, "{document}", **({"renewal_id": "{waiting}"} | changes))


RENEWAL_DOCUMENTS = [
    Case("renewal_document_not_empty", brought(size="0"), brought(size="1")),
    Case("renewal_document_scan_whole", brought(scanned_by="'x'"), brought(scanned_by="'x'", scanned_at="now()")),
    Case("renewal_document_scan_whole", brought(scanned_at="now()"), ""),
    Case(f"{BROUGHT}.comes_with_its_renewal", brought(renewal_id="{returned}"), brought()),
    Case(f"{BROUGHT}.never_changed", f"UPDATE {BROUGHT} SET size = 9 WHERE id = {{document}}", ""),
    Case(f"{BROUGHT}.never_deleted", f"DELETE FROM {BROUGHT} WHERE id = {{document}}", ""),
]
