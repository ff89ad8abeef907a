"""Real technologies that a national programme pays for, from the file of this package with its source."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from compass.foundation.words import civil_date
from evidence.operations.market import ProgrammeFacts, state_funding
from evidence.operations.public_facts import NOT_STATED, register_known_technology, state_public_fact

FILE = Path(__file__).resolve().parents[1] / "market" / "funding.csv"
# DOMAIN.md, "Funding and buying"; its guidance says who pays: whoever commissions the care.
MANDATE = ProgrammeFacts(
    code="medtech-funding-mandate",
    name="MedTech Funding Mandate",
    kind="MANDATE",
    payer="the commissioner of the care",
    url="https://www.england.nhs.uk/long-read/medical-technology-medtech-funding-mandate-policy-guidance/",
)


@transaction.atomic
def load_known_funding(*, now: datetime) -> int:
    """State what the file says, each with its source; the number of technologies. The same again changes nothing."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        innovation = register_known_technology(
            innovator_name=row["company"] or NOT_STATED,
            description={
                "name": row["product"],
                "kind": row["kind"],
                "clinical_area": row["clinical_area"],
                "summary": row["summary"],
                "problem": "",
                "description": "",
                "list_price": None,
                "price_unit": "",
            },
            now=now,
        )
        since = date.fromisoformat(row["starts_on"])
        called = f" It names {row['named_as']}." if row["named_as"] else ""
        state_public_fact(
            innovation=innovation,
            statement=f"NHS England’s MedTech Funding Mandate has supported it since {civil_date(since)}.{called}",
            source_title=row["source_title"],
            source_url=row["source_url"],
            now=now,
        )
        state_funding(
            innovation=innovation,
            programme=MANDATE,
            starts_on=since,
            note=called.strip(),
            source_url=row["source_url"],
            now=now,
        )
    return len(rows)
