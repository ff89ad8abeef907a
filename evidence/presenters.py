"""Evidence in words and colours."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from compass.foundation.web.presenting import Tag
from evidence.completeness import Line
from evidence.models import Pack
from evidence.states import PackState


def pack_tag(pack: Pack) -> Tag:
    """Where a pack is."""
    return Tag("In draft", "yellow") if pack.state == PackState.DRAFT else Tag("Submitted", "green")


def task(pack: Pack, line: Line) -> dict[str, Any]:
    """One row of the task list: where it leads, and how it stands."""
    editable = pack.state == PackState.DRAFT
    if line.met:
        status: dict[str, Any] = {"text": "Complete"}
    elif line.problem.startswith("A certificate"):
        status = {"tag": {"text": "Expired", "colour": "red"}}
    else:
        status = {"tag": {"text": "To do" if line.asked.mandatory else "Optional", "colour": "blue"}}
    return {
        "heading": line.asked.title,
        "hint": line.problem or None,
        "status": status,
        "href": _address(pack, line) if editable else None,
    }


def _address(pack: Pack, line: Line) -> str:
    if line.asked.kind == "CERTIFICATE":
        return reverse("add-certificate", args=[pack.pk])
    if line.asked.kind == "DOCUMENT":
        return reverse("add-document", args=[pack.pk])
    return reverse("answer", args=[pack.pk, line.asked.code])
