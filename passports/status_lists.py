"""Bitstring Status Lists (W3C Bitstring Status List v1.0): one bit for each passport and purpose. Pure.

Whoever holds a credential can see in these lists, without asking about that one passport, whether it still counts.
"""

from __future__ import annotations

import base64
import gzip
from collections.abc import Iterable
from enum import StrEnum

from passports.validity import USABLE, Status

# Entries of a list: the least that the standard allows, 16 KB before compression.
LENGTH = 131_072


class Purpose(StrEnum):
    """What a set bit says: not now, or never again."""

    SUSPENSION = "suspension"
    REVOCATION = "revocation"


FOR_GOOD = frozenset({Status.WITHDRAWN, Status.SUPERSEDED})


def statuses_behind(purpose: Purpose) -> frozenset[Status]:
    """The verdicts that set a passport's bit. A passport that cannot be relied on has exactly one bit set.

    An expired passport stands among the suspended ones: its maker may hand in the renewed certificate.
    """
    return FOR_GOOD if purpose is Purpose.REVOCATION else frozenset(Status) - USABLE - FOR_GOOD


def encoded_list(places: Iterable[int]) -> str:
    """The `encodedList` with the bits at these places set: place 0 is the left-most bit of the first byte."""
    bits = bytearray(LENGTH // 8)
    for place in places:
        bits[place // 8] |= 0x80 >> place % 8
    # Without the time in its header, so that the same bits give the same text.
    packed = gzip.compress(bytes(bits), mtime=0)
    return "u" + base64.urlsafe_b64encode(packed).decode().rstrip("=")
