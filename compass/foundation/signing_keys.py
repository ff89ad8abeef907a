"""The keys that sign what others must be able to check without asking us: credentials and the sealed log.

`settings.SIGNING_KEYS` holds PEM texts, the newest first: that one signs and must be private (ES256, curve P-256).
Those after it were rotated out; their public halves stay published, so that what they signed can be checked for ever.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet

ALGORITHM = "ES256"


def current_key() -> ECKey:
    """The private key that signs today; its `kid` is the RFC 7638 thumbprint of its public half."""
    return _keys()[0]


def public_keys() -> KeySet:
    """The public halves of every key that signs or ever signed, the newest first."""
    return KeySet([_described(ECKey.import_key(key.as_dict(private=False))) for key in _keys()])


def _keys() -> tuple[ECKey, ...]:
    pems = tuple(settings.SIGNING_KEYS) or (_kept(Path(settings.SIGNING_KEY_FILE)),)
    return _read(pems)


@lru_cache(maxsize=4)
def _read(pems: tuple[str, ...]) -> tuple[ECKey, ...]:
    try:
        keys = tuple(_described(ECKey.import_key(pem)) for pem in pems)
    except (JoseError, ValueError) as error:
        raise ImproperlyConfigured("SIGNING_KEYS holds something that is not an EC key in PEM form.") from error
    if any(key.curve_name != "P-256" for key in keys):
        raise ImproperlyConfigured("Every key in SIGNING_KEYS must be on curve P-256 (ES256).")
    if not keys[0].is_private:
        raise ImproperlyConfigured("The first key in SIGNING_KEYS must be a private one: it signs.")
    return keys


def _described(key: ECKey) -> ECKey:
    return ECKey.import_key(
        key.as_dict(private=key.is_private), {"kid": key.thumbprint(), "use": "sig", "alg": ALGORITHM}
    )


@lru_cache(maxsize=4)
def _kept(path: Path) -> str:
    """The key of a machine that was given none (a laptop, tests), made the first time and kept beside its data."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(ECKey.generate_key("P-256").as_pem(private=True))
        # Of several processes that start at once the first wins; a link is made whole or not at all.
        with suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    return path.read_text(encoding="ascii")
