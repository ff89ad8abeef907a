"""Accounts of the demonstration: one password, made at random, kept outside the repository."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from compass.accounts.models import User
from compass.demo.people import DOMAIN, PEOPLE, DemoPerson

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # no characters that look alike


def password_file() -> Path:
    """Where the password stands, readable by its owner only."""
    return Path(settings.STATE_DIR) / "demonstration-password"


def _kept() -> str:
    try:
        return password_file().read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""


def password() -> str:
    """The password in the file; made at random and written there when there is none."""
    if found := _kept():
        return found
    made = "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))
    path = password_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(made + "\n")
    part.replace(path)
    return made


def open_account(person: DemoPerson, hashed: str) -> User:
    """The person's account, made with the given password hash when there is none."""
    return User.objects.get_or_create(email=person.email, defaults={"name": person.name, "password": hashed})[0]


def hashed_password() -> str:
    """One hash for everybody, because making it is meant to be slow."""
    return make_password(password())


@transaction.atomic
def let_in_again() -> bool:
    """Give all demonstration accounts the password in the file where a named one has another; whether it had to."""
    word = password()
    hashes = set(User.objects.filter(email__in=[p.email for p in PEOPLE]).values_list("password", flat=True))
    if all(check_password(word, found) for found in hashes):
        return False
    User.objects.filter(email__endswith=DOMAIN).update(password=make_password(word))
    return True
