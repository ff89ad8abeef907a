"""Opening an account, which always follows from an invitation to that address; and programs that act for people."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from compass.accounts.models import MachineClient, MachineToken, Scope, User
from compass.foundation.errors import Invalid, Refused
from compass.foundation.history import record_change
from compass.foundation.limits import count_attempt
from compass.foundation.text import LINE_CHECKS, NAME_MAX

CLIENT_LIFE = timedelta(days=365)
TOKEN_LIFE = timedelta(minutes=30)
CLIENTS_MAX = 10
# What they begin with lets a search for lost secrets recognise them.
CLIENT_ID, SECRET, TOKEN = (
    (beginning, re.compile(beginning + form))
    for beginning, form in (
        ("mtc_id_", "[0-9a-f]{16}"),
        ("mtc_secret_", "[A-Za-z0-9_-]{43}"),
        ("mtc_token_", "[A-Za-z0-9_-]{43}"),
    )
)


def open_account(*, email: str, name: str, password: str) -> User:
    """Make a person; raises Invalid for a weak password, Refused when the address has an account already."""
    try:
        validate_password(password, User(email=email, name=name))
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), next_step="Three random words make a good password.") from error
    try:
        with transaction.atomic():
            return User.objects.create_user(email=email, password=password, name=name)
    except IntegrityError as error:
        raise Refused("There is already an account for this address.", next_step="Sign in with it.") from error


def known_or_new(*, email: str, name: str) -> tuple[User, bool]:
    """The person of this address, made without a password when there is none; and whether they are new.

    Raises Invalid for an address or a name that cannot be one, Refused when the account is closed.
    """
    email, name = email.strip().lower(), " ".join(name.split())
    person = User.objects.filter(email=email).first()
    if person is None:
        person = User(email=email, name=name, password=make_password(None))
        try:
            person.clean_fields()
            for check in LINE_CHECKS:
                check(name)
        except ValidationError as error:
            raise Invalid(
                f"“{name}” with the email address “{email}” cannot have an account. {' '.join(error.messages)}",
                next_step=f"Give an address like name@example.com, and a full name of at most {NAME_MAX} characters.",
            ) from error
        person.save(force_insert=True)
        return person, True
    if not person.is_active:
        raise Refused(f"The account of {email} is closed.", next_step="Give another address.")
    return person, False


def has_account(email: str) -> bool:
    """Whether somebody signs in with this address."""
    return User.objects.filter(email=email.strip().lower()).exists()


class TokenError(Exception):
    """No token is handed out; `code` is that of RFC 6749, section 5.2, and `str()` says why."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True)
class Issued:
    """A token in the only moment in which it is known, how many seconds it works, and what it allows."""

    token: str
    seconds: int
    scopes: Collection[str]


def hashed(secret: str) -> str:
    """What is kept of a secret of ours. It has 256 bits of chance, so that nothing slower than this is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def make_client(
    *, owner: User, acts_for: str, name: str, scopes: Collection[str], now: datetime
) -> tuple[MachineClient, str]:
    """Let a program act for somebody within a company, for a year; returns it with its secret, which is kept nowhere.

    Whether the owner may act for the company is known a floor higher. Raises Invalid for what cannot be, Refused for
    a second one of its name and for more than ten in use.
    """
    owner = User.objects.select_for_update(no_key=True).get(pk=owner.pk)
    name = " ".join(name.split())
    if not name:
        raise Invalid("Enter a name for the program.", field="name")
    if not scopes or not set(scopes) <= set(Scope.values):
        raise Invalid("Say what the program may do.", next_step="Choose one of the listed answers.", field="scopes")
    in_use = MachineClient.objects.filter(owner=owner, acts_for=acts_for, revoked_at=None)
    if in_use.filter(expires_at__gt=now).count() >= CLIENTS_MAX:
        raise Refused(
            f"You have {CLIENTS_MAX} programs with access already.", next_step="End the access of one of them first."
        )
    secret = f"{SECRET[0]}{secrets.token_urlsafe(32)}"
    client = MachineClient(
        client_id=f"{CLIENT_ID[0]}{secrets.token_hex(8)}",
        secret_hash=hashed(secret),
        name=name,
        owner=owner,
        acts_for=acts_for,
        scopes=[one for one in Scope.values if one in scopes],
        made_at=now,
        expires_at=now + CLIENT_LIFE,
    )
    try:
        with transaction.atomic():
            client.save()
    except IntegrityError as error:
        raise Refused(
            f"You have a program of the name “{name}” already.",
            next_step="Give another name, or end the access of that one first.",
            field="name",
        ) from error
    said = f"{owner} gave access to the program “{client}”: {', '.join(client.scopes)}."
    record_change("machine_client_made", client, said, by=owner, now=now, data={"acts_for": acts_for})
    return client, secret


@transaction.atomic
def revoke_client(*, client: MachineClient, by: User, now: datetime) -> MachineClient:
    """End a program's access at once, with every token of it; raises Refused when it has ended already.

    Whether somebody may is known a floor higher.
    """
    client = MachineClient.objects.select_for_update().get(pk=client.pk)
    if client.revoked_at is not None:
        raise Refused(f"The access of “{client}” has ended already.")
    client.tokens.all().delete()
    client.revoked_at, client.revoked_by = now, by
    client.save(update_fields=["revoked_at", "revoked_by"])
    said = f"The access of the program “{client}” was ended."
    record_change("machine_client_revoked", client, said, by=by, now=now, data={"acts_for": client.acts_for})
    return client


def revoke_clients_of(*, owner: User, acts_for: str, by: User, now: datetime) -> int:
    """End the access of everything that acts for somebody within a company; returns how many. Called as they leave."""
    in_use = MachineClient.objects.filter(owner=owner, acts_for=acts_for, revoked_at=None).order_by("id")
    return len([revoke_client(client=client, by=by, now=now) for client in in_use])


@transaction.atomic
def issue_token(*, client_id: str, secret: str, scope: str, now: datetime) -> Issued:
    """Hand out a token for half an hour to a program that shows its secret (RFC 6749, section 4.4).

    `scope` are words with a blank between them, none for all that the program may. Raises TokenError, TooOften.
    """
    found = None
    if CLIENT_ID[1].fullmatch(client_id):
        found = MachineClient.objects.select_for_update().filter(client_id=client_id).first()
    # The same work whether or not there is such a client.
    right = hmac.compare_digest(hashed(secret), found.secret_hash if found else hashed(""))
    if found is None or not right or found.revoked_at is not None or found.expires_at <= now:
        raise TokenError("invalid_client", "This client and secret do not work (any more).")
    if not found.owner.is_active:
        raise TokenError("invalid_client", "The account of the person that this client acts for is closed.")
    count_attempt(route="api-token", person_id=found.owner_id, now=now)
    asked = scope.split() or found.scopes
    if not set(asked) <= set(found.scopes):
        raise TokenError("invalid_scope", f"This client may ask for: {' '.join(found.scopes)}.")
    found.tokens.filter(expires_at__lte=now).delete()
    token = f"{TOKEN[0]}{secrets.token_urlsafe(32)}"
    scopes = [one for one in Scope.values if one in asked]
    expires_at = min(now + TOKEN_LIFE, found.expires_at)
    MachineToken.objects.create(
        client=found, token_hash=hashed(token), scopes=scopes, issued_at=now, expires_at=expires_at
    )
    found.last_used_at = now
    found.save(update_fields=["last_used_at"])
    return Issued(token, int((expires_at - now).total_seconds()), scopes)
