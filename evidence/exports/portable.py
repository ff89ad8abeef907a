"""A filled-in standard as an accessible PDF (PDF/UA-1)."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any

from compass.foundation.pdf import pdf
from evidence.exports import wording
from evidence.filled import FilledSet, Row

TEMPLATE = Path(__file__).parent / "filled_set.typ"


# Where lines break by themselves; what goes on for long without that can be broken after every so many characters.
_UNBROKEN = re.compile(r"[^\s/?&-]{30}(?=[^\s/?&-]{6})")
_FOOT_MAX = 60


def pdf_file(filled: FilledSet, made_at: datetime) -> bytes:
    """The PDF; every page of a draft says that it is one."""
    return pdf(TEMPLATE, _breakable(content(filled)), made_at=made_at)


def content(filled: FilledSet) -> dict[str, Any]:
    """What the template is filled with."""
    return {
        "title": wording.heading(filled),
        "standard": f"{filled.title} {filled.version}",
        "foot": f"{_shortened(filled.technology)}, version {filled.product_version}",
        "author": filled.innovator,
        "mark": wording.mark(filled),
        "facts": wording.facts(filled),
        "summary": wording.summary(filled),
        "statement": wording.STATEMENT,
        "unprinted": wording.UNPRINTED,
        "columns": wording.COLUMNS,
        "groups": [
            {"title": group.title, "note": group.note, "rows": [_row(row) for row in group.rows]}
            for group in filled.groups
        ],
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "code": row.code,
        "title": row.title,
        "about": wording.about(row),
        "applies": row.applies == "APPLIES",
        "answer": wording.paragraphs(row.answer),
        "pieces": [piece.text for piece in row.pieces],
        "standing": wording.standing(row),
    }


def _shortened(name: str) -> str:
    return name if len(name) <= _FOOT_MAX else name[: _FOOT_MAX - 1] + "…"


def _breakable(told: Any) -> Any:
    """The same with zero-width spaces in long addresses and the like, so that nothing runs over the edge."""
    if isinstance(told, str):
        return _UNBROKEN.sub("\\g<0>\u200b", told)
    if isinstance(told, dict):
        return {key: _breakable(value) for key, value in told.items()}
    return [_breakable(one) for one in told] if isinstance(told, list | tuple) else told
