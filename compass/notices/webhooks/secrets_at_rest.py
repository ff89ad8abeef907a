"""Keeping the secrets of webhooks: encrypted with a key that follows from SECRET_KEY, so that a copy of the database
signs nothing. An older SECRET_KEY goes on opening them while it stands in SECRET_KEY_FALLBACKS."""

from __future__ import annotations

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes


def _box() -> MultiFernet:
    def key(root: str | bytes) -> bytes:
        # The last words are part of every key in use: they never change.
        derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"compass.notices.endpoint_secrets")
        return urlsafe_b64encode(derived.derive(force_bytes(root)))

    return MultiFernet([Fernet(key(root)) for root in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def seal(secret: str) -> str:
    """The secret as it is stored."""
    return _box().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str | None:
    """The secret again; None when it was sealed with a key that is gone."""
    try:
        return _box().decrypt(sealed).decode()
    except InvalidToken:
        return None
