"""A credential that somebody brought, beside what its passport is worth today. Pure.

A signature proves who said it and that nobody changed it; only the passport as it stands today says whether it counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from passports.credentials import PASSPORT_TYPE
from passports.status_lists import Purpose, statuses_behind
from passports.validity import USABLE, Status


class NotAPassportError(ValueError):
    """A document of ours that is no passport's credential; `str()` says so."""


@dataclass(frozen=True)
class Presented:
    """What a credential says of its passport, as of the civil date `as_of`."""

    number: str
    as_of: date
    status: Status
    until: date
    product_version: str
    evidence_hash: str
    valid_until: datetime
    list_number: int
    place: int


@dataclass(frozen=True)
class Today:
    """The same passport as it stands."""

    status: Status
    until: date
    product_version: str
    evidence_hash: str
    list_number: int | None
    place: int | None


@dataclass(frozen=True)
class Finding:
    """One thing that was checked, in a sentence, and whether it is as it should be."""

    said: str
    good: bool


def presented(document: Mapping[str, Any]) -> Presented:
    """What a document that we signed says of a passport. Raises NotAPassportError for one of another kind or form."""
    if PASSPORT_TYPE not in (document.get("type") or ()):
        raise NotAPassportError("We signed this, but it is not the credential of a passport.")
    try:
        subject, entry = document["credentialSubject"], document["credentialStatus"][0]
        return Presented(
            number=subject["passportNumber"],
            as_of=date.fromisoformat(subject["verdict"]["asOf"]),
            status=Status(subject["verdict"]["status"]),
            until=date.fromisoformat(subject["verdict"]["until"]),
            product_version=subject["productVersion"],
            evidence_hash=subject["evidenceHash"].removeprefix("sha256:"),
            valid_until=datetime.fromisoformat(document["validUntil"]),
            list_number=int(entry["statusListCredential"].rpartition("/")[2]),
            place=int(entry["statusListIndex"]),
        )
    except (LookupError, TypeError, AttributeError, ValueError) as error:
        raise NotAPassportError(
            "We signed this, in a form that this page does not read. Check the passport by its number."
        ) from error


def bits(status: Status) -> dict[Purpose, bool]:
    """Which bits of the status lists are set for a passport with this verdict."""
    return {purpose: status in statuses_behind(purpose) for purpose in Purpose}


def in_time(brought: Presented, now: datetime) -> bool:
    """Whether the time that the credential gives itself still runs."""
    return now <= brought.valid_until


def relied_on(today: Today) -> bool:
    """Whether the passport can be relied on, whatever the credential said when it was signed."""
    return today.status in USABLE


def compared(brought: Presented, today: Today, *, words: Mapping[str, str], now: datetime) -> list[Finding]:
    """What the credential says against today, one finding for each check; `words` names each status."""
    timely = in_time(brought, now)
    found = [
        Finding("We signed it, and it has not changed since.", good=True),
        Finding(
            f"By its own date it can be used until {_said(brought.until)}, that day included."
            if timely
            else f"Its own time ran out after {_said(brought.until)}. Ask for a fresh one.",
            good=timely,
        ),
    ]
    found += [
        Finding(
            (f"Our public list for {purpose} {'names' if is_set else 'does not name'} this passport."), good=not is_set
        )
        for purpose, is_set in bits(today.status).items()
    ]
    return found + _differences(brought, today, words)


def _differences(brought: Presented, today: Today, words: Mapping[str, str]) -> list[Finding]:
    found = []
    if (brought.list_number, brought.place) != (today.list_number, today.place):
        said = "Its place in our public lists is not this passport’s. Take a fresh credential from the passport’s page."
        found.append(Finding(said, good=False))
    if (brought.product_version, brought.evidence_hash) != (today.product_version, today.evidence_hash):
        said = (
            "It names another version or other evidence than this passport. Do not rely on it, and tell the "
            "national operator."
        )
        found.append(Finding(said, good=False))
    if brought.status != today.status:
        then, since = words[brought.status].lower(), words[today.status].lower()
        said = f"When it was signed, on {_said(brought.as_of)}, the passport was {then}. It is {since} today."
        found.append(Finding(said, good=relied_on(today)))
    if brought.until != today.until:
        said = f"It says that the passport is valid until {_said(brought.until)}."
        found.append(Finding(f"{said} As things stand it is {_said(today.until)}.", good=today.until > brought.until))
    return found


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
