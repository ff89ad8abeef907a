"""What hangs on a passport and stands on its public page, in one statement."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from django.db.models import F, OuterRef
from django.db.models.fields.json import KeyTextTransform

from compass.foundation.rows import Fields, Prepared, gathered, shaped
from compass.foundation.transparency.queries import told_at
from evidence.models import Certificate, CertificateRenewal, Confidentiality, Document
from evidence.queries.pack_rows import CertificateRow, RenewalRow
from evidence.states import DocumentState, RenewalState
from passports.models import Condition, Passport
from passports.queries.conditions import with_due_day
from passports.queries.history import public_history_of
from passports.queries.safety import SHOWN, open_notices

CHANGES_SHOWN = 20  # the rest is on a page of its own
# Stands for the passport in the statement: no row has a negative number.
_ANY = -0x50414745


class ConditionRow(NamedTuple):
    """A condition; `due` is the day that counts, extensions included."""

    pk: int
    text: str
    state: str
    blocking: bool
    due_on: date
    due: date
    discharge_reason: str


class DocumentRow(NamedTuple):
    """A checked document that is not in commercial confidence."""

    pk: int
    title: str
    confidentiality: str
    redacts_id: int | None


class NoticeRow(NamedTuple):
    """An open safety notice, with how many organisations adopted the technology and how many have acted."""

    title: str
    url: str
    published_by: str
    published_on: date | None
    state: str
    is_withdrawn: bool
    adopters: int
    acted: int


class ToldRow(NamedTuple):
    """A public change; `data` says under "to" what verdict it led to."""

    kind: str
    sentence: str
    occurred_at: datetime
    data: dict[str, Any]


class Successor(NamedTuple):
    """The passport that took the place of another one, and the product version that it covers."""

    number: str
    status: str
    version: str


def successor_row(passport: Passport | None) -> Successor | None:
    """The row of a passport that took the place of another one; None for none."""
    return None if passport is None else Successor(passport.number, passport.status, passport.pack.product_version)


class Hanging(NamedTuple):
    """All that hangs on one passport; changes newest first, at most CHANGES_SHOWN."""

    conditions: list[ConditionRow]
    certificates: list[CertificateRow]
    documents: list[DocumentRow]
    notices: list[NoticeRow]
    changes: list[ToldRow]
    successor: Successor | None


def hanging_on(passport: Passport, *, readers: Collection[Confidentiality]) -> Hanging:
    """What hangs on a passport, with the documents that are for these `readers`: one statement."""
    (row,) = json.loads(_statement().read((_ANY, passport.pk)))
    return Hanging(
        conditions=[ConditionRow(**_dated(one, "due_on", "due")) for one in row["terms"]],
        certificates=[_certificate(one) for one in row["held"]],
        documents=[DocumentRow(**one) for one in row["documents"] if one["confidentiality"] in readers],
        notices=[NoticeRow(**_dated(one, "published_on")) for one in row["notices"]],
        changes=[
            ToldRow(one["kind"], one["sentence"], datetime.fromisoformat(one["at"]), {"to": one["to"]})
            for one in row["changes"]
        ],
        successor=next((Successor(**one) for one in row["newer"]), None),
    )


@cache
def _statement() -> Prepared:
    """For any passport: Django takes several times longer to write it than PostgreSQL to answer it."""
    return Prepared.of(shaped(Passport.objects.filter(pk=_ANY), _fields()))


def _fields() -> Fields:
    pack, technology = OuterRef("pack_id"), OuterRef("innovation_id")
    conditions = with_due_day(Condition.objects.filter(passport_id=OuterRef("pk")))
    documents = Document.objects.filter(pack_id=pack, state=DocumentState.CLEAN)
    renewals = CertificateRenewal.objects.filter(certificate_id=OuterRef("pk"), state=RenewalState.CONFIRMED)
    newer = Passport.objects.filter(innovation_id=technology, is_current=True).exclude(pk=OuterRef("pk"))
    ends = {"number": "number", "legislation": "legislation", "expires_on": "expires_on", "ends_on": "ends_on"}
    return {
        "terms": gathered(
            conditions.order_by("due", "id"),
            pk="pk", text="text", state="state", blocking="blocking", due_on="due_on", due="due",
            discharge_reason="discharge_reason",
        ),
        "held": gathered(
            Certificate.objects.filter(pack_id=pack).order_by(F("ends_on").asc(nulls_last=True), "id"),
            pk="pk", kind="kind", body_number="body_number", issued_by="issued_by", checked_on="checked_on",
            document_id="document_id", **ends,
            handed_in=gathered(
                renewals.order_by("id"), pk="pk", state="state", handed_in_at="handed_in_at", closed_at="closed_at",
                **ends,
            ),
        ),
        "documents": gathered(
            documents.exclude(confidentiality=Confidentiality.COMMERCIAL).order_by("id"),
            pk="pk", title="title", confidentiality="confidentiality", redacts_id="redacts_id",
        ),
        "notices": gathered(
            open_notices().filter(innovation_id=technology)[:SHOWN],
            title="notice__title", url="notice__url", published_by="notice__source",
            published_on="notice__published_on", state="state", is_withdrawn="notice__is_withdrawn",
            adopters="adopters", acted="acted",
        ),
        "changes": gathered(
            public_history_of(OuterRef("pk")).order_by("-id")[:CHANGES_SHOWN],
            kind="kind", sentence="sentence", at=told_at(), to=KeyTextTransform("to", "data"),
        ),
        "newer": gathered(newer.order_by("id")[:1], number="number", status="status", version="pack__product_version"),
    }  # fmt: skip


def _dated(row: dict[str, Any], *names: str) -> dict[str, Any]:
    """The row with these days as such."""
    return row | {name: row[name] and date.fromisoformat(row[name]) for name in names}


def _certificate(row: dict[str, Any]) -> CertificateRow:
    """A certificate with the renewals that count: what else was handed in is the innovator's."""
    counting = [
        RenewalRow(
            **_dated(one, "expires_on", "ends_on")
            | {name: datetime.fromisoformat(one[name]) for name in ("handed_in_at", "closed_at")},
            return_reason="",
            has_document=False,
        )
        for one in row["handed_in"]
    ]
    return CertificateRow(**_dated(row, "expires_on", "ends_on", "checked_on") | {"handed_in": counting})
