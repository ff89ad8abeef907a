"""What a page shows besides what is public, to whom it is offered: documents of a passport, contacts of adopters."""

from __future__ import annotations

from typing import Any

from compass.accounts.models import User
from evidence.models import Confidentiality
from evidence.queries import documents_open_to
from passports import policies
from passports.queries.adoptions import contacts_of_adopters
from passports.queries.passports import passport_by_number


def nhs_documents(person: User, number: str) -> list[dict[str, Any]]:
    """The documents for the NHS alone that this person may read by way of a passport, as rows; none for nobody."""
    if not bool(person.is_authenticated):
        return []
    passport = passport_by_number(number)
    readers = set(policies.readers_of_documents(person, passport)) - {Confidentiality.PUBLIC}
    if not readers:
        return []
    found = documents_open_to(passport.pack, readers).select_related(None).order_by("title", "id")
    rows = found.values("id", "title", "content_type", "size", "redacts_id")
    return [row | {"redacted": row["redacts_id"] is not None} for row in rows]


def adopters_contacts(person: User, innovation_slug: str) -> dict[str, dict[str, str]]:
    """Whom this person may ask at each adopter of a technology, by its ODS code; none for nobody."""
    return contacts_of_adopters(innovation_slug) if policies.may_ask_adopters(person) else {}
