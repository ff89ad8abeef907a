"""What the table of documents refuses to SQL itself: a document in a draft, one in a frozen pack, a redacted one."""

from __future__ import annotations

from tests.foundation.raw_writes import Case, copy_of

SCANNED = "scanned_by = 'ClamAV', scanned_at = now()"

DOCUMENTS = [
    Case(
        "document_state_known",
        copy_of("evidence_document", "{document}", state="'LOST'", sha256="'2'"),
        copy_of("evidence_document", "{document}", state="'QUARANTINED'", sha256="'2'"),
    ),
    Case(
        "evidence_document.legal_moves",
        "UPDATE evidence_document SET state = 'QUARANTINED' WHERE id = {document}",
        f"UPDATE evidence_document SET state = 'INFECTED', finding = 'Virus', {SCANNED} WHERE id = {{document}}",
    ),
    # Of a frozen pack's document the scanner's word changes, and nothing else.
    *(
        Case(
            "evidence_document.held_by_pack",
            f"UPDATE evidence_document SET {SCANNED}{state}, {more} WHERE id = {{frozen_document}}",
            f"UPDATE evidence_document SET {SCANNED}{state} WHERE id = {{frozen_document}}",
        )
        for state in ("", ", state = 'INFECTED', finding = 'Virus'")
        for more in ("title = 'x'", "sha256 = '2'", "stored_as = 'x'", "confidentiality = 'PUBLIC'")
    ),
    Case(
        "document_confidentiality_known",
        "UPDATE evidence_document SET confidentiality = 'SECRET' WHERE id = {document}",
        "UPDATE evidence_document SET confidentiality = 'PUBLIC' WHERE id = {document}",
    ),
    *(
        Case(
            "document_scan_whole",
            copy_of("evidence_document", "{document}", sha256="'2'", **wrong),
            copy_of("evidence_document", "{document}", sha256="'2'", **(wrong | right)),
        )
        for wrong, right in (
            ({"state": "'CLEAN'", "scanned_by": "'ClamAV'"}, {"scanned_at": "now()"}),
            ({"state": "'CLEAN'", "scanned_at": "now()"}, {"scanned_by": "'ClamAV'"}),
            ({"state": "'CLEAN'", "finding": "'Virus'"}, {"finding": "''"}),
            ({"state": "'QUARANTINED'", "scanned_at": "now()"}, {"scanned_at": "NULL"}),
            ({"state": "'INFECTED'", "scanned_at": "now()", "scanned_by": "'ClamAV'"}, {"finding": "'Virus'"}),
            ({"state": "'INFECTED'", "finding": "'Virus'"}, {"scanned_at": "now()", "scanned_by": "'ClamAV'"}),
        )
    ),
    Case(
        "document_redacted_to_be_shown",
        "UPDATE evidence_document SET confidentiality = 'COMMERCIAL' WHERE id = {redacted}",
        "UPDATE evidence_document SET confidentiality = 'NHS_ONLY' WHERE id = {redacted}",
    ),
    *(
        Case(
            "evidence_document.redacts_one_of_its_pack",
            copy_of("evidence_document", "{document}", sha256="'2'", redacts_id=wrong),
            "",
        )
        for wrong in ("{frozen_document}", "{redacted}")
    ),
]
