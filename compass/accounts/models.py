"""People who sign in, and programs that act for them.

What a person may do follows from memberships on higher floors, never from these rows; a program may never do more.
"""

from __future__ import annotations

from typing import Any, ClassVar

import pghistory
import pgtrigger
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from compass.foundation.immutable import never_deleted
from compass.foundation.text import NAME_MAX

_HASH = r"^[0-9a-f]{64}$"


class UserManager(BaseUserManager["User"]):
    """Makes people by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


@pghistory.track(exclude=["password", "last_login"])
class User(AbstractBaseUser):
    """One person, one e-mail address."""

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=NAME_MAX)
    is_active = models.BooleanField(default=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        constraints = [models.CheckConstraint(condition=models.Q(email=Lower("email")), name="person_email_lower_case")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """The name, for libraries that ask for it."""
        return self.name


class Scope(models.TextChoices):
    """What a program may be allowed. Neither holds the other: writing alone reads nothing back."""

    PACKS_READ = "packs:read", "Read evidence packs"
    PACKS_WRITE = "packs:write", "Fill, check and submit evidence packs"


@pghistory.track(exclude=["secret_hash", "last_used_at"])
class MachineClient(models.Model):
    """A program that acts for one person within one company of theirs. Only a hash of its secret is kept."""

    client_id = models.CharField(max_length=40)
    secret_hash = models.CharField(max_length=64)
    name = models.CharField(max_length=NAME_MAX)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="machine_clients")
    # Companies stand on higher floors, which alone read this: for example `innovator:17`.
    acts_for = models.CharField(max_length=60)
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope))
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "machine client"
        constraints = [
            models.UniqueConstraint(fields=["client_id"], name="machine_client_id_once"),
            models.UniqueConstraint(
                fields=["owner", "acts_for", "name"],
                condition=Q(revoked_at=None),
                name="machine_client_name_once_in_use",
            ),
            models.CheckConstraint(condition=Q(secret_hash__regex=_HASH), name="machine_client_secret_hashed"),
            models.CheckConstraint(
                condition=Q(acts_for__regex=r"^[a-z]+:[1-9][0-9]*$"), name="machine_client_acts_for_somebody"
            ),
            models.CheckConstraint(
                condition=Q(scopes__contained_by=Scope.values) & ~Q(scopes=[]), name="machine_client_scopes_known"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="machine_client_expires_later"),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="machine_client_revoked_whole",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="revoked_never_changed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__revoked_at__isnull=False),
            ),
            never_deleted(),
        ]

    def __str__(self) -> str:
        return self.name


class MachineToken(models.Model):
    """What a program shows with each request, for a short time. Only its hash is kept; expired ones are deleted."""

    client = models.ForeignKey(MachineClient, on_delete=models.PROTECT, related_name="tokens")
    token_hash = models.CharField(max_length=64)
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope))
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = "machine token"
        constraints = [
            models.UniqueConstraint(fields=["token_hash"], name="machine_token_once"),
            models.CheckConstraint(condition=Q(token_hash__regex=_HASH), name="machine_token_hashed"),
            models.CheckConstraint(
                condition=Q(scopes__contained_by=Scope.values) & ~Q(scopes=[]), name="machine_token_scopes_known"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("issued_at")), name="machine_token_expires_later"),
        ]

    def __str__(self) -> str:
        return f"Token of {self.client}"
