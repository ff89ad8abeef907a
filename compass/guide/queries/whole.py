"""What is public of a technology itself, of its evidence and of the market for it, for its page and for comparisons."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from compass.foundation.rows import Fields
from compass.guide.queries.catalogue import DETAIL_FIELDS
from compass.guide.queries.evidence import dated, evidence_fields, stated_classes
from compass.guide.queries.market import market_fields, read_market


def whole_fields(most: int | None = None) -> Fields:
    """The fields of the rows of `with_standing_pack`; of each list no more than `most`, when that is given."""
    return {
        **DETAIL_FIELDS,
        "care_settings": "care_settings",
        "benefits": "benefits",
        **evidence_fields(most),
        **market_fields(most),
    }


def read_whole(row: dict[str, Any]) -> dict[str, Any]:
    """The row from JSON, whose decimals were read as such, with its days, moments and money."""
    for name in ("published_at", "passport_issued_at", "assessed_at"):
        row[name] = row[name] and datetime.fromisoformat(row[name])
    row["passport_until"] = row["passport_until"] and date.fromisoformat(row["passport_until"])
    row["list_price"] = None if row["list_price"] is None else Decimal(row["list_price"])
    row["classes"] = stated_classes(row["classes"])
    row["certificates"] = dated(row["certificates"])
    return read_market(row)
