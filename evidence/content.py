"""The content of a pack as plain JSON, which its hash is taken over. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from evidence.models import Answer, Certificate, Document, Pack

SCHEMA = "medtech-compass/evidence-pack/1"


def pack_content(
    pack: Pack, answers: Iterable[Answer], certificates: Iterable[Certificate], documents: Iterable[Document]
) -> dict[str, Any]:
    """All that was said, in a fixed order; documents stand in it by their SHA-256, so their bytes are sealed too."""
    innovation = pack.innovation
    return {
        "schema": SCHEMA,
        "innovation": {
            "slug": innovation.slug,
            "name": innovation.name,
            "innovator": innovation.innovator.name,
            "kind": innovation.kind,
            "clinical_area": innovation.clinical_area,
            "summary": innovation.summary,
            "problem": innovation.problem,
            "description": innovation.description,
            "list_price": None if innovation.list_price is None else str(innovation.list_price),
            "price_unit": innovation.price_unit,
        },
        "product_version": pack.product_version,
        "revision": pack.revision,
        "requirement_set": {"code": pack.requirement_set.code, "version": pack.requirement_set.version},
        "answers": sorted(({"code": a.requirement.code, "text": a.text} for a in answers), key=lambda a: a["code"]),
        "certificates": sorted(
            (
                {
                    "kind": c.kind,
                    "number": c.number,
                    "issued_by": c.issued_by,
                    "valid_from": c.valid_from.isoformat(),
                    "expires_on": c.expires_on.isoformat(),
                }
                for c in certificates
            ),
            key=lambda c: (c["kind"], c["number"]),
        ),
        "documents": sorted(
            ({"sha256": d.sha256, "title": d.title, "size": d.size, "type": d.content_type} for d in documents),
            key=lambda d: str(d["sha256"]),
        ),
    }
