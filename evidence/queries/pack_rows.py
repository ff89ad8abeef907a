"""The parts of a pack as rows already shaped: what its page shows of each, read by the statement of `pack_facts`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from evidence.models import CertificateKind

_KINDS: dict[str, str] = dict(CertificateKind.choices)


class RenewalRow(NamedTuple):
    """A renewal that was handed in for a certificate."""

    pk: int
    number: str
    legislation: str
    expires_on: date | None
    ends_on: date | None
    state: str
    handed_in_at: datetime
    closed_at: datetime | None
    return_reason: str
    has_document: bool


class CertificateRow(NamedTuple):
    """A certificate with what was handed in to renew it, the first first."""

    pk: int
    kind: str
    number: str
    body_number: str
    legislation: str
    issued_by: str
    expires_on: date | None
    ends_on: date | None
    checked_on: date | None
    document_id: int | None
    handed_in: Sequence[RenewalRow]

    def __str__(self) -> str:
        return f"{_KINDS[self.kind]} {self.number}"


class DocumentRow(NamedTuple):
    """A document, the title of the one it is the redacted rendition of, and the questions it is put to."""

    pk: int
    title: str
    original_name: str
    size: int
    confidentiality: str
    state: str
    scanned_by: str
    finding: str
    redacts: str | None
    questions: Sequence[str]


class ClaimRow(NamedTuple):
    """A claim, and the titles of the documents it rests on."""

    pk: int
    size: Decimal
    low: Decimal | None
    high: Decimal | None
    outcome: str
    population: str
    comparator: str
    measure: str
    confidence: int
    unit: str
    design: str
    participants: int | None
    follow_up_months: int | None
    sites: Sequence[str]
    source: str
    documents: Sequence[str]


# Each is a JSON array of arrays in the order of the row's fields; decimals as text, dates in ISO form.
CERTIFICATES = """
    SELECT json_agg(json_build_array(id, kind, number, body_number, legislation, issued_by, expires_on, ends_on,
        checked_on, document_id, (
            SELECT json_agg(json_build_array(id, number, legislation, expires_on, ends_on, state, handed_in_at,
                closed_at, return_reason,
                EXISTS (SELECT FROM evidence_renewaldocument WHERE renewal_id = renewal.id)) ORDER BY id)
            FROM evidence_certificaterenewal AS renewal WHERE certificate_id = held.id))
        ORDER BY ends_on NULLS LAST, id)
    FROM evidence_certificate AS held WHERE pack_id = %(pack)s
"""
DOCUMENTS = """
    SELECT json_agg(json_build_array(held.id, held.title, held.original_name, held.size, held.confidentiality,
        held.state, held.scanned_by, held.finding, whole.title, put.questions) ORDER BY held.id)
    FROM evidence_document AS held
    LEFT JOIN evidence_document AS whole ON whole.id = held.redacts_id
    LEFT JOIN (SELECT document_id, json_agg(question ORDER BY id) AS questions
               FROM evidence_support WHERE pack_id = %(pack)s GROUP BY document_id) AS put ON put.document_id = held.id
    WHERE held.pack_id = %(pack)s
"""
CLAIMS = """
    SELECT json_agg(json_build_array(id, size::text, low::text, high::text, outcome, population, comparator, measure,
        confidence, unit, design, participants, follow_up_months, sites, source, resting.titles) ORDER BY id)
    FROM evidence_claim
    LEFT JOIN (SELECT link.claim_id, json_agg(document.title ORDER BY link.id) AS titles
               FROM evidence_claimdocument AS link JOIN evidence_document AS document ON document.id = link.document_id
               WHERE link.pack_id = %(pack)s GROUP BY link.claim_id) AS resting ON resting.claim_id = id
    WHERE pack_id = %(pack)s
"""
IDENTIFIERS = """
    SELECT coalesce(json_agg(json_build_array(scheme, value, (SELECT title FROM evidence_emdncode WHERE code = value))
        ORDER BY scheme, value), '[]')
    FROM evidence_identifier WHERE innovation_id = %(innovation)s
"""

Arrays = Iterable[Sequence[Any]] | None  # no rows, no array


def certificate_rows(told: Arrays) -> list[CertificateRow]:
    """The rows of `CERTIFICATES`."""
    return [
        CertificateRow._make((*plain, _day(expires_on), _day(ends_on), _day(checked_on), document_id, _renewals(more)))
        for *plain, expires_on, ends_on, checked_on, document_id, more in told or ()
    ]


def document_rows(told: Arrays) -> list[DocumentRow]:
    """The rows of `DOCUMENTS`."""
    return [DocumentRow._make((*plain, questions or ())) for *plain, questions in told or ()]


def claim_rows(told: Arrays) -> list[ClaimRow]:
    """The rows of `CLAIMS`."""
    return [
        ClaimRow._make((pk, Decimal(size), _decimal(low), _decimal(high), *plain, documents or ()))
        for pk, size, low, high, *plain, documents in told or ()
    ]


def _renewals(told: Arrays) -> list[RenewalRow]:
    return [
        RenewalRow._make((*plain, _day(expires_on), _day(ends_on), state, _at(handed_in), _at(closed), reason, has))
        for *plain, expires_on, ends_on, state, handed_in, closed, reason, has in told or ()
    ]


def _day(told: str | None) -> date | None:
    return date.fromisoformat(told) if told else None


def _at(told: str | None) -> datetime | None:
    return datetime.fromisoformat(told) if told else None


def _decimal(told: str | None) -> Decimal | None:
    return None if told is None else Decimal(told)
