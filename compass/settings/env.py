"""The only place that reads the environment: typed and strict, one clear error for a bad value."""

from __future__ import annotations

from pathlib import Path
from typing import Any

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


def email(name: str, default: str) -> dict[str, Any]:
    """Django's e-mail settings from an address such as `smtp+tls://user:pass@host:587`."""
    return {key: value for key, value in dict(_read("dj_email_url", name, default)).items() if key.startswith("EMAIL_")}
