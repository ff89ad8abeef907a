"""All that is public of one technology, in one statement."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.fields.json import KeyTextTransform

from compass.accounts.models import User
from compass.foundation.models import Change
from compass.foundation.rows import Fields, Prepared, shaped
from compass.foundation.transparency.queries import told_at
from compass.guide.queries.catalogue import DETAIL_FIELDS, public_innovations
from compass.guide.queries.evidence import with_standing_pack
from compass.guide.queries.gathered import rows_of
from compass.guide.queries.whole import read_whole, whole_fields
from passports.models import Adoption, NoticeMatch, Passport
from passports.queries.history import OF_INNOVATIONS, OF_PASSPORTS
from passports.states import OPEN_MATCHES, AdoptionState
from trusts.queries import organisations_of

# More than there are trusts and integrated care boards.
ADOPTERS_SHOWN = 400
CHANGES_SHOWN = 10  # the rest is on a page of its own
# Stands for the address in the statement; no technology has it, for it is no slug.
_ANY_SLUG = "<slug>"
# Of all that is read for the page, what the API says too.
_API_FIELDS = (
    *DETAIL_FIELDS, "passport_conditions", "public_facts", "adopters", "claims", "classes", "certificates", "standards",
    "documents", "guidance", "routes", "funding", "care_settings", "benefits", "described",
)  # fmt: skip
_API_ADOPTER = ("ods_code", "name", "region_name", "state", "accepted_at")


@dataclass(frozen=True, slots=True)
class Told:
    """A public change as a page tells it; `data` says under "to" what verdict it led to."""

    id: int
    kind: str
    sentence: str
    occurred_at: datetime
    data: dict[str, Any]


def innovation_page(slug: str) -> dict[str, Any] | None:
    """What the API says of one technology, in one statement; None when there is nothing public."""
    row = product_page(slug)
    if row is None:
        return None
    adopters = [{name: one[name] for name in _API_ADOPTER} for one in row["adopters"]]
    return {name: row[name] for name in _API_FIELDS} | {"adopters": adopters}


def product_page(slug: str) -> dict[str, Any] | None:
    """All that is public of one technology, in one statement; None when there is nothing public."""
    text = product_text(slug)
    return None if text is None else read_product(text)


def product_text(slug: str) -> str | None:
    """The same as JSON for `read_product`, as PostgreSQL wrote it: it differs whenever anything on the page would."""
    text = _statement().read((_ANY_SLUG, slug))
    return None if text == "[]" else text


def read_product(text: str) -> dict[str, Any]:
    """The row with days and moments as such, and what was gathered in its order.

    Beside the fields of the API: `changes` (newest first, at most CHANGES_SHOWN), `assessed_versions` (newest first)
    and `has_notices`.
    """
    (row,) = json.loads(text, parse_float=Decimal)
    row = read_whole(row)
    for adopter in row["adopters"]:
        adopter["accepted_at"] = datetime.fromisoformat(adopter["accepted_at"])
    row["adopters"] = each_adopter(row["adopters"])
    told = [*row.pop("passport_changes"), *row.pop("own_changes")]
    row["changes"] = [
        Told(one["id"], one["kind"], one["sentence"], datetime.fromisoformat(one["at"]), {"to": one["to"]})
        for one in sorted(told, key=lambda one: -one["id"])[:CHANGES_SHOWN]
    ]
    return row


def places_of(person: User) -> list[dict[str, Any]]:
    """Where the organisations of a signed-in person are and what kind they are, by name: one statement."""
    rows = organisations_of(person).values("ods_code", "name", "kind", "icb_id", "region_id")
    return [dict(row) for row in rows]


def each_adopter(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each adopting organisation once, its newest adoption first; rows as `adopter_rows` has them, newest first."""
    adopters: dict[str, dict[str, Any]] = {}
    for row in rows:
        adopters.setdefault(row["ods_code"], row)
    return list(adopters.values())


def adopter_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of `passports.queries.history.adopters_before` as this page has it."""
    return {
        "ods_code": row["organisation__ods_code"],
        "name": row["organisation__name"],
        "region_name": row["organisation__region__name"],
        "state": row["state"],
        "accepted_at": row["accepted_at"],
    }


@cache
def _statement() -> Prepared:
    """The statement for any address."""
    found = with_standing_pack(public_innovations()).filter(slug=_ANY_SLUG)
    return Prepared.of(shaped(found, {**whole_fields(), **_around()}))


def _newest(changes: QuerySet[Change]) -> ArraySubquery:
    fields: dict[str, Any] = {"id": "id", "kind": "kind", "sentence": "sentence", "at": told_at()}
    return rows_of(changes.order_by("-id")[:CHANGES_SHOWN], to=KeyTextTransform("to", "data"), **fields)


def _around() -> Fields:
    """Who uses it, its versions, and what happened to it."""
    own = {"innovation": OuterRef("pk")}
    adoptions = Adoption.objects.filter(passport__innovation=OuterRef("pk")).exclude(state=AdoptionState.ENDED)
    notices = NoticeMatch.objects.filter(state__in=OPEN_MATCHES, **own)
    passports = Passport.objects.filter(innovation=OuterRef(OuterRef("pk"))).values("pk")
    of_passports = Change.objects.filter(subject="passport", kind__in=OF_PASSPORTS)
    of_innovation = Change.objects.filter(subject="innovation", kind__in=OF_INNOVATIONS, subject_id=OuterRef("pk"))
    return {
        "adopters": rows_of(
            adoptions.order_by("-accepted_at", "-id")[:ADOPTERS_SHOWN],
            ods_code="organisation__ods_code", name="organisation__name", region_name="organisation__region__name",
            state="state", accepted_at="accepted_at", kind="organisation__kind", icb_id="organisation__icb_id",
            region_id="organisation__region_id",
        ),
        "passport_changes": _newest(of_passports.filter(subject_id__in=passports)),
        "own_changes": _newest(of_innovation.filter(occurred_at__gte=OuterRef("published_at"))),
        "assessed_versions": rows_of(
            Passport.objects.filter(**own).order_by("-issued_at", "-id"),
            number="number", version="pack__product_version", status="status", issued_at="issued_at",
        ),
        "has_notices": Exists(notices),
    }  # fmt: skip
