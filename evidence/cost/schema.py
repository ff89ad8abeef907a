"""The published JSON Schema (draft 2020-12) of a cost model, as it lies beside this file."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any


@cache
def schema() -> dict[str, Any]:
    """The schema document; what crosses from one part to another (names, units) is checked by the reader only."""
    found: dict[str, Any] = json.loads(Path(__file__).with_name("cost_model.schema.json").read_text(encoding="utf-8"))
    return found
