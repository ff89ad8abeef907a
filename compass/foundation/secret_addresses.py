"""Addresses that hold a secret (`settings.SECRET_ADDRESSES`): whoever has the address may act, so nothing keeps it.

What follows each of these beginnings is a secret: logs and history write `[secret]` for it, and the page is kept by
no cache and never sent on as a referrer.
"""

from __future__ import annotations

import re
from functools import cache

from django.conf import settings


@cache
def _secrets() -> re.Pattern[str]:
    # Also as it stands inside of another address, for example /accounts/login/?next=%2Finvitations%2F…
    beginnings = "|".join(re.escape(b.strip("/")).replace("/", "(?:/|%2F)") for b in settings.SECRET_ADDRESSES)
    return re.compile(rf"((?:/|%2F)(?:{beginnings})(?:/|%2F))(?:(?!%2F)[^/\s\"'\\?&#<>])+", re.IGNORECASE)


def masked(text: str) -> str:
    """The text with `[secret]` in the place of each secret."""
    return _secrets().sub(r"\1[secret]", text)


def holds_secret(path: str) -> bool:
    """Whether this path of our site has a secret in it."""
    return _secrets().match(path) is not None
