"""The only place that reads the environment: typed and strict, one clear error for a bad value."""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import dj_email_url
from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

BASE_DIR = Path(__file__).resolve().parents[2]

_env = Env()


def _read(kind: str, name: str, *default: Any) -> Any:
    try:
        return getattr(_env, kind)(name, *default)
    except EnvError as error:
        raise ImproperlyConfigured(
            f"{error}. Set {name} in the environment (see .env.example), "
            "or start the product with `make run`, which sets it for you."
        ) from error


def text(name: str, *default: str) -> str:
    """A text; without a default the variable must be set and not empty."""
    value = str(_read("str", name, *default))
    if not value and not default:
        raise ImproperlyConfigured(f"{name} is empty. Set it in the environment (see .env.example).")
    return value


def integer(name: str, default: int) -> int:
    """A whole number."""
    return int(_read("int", name, default))


def switch(name: str, *, default: bool) -> bool:
    """True or false: `true`, `false`, `1`, `0`, `yes`, `no`."""
    return bool(_read("bool", name, default))


def words(name: str, *default: list[str]) -> list[str]:
    """A comma-separated list, blanks dropped."""
    return [word.strip() for word in _read("list", name, *default) if word.strip()]


def folder(name: str, default: Path) -> Path:
    """A folder; a relative one is meant from the root of the project."""
    return (BASE_DIR / Path(str(_read("str", name, str(default))))).resolve()


def database(name: str) -> dict[str, Any]:
    """A Django database from a `postgresql://` address; no other engine is supported."""
    config = dict(_read("dj_db_url", name))
    if config.get("ENGINE") != "django.db.backends.postgresql":
        raise ImproperlyConfigured(f"{name} must begin with postgresql://; only PostgreSQL is supported.")
    return config


def pems(name: str) -> list[str]:
    """PEM texts from a comma-separated list of their base64 (`base64 -w0 key.pem`); empty when unset."""
    try:
        return [b64decode(word, validate=True).decode("ascii") for word in words(name, [])]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a list of PEM files, each in base64 (see .env.example).") from error


def scanner(name: str) -> str:
    """The address of a ClamAV daemon, `tcp://host:port` or `unix:///path`; empty when there is none."""
    address = text(name, "")
    parts = urlsplit(address)
    if address and not (parts.scheme == "unix" and parts.path) and not (parts.scheme == "tcp" and parts.hostname):
        raise ImproperlyConfigured(
            f"{name} must begin with tcp:// and name a host, or with unix:/// and a socket's path."
        )
    return address


def storage(name: str) -> dict[str, Any]:
    """A Django storage: `s3://bucket?endpoint=https://host&region=eu-west-2`, or the folder MEDIA_ROOT when empty.

    S3 credentials come from where the AWS libraries look for them. Nothing is public: no ACL is set, so that the
    bucket's own rule holds, and every address would be signed.
    """
    address = text(name, "")
    if not address:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    parts = urlsplit(address)
    given = dict(parse_qsl(parts.query, keep_blank_values=True))
    if parts.scheme != "s3" or not parts.netloc or not set(given) <= {"endpoint", "region"}:
        raise ImproperlyConfigured(f"{name} must be s3://bucket, with ?endpoint= and &region= where they are needed.")
    options = {
        "bucket_name": parts.netloc,
        "location": parts.path.strip("/"),
        "endpoint_url": given.get("endpoint") or None,
        "region_name": given.get("region") or None,
        "default_acl": None,
        "querystring_auth": True,
        "file_overwrite": False,
        "signature_version": "s3v4",
        "max_memory_size": 1024 * 1024,  # bytes of a file in memory; the rest of it waits on disk
    }
    return {"BACKEND": "compass.foundation.bucket.Bucket", "OPTIONS": options}


# The library knows other words for these, and sends in the clear for one that it does not know.
_MAIL_SCHEMES = {"smtp+tls": "tls=True", "smtp+ssl": "ssl=True", "smtp": "", "dummymail": "", "consolemail": ""}


def email(name: str, *default: str) -> dict[str, Any]:
    """Django's e-mail settings from `smtp+tls://user:pass@host:587`, `smtp+ssl://…:465` or `smtp://…:25`."""
    address = text(name, *default)
    scheme, _, rest = address.partition("://")
    if address and (scheme not in _MAIL_SCHEMES or (scheme.startswith("smtp") and not rest)):
        raise ImproperlyConfigured(f"{name} must begin with smtp+tls://, smtp+ssl:// or smtp:// and name a host.")
    if address and _MAIL_SCHEMES[scheme]:
        address = f"smtp://{rest}{'&' if '?' in rest else '?'}{_MAIL_SCHEMES[scheme]}"
    given = dj_email_url.parse(address or "dummymail://")
    given["EMAIL_TIMEOUT"] = given["EMAIL_TIMEOUT"] or 20  # a silent server must not hold a worker for ever
    return {key: value for key, value in given.items() if key.startswith("EMAIL_")}
