"""Opening an account. It always follows from an invitation to that address."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from compass.accounts.models import User
from compass.foundation.errors import Invalid, Refused


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


def has_account(email: str) -> bool:
    """Whether somebody signs in with this address."""
    return User.objects.filter(email=email.strip().lower()).exists()
