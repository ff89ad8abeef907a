"""Passports and status lists as W3C Verifiable Credentials (data model 2.0), before they are signed. Pure.

Secured as JWS (`application/vc+jwt`, W3C Securing Verifiable Credentials using JOSE and COSE). The last valid day of a
passport is a London date, that day included: its credential is good until the last second of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from passports.status_lists import Purpose, encoded_list

KIND = "vc+jwt"
MEDIA_TYPE = f"application/{KIND}"
CONTEXT = "https://www.w3.org/ns/credentials/v2"
ISSUER_NAME = "MedTech Compass"
PASSPORT_TYPE = "InnovatorPassport"
LIMITS = (
    "A passport is not a legal assurance. It does not replace local clinical risk management (DCB0160) or a local data "
    "protection impact assessment (DPIA)."
)
# How long a status list may be relied on without asking again, and after what time asking again is wanted.
LIST_LIFE = timedelta(hours=24)
LIST_FRESH = timedelta(minutes=5)
_LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class StatedCondition:
    """A condition as it stands: due on a civil date, that day included."""

    text: str
    due_on: date
    blocking: bool
    met: bool


@dataclass(frozen=True)
class Stated:
    """What a credential states of a passport, as of civil date `on`."""

    number: str
    technology: str
    product_version: str
    innovator: str
    assessed_by: str
    assessed_by_ods_code: str
    evidence_hash: str
    issued_at: datetime
    life_ends_on: date
    on: date
    status: str
    until: date
    reasons: Sequence[str]
    conditions: Sequence[StatedCondition]
    list_number: int
    place: int


def issuer_of(site: str) -> str:
    """The issuer's name, did:web of the site's host: `https://host:1` is `did:web:host%3A1`."""
    return f"did:web:{quote(urlsplit(site).netloc, safe='')}"


def list_address(site: str, purpose: Purpose, number: int) -> str:
    """Where a status list is published."""
    return f"{site}/credentials/status/{purpose}/{number}"


def passport_document(stated: Stated, site: str) -> dict[str, Any]:
    """The credential of a passport; `site` is our address without the last slash."""
    page = f"{site}/passports/{stated.number}/"
    return {
        # Terms of our own are explained on the page that their addresses lead to.
        "@context": [CONTEXT, {"@vocab": f"{site}/passports/verify/how/#"}],
        "id": f"{page}credential",
        "type": ["VerifiableCredential", PASSPORT_TYPE],
        "iss": issuer_of(site),
        "issuer": {"id": issuer_of(site), "name": ISSUER_NAME},
        "validFrom": _instant(stated.issued_at),
        "validUntil": _instant(_end_of(stated.until)),
        "credentialSubject": {
            "id": page,
            "passportNumber": stated.number,
            "technology": stated.technology,
            "productVersion": stated.product_version,
            "innovator": stated.innovator,
            "assessedBy": {"name": stated.assessed_by, "odsCode": stated.assessed_by_ods_code},
            "evidenceHash": f"sha256:{stated.evidence_hash}",
            "lifeEndsOn": stated.life_ends_on.isoformat(),
            "verdict": {
                "asOf": stated.on.isoformat(),
                "status": stated.status,
                "until": stated.until.isoformat(),
                "reasons": list(stated.reasons),
            },
            "conditions": [
                {"text": c.text, "dueOn": c.due_on.isoformat(), "blocking": c.blocking, "met": c.met}
                for c in stated.conditions
            ],
            "limits": LIMITS,
        },
        "credentialStatus": [
            {
                "id": f"{list_address(site, purpose, stated.list_number)}#{stated.place}",
                "type": "BitstringStatusListEntry",
                "statusPurpose": purpose.value,
                "statusListIndex": str(stated.place),
                "statusListCredential": list_address(site, purpose, stated.list_number),
            }
            for purpose in Purpose
        ],
    }


def list_document(purpose: Purpose, number: int, places: Iterable[int], *, site: str, now: datetime) -> dict[str, Any]:
    """A status list as a credential, with the bits at these places set; the same for a whole hour."""
    address = list_address(site, purpose, number)
    begins = now.replace(minute=0, second=0, microsecond=0)
    return {
        "@context": [CONTEXT],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "iss": issuer_of(site),
        "issuer": {"id": issuer_of(site), "name": ISSUER_NAME},
        "validFrom": _instant(begins),
        "validUntil": _instant(begins + LIST_LIFE),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose.value,
            "ttl": LIST_FRESH // timedelta(milliseconds=1),
            "encodedList": encoded_list(places),
        },
    }


def did_document(site: str, keys: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The issuer's DID document (did:web) with our public keys, given as JSON Web Keys with `kid`."""
    issuer = issuer_of(site)
    names = [f"{issuer}#{key['kid']}" for key in keys]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"],
        "id": issuer,
        "verificationMethod": [
            {"id": name, "type": "JsonWebKey", "controller": issuer, "publicKeyJwk": dict(key)}
            for name, key in zip(names, keys, strict=True)
        ],
        "assertionMethod": names,
    }


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), _LONDON).astimezone(UTC) - timedelta(seconds=1)


def _instant(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
