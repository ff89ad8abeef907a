"""How somebody who holds the link of an invitation gets an account."""

from __future__ import annotations

from django import forms
from django.contrib.auth import login
from django.http import HttpRequest

from compass.accounts.models import User
from compass.accounts.operations import open_account
from compass.foundation.forms import Line

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class NewAccountForm(forms.Form):
    """An account for the invited person."""

    name = Line("Your full name", max_length=200)
    password = forms.CharField(
        label="Password",
        help_text="At least 12 characters. Three random words are good.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Enter a password"},
    )


def open_invited_account(request: HttpRequest, *, email: str, name: str, password: str) -> User:
    """Open the account and sign in: the link came by e-mail, so whoever holds it reads mail at that address.

    Raises Invalid for a weak password, Refused when the address has an account already.
    """
    person = open_account(email=email, name=name, password=password)
    login(request, person, backend=_BACKEND)
    return person
