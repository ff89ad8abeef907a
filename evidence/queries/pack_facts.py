"""The small facts of a pack that its page needs from many tables, read in one statement."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from compass.accounts.models import User
from evidence.models import Pack

# The page of a pack is opened after every answer, and a query for each table takes longer than all of their rows.
_STATEMENT = """
    SELECT
        (SELECT coalesce(jsonb_object_agg(question, value), '{}') FROM evidence_answer WHERE pack_id = %(pack)s),
        (SELECT coalesce(jsonb_object_agg(question, n), '{}') FROM (
            SELECT question, count(*) AS n FROM evidence_support WHERE pack_id = %(pack)s GROUP BY question) AS put),
        (SELECT model FROM evidence_costmodel WHERE pack_id = %(pack)s),
        ARRAY(SELECT question FROM evidence_setasideanswer
              WHERE pack_id = %(pack)s AND written_by_id = %(person)s ORDER BY question),
        ARRAY(SELECT title || ' ' || version FROM (
            SELECT DISTINCT ON (code) id, code, title, version FROM evidence_requirementset WHERE asked_from <= %(on)s
            ORDER BY code, asked_from DESC, id DESC) AS newest
              WHERE NOT EXISTS (
                SELECT FROM evidence_packstandard AS pinned
                WHERE pinned.pack_id = %(pack)s AND pinned.requirement_set_id = newest.id)
              ORDER BY code),
        EXISTS(SELECT FROM evidence_versionchange WHERE pack_id = %(pack)s),
        EXISTS(SELECT FROM evidence_pack WHERE innovation_id = %(innovation)s AND id <> %(pack)s)
"""


@dataclass(frozen=True)
class Facts:
    """What one person finds in a pack beside its documents, certificates and claims."""

    answers: dict[str, dict[str, Any]]
    documents: dict[str, int]  # how many support each question
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
        answers, documents, model, *others = cursor.fetchone()
    return Facts(json.loads(answers), json.loads(documents), model, *others)
