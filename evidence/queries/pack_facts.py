"""What the page of a pack shows beside its requirements, from many tables, read in one statement."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from compass.accounts.models import User
from evidence.models import Pack
from evidence.queries import pack_rows
from evidence.queries.pack_rows import CertificateRow, ClaimRow, DocumentRow

# In the order of the fields of `Facts`.
_PARTS = (
    "SELECT coalesce(jsonb_object_agg(question, value), '{}') FROM evidence_answer WHERE pack_id = %(pack)s",
    pack_rows.CERTIFICATES,
    pack_rows.DOCUMENTS,
    pack_rows.CLAIMS,
    pack_rows.IDENTIFIERS,
    """SELECT coalesce(json_agg(json_build_array(id, digest) ORDER BY position, id), '[]') FROM evidence_requirementset
       WHERE id IN (SELECT requirement_set_id FROM evidence_packstandard WHERE pack_id = %(pack)s)""",
    "SELECT model FROM evidence_costmodel WHERE pack_id = %(pack)s",
    """SELECT coalesce(json_agg(question ORDER BY question), '[]') FROM evidence_setasideanswer
       WHERE pack_id = %(pack)s AND written_by_id = %(person)s""",
    """SELECT coalesce(json_agg(title || ' ' || version ORDER BY code), '[]') FROM (
           SELECT DISTINCT ON (code) id, code, title, version FROM evidence_requirementset WHERE asked_from <= %(on)s
           ORDER BY code, asked_from DESC, id DESC) AS newest
       WHERE NOT EXISTS (
           SELECT FROM evidence_packstandard AS pinned
           WHERE pinned.pack_id = %(pack)s AND pinned.requirement_set_id = newest.id)""",
    "SELECT count(*) > 0 FROM evidence_versionchange WHERE pack_id = %(pack)s",
    "SELECT count(*) > 0 FROM evidence_pack WHERE innovation_id = %(innovation)s AND id <> %(pack)s",
)
# The page of a pack is opened after every answer, and a query for each table takes longer than all of their rows.
_STATEMENT = "SELECT " + ", ".join(f"({part})" for part in _PARTS)


@dataclass(frozen=True)
class Facts:
    """What one person finds in a pack."""

    answers: dict[str, dict[str, Any]]
    certificates: list[CertificateRow]  # the first to end first
    documents: list[DocumentRow]
    claims: list[ClaimRow]
    identifiers: list[tuple[str, str, str | None]]  # scheme, value, and the title of a category
    standards: list[tuple[int, str]]  # id and digest of those it is asked, in order
    cost_model: str | None  # JSON, as typed so far
    set_aside: list[str]  # questions to which this person wrote another answer than the one that stands
    newer: list[str]  # standards of which packs begun today are asked another version, or that are new
    follows: bool  # it started from the pack of another version
    has_others: bool  # its technology has other packs


def facts_of(pack: Pack, person: User, on: date) -> Facts:
    """The facts of a pack on a civil date; the caller has found the pack through its owner. One query."""
    with connection.cursor() as cursor:
        told: dict[str, int | date] = {
            "pack": pack.pk, "innovation": pack.innovation_id, "person": person.pk, "on": on,
        }  # fmt: skip
        cursor.execute(_STATEMENT, told)
        answers, certificates, documents, claims, *others = cursor.fetchone()
    return Facts(
        json.loads(answers),
        pack_rows.certificate_rows(certificates),
        pack_rows.document_rows(documents),
        pack_rows.claim_rows(claims),
        *others,
    )
