"""A filled-in standard as JSON, as `filled_set.schema.json` describes it."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from evidence.exports import wording
from evidence.filled import FilledSet, Row

SCHEMA = "medtech-compass/filled-set/1"
SCHEMA_FILE = Path(__file__).parent / "filled_set.schema.json"


def as_json(filled: FilledSet) -> dict[str, Any]:
    """The structure as plain JSON values; dates are ISO civil dates, absent ones null."""
    plain: dict[str, Any] = json.loads(json.dumps(asdict(filled), default=date.isoformat))
    groups = [
        {**told, "rows": [_row(row, one) for row, one in zip(group.rows, told["rows"], strict=True)]}
        for group, told in zip(filled.groups, plain["groups"], strict=True)
    ]
    return {
        "schema": SCHEMA,
        "state": "DRAFT" if filled.is_draft else "FROZEN",
        **plain,
        "standing": asdict(filled.standing),
        "groups": groups,
    }


def _row(row: Row, told: dict[str, Any]) -> dict[str, Any]:
    return {**told, "met": row.met, "missing": row.missing, "standing": wording.standing(row)}


def json_file(filled: FilledSet, made_at: datetime) -> bytes:
    """The JSON file, in UTF-8."""
    return json.dumps(as_json(filled), ensure_ascii=False, indent=1).encode()
