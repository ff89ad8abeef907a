"""The content of a pack as plain JSON, which its hash is taken over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC
from typing import Any

from evidence.models import Answer, Certificate, Claim, Document, Pack, RequirementSet, VersionChange

SCHEMA = "medtech-compass/evidence-pack/2"
FIRST_SCHEMA = "medtech-compass/evidence-pack/1"
# What the first form had not, or had in another shape.
_NEW = frozenset({"standards", "documents", "certificates", "answers", "claims", "cost_model", "version_change"})


def pack_content(
    pack: Pack,
    *,
    standards: Iterable[RequirementSet],
    answers: Iterable[Answer],
    certificates: Iterable[Certificate],
    documents: Iterable[tuple[Document, Sequence[str]]],
    claims: Iterable[Claim],
    cost_model: Mapping[str, Any] | None,
    version_change: VersionChange | None = None,
    confirmed: Iterable[str] = (),
) -> dict[str, Any]:
    """All that was said, in a fixed order; documents stand in it by their SHA-256, so their bytes are sealed too.

    `documents` come with the questions they support. Parked answers are part of it: they were there when it was
    frozen.
    """
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
        "standards": sorted(({"code": s.code, "version": s.version} for s in standards), key=lambda s: s["code"]),
        "answers": sorted(
            ({"question": a.question, "value": a.value} for a in answers), key=lambda a: str(a["question"])
        ),
        "certificates": sorted(
            (
                {
                    "kind": c.kind,
                    "number": c.number,
                    "issued_by": c.issued_by,
                    "valid_from": c.valid_from.isoformat(),
                    "expires_on": c.expires_on and c.expires_on.isoformat(),
                    "body_number": c.body_number,
                    "legislation": c.legislation,
                    "ends_on": c.ends_on and c.ends_on.isoformat(),
                    "checked_on": c.checked_on and c.checked_on.isoformat(),
                    "document": c.document and c.document.sha256,
                }
                for c in certificates
            ),
            key=lambda c: (c["kind"], c["number"]),
        ),
        "claims": [_claim(claim) for claim in claims],
        "cost_model": cost_model,
        "version_change": None if version_change is None else _change(version_change, confirmed),
        "documents": sorted(
            (
                {
                    "sha256": d.sha256,
                    "title": d.title,
                    "size": d.size,
                    "type": d.content_type,
                    "supports": sorted(questions),
                }
                for d, questions in documents
            ),
            key=lambda d: str(d["sha256"]),
        ),
    }


def _change(change: VersionChange, confirmed: Iterable[str]) -> dict[str, Any]:
    """What was attested of the version; people stand in it by number, because names change."""
    return {
        "from": {"product_version": change.previous.product_version, "content_hash": change.previous.content_hash},
        "magnitude": change.magnitude,
        "statement": change.statement,
        "topics": sorted(change.topics),
        "attested_at": change.attested_at.astimezone(UTC).isoformat(),
        "attested_by": change.attested_by_id,
        "confirmed": sorted(confirmed),
    }


def _claim(claim: Claim) -> dict[str, Any]:
    numbers = {name: getattr(claim, name) for name in ("size", "low", "high")}
    texts = ("outcome", "population", "comparator", "measure", "unit", "design", "source")
    return {
        **{name: getattr(claim, name) for name in texts},
        **{name: None if value is None else format(value.normalize(), "f") for name, value in numbers.items()},
        "confidence": claim.confidence,
        "participants": claim.participants,
        "follow_up_months": claim.follow_up_months,
        "sites": sorted(claim.sites),
        "documents": sorted(link.document.sha256 for link in claim.links.all()),
    }


def in_first_schema(content: dict[str, Any]) -> dict[str, Any]:
    """The same content as packs frozen before version 2 stated it: one standard, written answers only."""
    rest = {key: value for key, value in content.items() if key not in _NEW}
    return rest | {
        "schema": FIRST_SCHEMA,
        "requirement_set": content["standards"][0],
        "answers": [{"code": a["question"], "text": a["value"].get("text", "")} for a in content["answers"]],
        "certificates": [
            {key: c[key] for key in ("kind", "number", "issued_by", "valid_from", "expires_on")}
            for c in content["certificates"]
        ],
        "documents": [{key: d[key] for key in ("sha256", "title", "size", "type")} for d in content["documents"]],
    }
