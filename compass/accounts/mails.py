"""What the mails about an account say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings

from compass.accounts.models import User
from compass.accounts.queries import has_programs
from compass.foundation.words import plural

_HOUR = 60 * 60


def _new_password(context: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and text of the mail to somebody who forgot the password."""
    hours = plural(settings.PASSWORD_RESET_TIMEOUT // _HOUR, "hour")
    return "Choose a new password for MedTech Compass", (
        f"Dear {context['user']},\n\n"
        "You asked for a new password for your MedTech Compass account, or somebody else did.\n\n"
        f"Open this link to choose one:\n{context['password_reset_url']}\n\n"
        f"The link works once, for {hours} from when it was asked for. When it has stopped working, ask for another:\n"
        f"{settings.SITE_URL}/accounts/password/reset/\n\n"
        f"{_programs(context['user'])}"
        "If it was not you, do nothing: your password stays as it is, and nobody can change it without this link. "
        "Do not pass the link on; MedTech Compass never asks for it.\n"
    )


def first_password(person: User, link: str) -> tuple[str, str]:
    """Subject and text of the mail to somebody for whom an account was opened."""
    hours = plural(settings.PASSWORD_RESET_TIMEOUT // _HOUR, "hour")
    return "Choose a password for MedTech Compass", (
        f"Dear {person},\n\n"
        "An account for MedTech Compass was opened for you by the people who run it.\n\n"
        f"Open this link to choose a password:\n{link}\n\n"
        f"The link works once, for {hours} from when this email was written. "
        f"When it has stopped working, ask for another:\n{settings.SITE_URL}/accounts/password/reset/\n\n"
        "If you did not expect this email, do nothing: nobody can use the account without this link. "
        "Do not pass the link on; MedTech Compass never asks for it.\n"
    )


def _programs(person: User) -> str:
    """What a new password does not do, for somebody whose programs have access."""
    if not has_programs(person):
        return ""
    return (
        "Programs have access in your name, and a new password does not end it. If you think that somebody else knew "
        "your password, end their access too, on the page “API access” of your company.\n\n"
    )


# By the names that allauth gives its mails. Those of features that are not offered here have no words.
TEXTS: Mapping[str, Callable[[Mapping[str, Any]], tuple[str, str]]] = {
    "account/email/password_reset_key": _new_password,
}
