"""JSON documents signed with our key (JWS, RFC 7515, compact), and the strict reading of what claims to be one.

The keys are in `signing_keys`. Only `kid` chooses among them: a key or an address that a document brings is not
looked at.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError

from compass.foundation.received_json import UnreadableError, read_json
from compass.foundation.signing_keys import ALGORITHM, current_key, public_keys

_SHAPE = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_SHOWN_MAX = 20


class NotOursError(ValueError):
    """A text that is not a document signed by us; `str()` says why, as sentences for the person who brought it."""


def signed(document: Mapping[str, Any], *, kind: str) -> str:
    """The document as a compact JWS; `kind` is its media type without `application/`, for example `vc+jwt`."""
    key = current_key()
    header = {"alg": ALGORITHM, "typ": kind, "cty": kind.partition("+")[0], "kid": key.kid}
    payload = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    return jws.serialize_compact(header, payload, key, algorithms=[ALGORITHM])


def opened(text: str, *, kind: str) -> dict[str, Any]:
    """The document inside, when one of our published keys signed exactly this text. Raises NotOursError."""
    if not _SHAPE.fullmatch(text):
        raise NotOursError(
            "This is not a signed document. One has three parts of letters, digits, hyphens and underscores, "
            "with full stops between them. Copy the whole of it."
        )
    head, body, _ = (_decoded(part) for part in text.split("."))
    header = _object(head)
    if header.get("alg") != ALGORITHM:
        raise NotOursError(
            f"It says it is signed by {_shown(header.get('alg'))}. Ours are always signed by {ALGORITHM}."
        )
    if header.get("typ") != kind:
        raise NotOursError(f"It is a document of another kind ({_shown(header.get('typ'))}), not {kind}.")
    key = next((key for key in public_keys().keys if key.kid == header.get("kid")), None)
    if key is None:
        raise NotOursError("It names a key that is not ours, so we did not sign it.")
    try:
        jws.deserialize_compact(text, key, algorithms=[ALGORITHM])
    except (JoseError, ValueError) as error:
        raise NotOursError("Its signature does not match: it was changed after we signed it, or is forged.") from error
    return _object(body)


def _decoded(part: str) -> bytes:
    """The bytes of a part; several texts would stand for the same bytes if left-over bits were ignored."""
    try:
        found = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except ValueError as error:
        raise NotOursError("A part of it was cut off or changed. Copy the whole of it.") from error
    if base64.urlsafe_b64encode(found).decode().rstrip("=") != part:
        raise NotOursError("A character of it was changed. Copy it again.")
    return found


def _object(part: bytes) -> dict[str, Any]:
    try:
        found = read_json(part.decode())
    except (UnicodeDecodeError, UnreadableError) as error:
        raise NotOursError("What is inside cannot be read. Copy the whole of it.") from error
    if not isinstance(found, dict):
        raise NotOursError("What is inside is not what a signed document holds.")
    return found


def _shown(value: Any) -> str:
    """A short name from a header that anybody may have written."""
    if not isinstance(value, str) or not value.isprintable() or not 0 < len(value) <= _SHOWN_MAX:
        return "something else"
    return f"“{value}”"
