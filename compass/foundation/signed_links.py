"""Links by which somebody acts without signing in: `unsubscribe/17` becomes an address whose last part is signed."""

from __future__ import annotations

from django.conf import settings
from django.core.signing import BadSignature, Signer


def _signer(head: str) -> Signer:
    # A signature counts below one beginning only: a link to a calendar cannot stop e-mails.
    return Signer(salt=f"compass.signed_links/{head}", sep=".")


def signed_link(path: str) -> str:
    """The whole address of `head/value` on our site, with its value signed."""
    head, _, value = path.rpartition("/")
    return f"{settings.SITE_URL}/{head}/{_signer(head).sign(value)}/"


def value_of(head: str, signed: str) -> str | None:
    """The value that was signed below this beginning; None when it was not by us."""
    try:
        return _signer(head).unsign(signed)
    except BadSignature:
        return None
