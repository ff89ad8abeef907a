"""What is public of a technology itself, of its evidence and of the market for it, for its page and for comparisons."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, QuerySet

from compass.foundation.models import Change
from compass.foundation.rows import Fields
from compass.foundation.transparency.queries import told_at
from compass.guide.queries.catalogue import DETAIL_FIELDS
from compass.guide.queries.evidence import dated, evidence_fields, stated_classes
from compass.guide.queries.gathered import rows_of
from compass.guide.queries.market import market_fields, read_market

# The kinds of changes by which a technology was described: from public sources, or by its maker.
_FROM_SOURCES, _BY_MAKER = "innovation_known", ("innovation_registered", "innovation_described")


def descriptions(innovation: Any) -> QuerySet[Change]:
    """How a technology came to be described, the last time first: by its id, or by that of an outer query."""
    kinds = (_FROM_SOURCES, *_BY_MAKER)
    return Change.objects.filter(subject="innovation", subject_id=innovation, kind__in=kinds).order_by("-id")


def described_as(kind: str, at: datetime) -> dict[str, Any]:
    """Whether its maker wrote what is described, and when last."""
    return {"by_its_maker": kind in _BY_MAKER, "at": at}


def whole_fields(most: int | None = None) -> Fields:
    """The fields of the rows of `with_standing_pack`; of each list no more than `most`, when that is given."""
    return {
        **DETAIL_FIELDS,
        "described": rows_of(descriptions(OuterRef("pk"))[:1], kind="kind", at=told_at()),
        "care_settings": "care_settings",
        "benefits": "benefits",
        **evidence_fields(most),
        **market_fields(most),
    }


def read_whole(row: dict[str, Any]) -> dict[str, Any]:
    """The row from JSON, whose decimals were read as such, with its days, moments and money.

    `described` says whether its maker wrote what is described, and when last; None when the log does not say.
    """
    row["described"] = next(
        (described_as(one["kind"], datetime.fromisoformat(one["at"])) for one in row["described"]), None
    )
    for name in ("published_at", "passport_issued_at", "assessed_at"):
        row[name] = row[name] and datetime.fromisoformat(row[name])
    row["passport_until"] = row["passport_until"] and date.fromisoformat(row["passport_until"])
    row["list_price"] = None if row["list_price"] is None else Decimal(row["list_price"])
    row["classes"] = stated_classes(row["classes"])
    row["certificates"] = dated(row["certificates"])
    return read_market(row)
