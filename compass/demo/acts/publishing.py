"""Real technologies with what a public body published of them: no pack, no assessment, no passport."""

from __future__ import annotations

from datetime import date, datetime

from compass.demo.library import Known
from evidence.models import Recommendation
from evidence.operations.market import GuidanceFacts, state_guidance
from evidence.operations.public_facts import NOT_STATED, register_known_technology, state_public_fact

_SAID = {
    "RECOMMENDED": "NICE recommends it for {indication} (guidance {reference}).",
    "OPTION": "NICE recommends it as an option for {indication} (guidance {reference}).",
    "WITH_DATA_COLLECTION": (
        "NICE recommends it for {indication} only where NHS organisations collect data on outcomes "
        "(guidance {reference})."
    ),
    "WITH_EVIDENCE_GENERATION": (
        "NICE early-use guidance: it can be used for {indication} while more evidence is generated "
        "({reference}). This differs from a recommendation for routine use."
    ),
    "RESEARCH_ONLY": (
        "NICE guidance: research only for {indication} ({reference}). It is not recommended for use outside research."
    ),
    "NOT_RECOMMENDED": "NICE does not recommend it for {indication} (guidance {reference}).",
}
# When the pages of `real_technologies.csv` were last read (SOURCES.md).
CHECKED_ON = date(2026, 11, 21)


def statement_of(known: Known) -> str:
    """What the public body said, in our words; its degrees are kept apart."""
    said = _SAID[known.status]
    if known.reference.startswith("DG") and known.status == "WITH_EVIDENCE_GENERATION":
        said = said.replace("NICE early-use guidance", "NICE guidance")
    return said.format(indication=known.indication, reference=known.reference)


def recommendation_of(known: Known) -> Recommendation:
    """The degree of what guidance says; "an option" is a recommendation."""
    return Recommendation.RECOMMENDED if known.status == "OPTION" else Recommendation[known.status]


def publish(known: Known, *, now: datetime) -> None:
    """Make the technology public with one fact, its source and what the guidance recommends."""
    innovation = register_known_technology(
        innovator_name=known.company or NOT_STATED,
        description={
            "name": known.product,
            "kind": known.kind,
            "clinical_area": known.clinical_area,
            "summary": f"{known.what} for {known.indication}.",
            "problem": "",
            "description": "",
            "list_price": None,
            "price_unit": "",
        },
        now=now,
    )
    state_public_fact(
        innovation=innovation,
        statement=statement_of(known),
        source_title=f"NICE {known.reference}: {known.topic}",
        source_url=known.source_url,
        now=now,
    )
    state_guidance(
        innovation=innovation,
        guidance=GuidanceFacts(
            reference=known.reference,
            title=known.topic,
            url=known.source_url,
            checked_on=CHECKED_ON,
            publisher="NICE",
        ),
        recommendation=recommendation_of(known),
        now=now,
    )
