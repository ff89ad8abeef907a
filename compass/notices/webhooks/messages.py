"""What a webhook says, how it is signed and when it is tried again (Standard Webhooks 1.0). Pure."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

PREFIX = "whsec_"  # of every secret, as the standard has it
SECRET_BYTES = 32
# After the first try: quickly for a receiver that restarts, then over three days for one that is repaired.
WAITS = tuple(
    timedelta(**wait)
    for wait in (
        {"seconds": 5}, {"minutes": 5}, {"minutes": 30}, {"hours": 2}, {"hours": 5}, {"hours": 10}, {"hours": 14},
        {"hours": 20}, {"hours": 20},
    )
)  # fmt: skip
GONE = 410  # the receiver says that it wants no more
_SAID = ("from", "to", "until")
_NAMED = ("search", "name", "innovation")


def new_secret() -> str:
    """A secret as it is shown to the receiver."""
    return PREFIX + b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def headers(*, secret: str, message_id: str, at: int, body: bytes) -> dict[str, str]:
    """The headers of one attempt; `at` is in seconds since 1970."""
    key = b64decode(secret.removeprefix(PREFIX))
    signed = hmac.new(key, f"{message_id}.{at}.".encode() + body, hashlib.sha256).digest()
    return {
        "Content-Type": "application/json",
        "User-Agent": "MedTech-Compass-Webhooks/1",
        "webhook-id": message_id,
        "webhook-timestamp": str(at),
        "webhook-signature": f"v1,{b64encode(signed).decode()}",
    }


def trial_body(*, now: datetime) -> bytes:
    """What the test button sends."""
    return _json({"type": "test", "timestamp": now.isoformat(), "data": {"sentence": "This is a test."}})


def notice_body(
    *, kind: str, at: datetime, site: str, number: str, told_to: str, sentence: str, data: Mapping[str, Any]
) -> bytes:
    """What is sent for a notice about a passport; `told_to` is the ODS code of the organisation that follows it."""
    said = {key: data[key] for key in _SAID if key in data}
    facts = {"passport": number, "address": f"{site}/passports/{number}/", "told_to": told_to, "sentence": sentence}
    return _json({"type": f"passport.{kind}", "timestamp": at.isoformat(), "data": facts | said})


def other_body(*, kind: str, at: datetime, site: str, told_to: str, sentence: str, data: Mapping[str, Any]) -> bytes:
    """What is sent for a notice that is not about one passport, for example of the type `search.matched`."""
    facts = {"address": site + data["address"], "told_to": told_to, "sentence": sentence}
    said = {key: data[key] for key in _NAMED if key in data}
    return _json({"type": kind.replace("_", ".", 1), "timestamp": at.isoformat(), "data": facts | said})


def _json(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def wait_after(attempts: int) -> timedelta | None:
    """How long until the next try after so many failed; None when there is none."""
    return WAITS[attempts - 1] if attempts <= len(WAITS) else None
