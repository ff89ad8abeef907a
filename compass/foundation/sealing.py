"""Content hashes: the same content gives the same 64 characters anywhere (RFC 8785 canonical JSON, SHA-256)."""

from __future__ import annotations

import hashlib
from typing import Any

import rfc8785


def content_hash(content: Any) -> str:
    """SHA-256, in hexadecimal, of `content` (JSON values only) in canonical form."""
    return hashlib.sha256(rfc8785.dumps(content)).hexdigest()
