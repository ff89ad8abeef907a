"""What every rendering of a filled-in standard says in the same words."""

from __future__ import annotations

from collections.abc import Sequence

from compass.foundation.words import civil_date, plural
from evidence.filled import DOES_NOT_APPLY, NOT_KNOWN, FilledSet, Row

COLUMNS = ("Code", "Requirement", "Answer")
DRAFT = "DRAFT – not submitted, may still change"
UNPRINTED = (
    "Some characters have no letters in the typefaces of this PDF and stand in square brackets. "
    "The Word, Excel and JSON forms have them as they were written."
)


def mark(filled: FilledSet) -> str:
    """What every page of the document says in its head; empty for a submitted pack of a real company."""
    invented = "Demonstration data: company and product are invented" if filled.demonstration else ""
    return ". ".join(filter(None, [DRAFT if filled.is_draft else "", invented]))


def heading(filled: FilledSet) -> str:
    """The title of the document."""
    return f"{filled.title} {filled.version}: {filled.technology}, version {filled.product_version}"


def facts(filled: FilledSet) -> list[tuple[str, str]]:
    """What stands at the head of the document, as pairs of label and text."""
    revision = f", revision {filled.revision}" if filled.revision > 1 else ""
    publisher = f" ({filled.publisher})" if filled.publisher else ""
    found = [
        ("Technology", filled.technology),
        ("Version", f"{filled.product_version}{revision}"),
        ("Company", filled.innovator),
        ("Standard", f"{filled.title} {filled.version}{publisher}, in force since {civil_date(filled.effective_from)}"),
        ("Standard published at", filled.source_url),
        ("State", DRAFT if filled.is_draft else f"Submitted and frozen on {civil_date(filled.frozen_on)}"),
        ("Fingerprint of the evidence pack (content hash, SHA-256)", filled.content_hash),
        ("Date", civil_date(filled.as_of)),
        ("Note", "Demonstration data: company and product are invented." if filled.demonstration else ""),
    ]
    return [(label, text) for label, text in found if text]


def summary(filled: FilledSet) -> list[str]:
    """How far the standard is met, in sentences. Never a score."""
    standing = filled.standing
    mandatory = f"Of the mandatory ones, {standing.mandatory_met} of {standing.mandatory}."
    said = [f"{standing.met} of {plural(standing.applying, 'requirement')} that apply are answered. {mandatory}"]
    lacking = [row.code for group in filled.groups for row in group.rows if row.mandatory and row.missing]
    if lacking:
        said.append(f"Mandatory and not met: {', '.join(lacking)}.")
    rest = standing.all - standing.applying - standing.not_known
    if rest:
        said.append(f"{plural(rest, 'requirement does', 'requirements do')} not apply. Each says why.")
    if standing.not_known:
        said.append(
            f"Of {plural(standing.not_known, 'requirement')} it is not known yet whether they apply: "
            "an answer that decides it is missing."
        )
    return said


STATEMENT = (
    "Answers are the company's own statements. This document is not an assessment, an approval or an assurance. Each "
    "organisation that uses the technology still does its own clinical risk management (DCB0160) and its own data "
    "protection impact assessment. What is not answered is shown as not answered."
)


def about(row: Row) -> str:
    """`Mandatory. Assessed under: Regulation and safety.`"""
    return f"{'Mandatory' if row.mandatory else 'Recommended'}. Assessed under: {row.section}."


def standing(row: Row) -> str:
    """What is said instead of an answer or beside it; empty for a requirement that is met."""
    if row.applies == DOES_NOT_APPLY:
        return f"Does not apply, because {row.because}."
    if row.applies == NOT_KNOWN:
        return f"Not known yet whether this applies, because {row.because}."
    return row.missing


def paragraphs(text: str) -> Sequence[str]:
    """The paragraphs of an answer; each may hold single line breaks."""
    return [part for part in (one.strip("\n") for one in text.split("\n\n")) if part.strip()]
