"""How somebody whom nobody could invite from a page gets an account: by a link in an e-mail."""

from __future__ import annotations

import uuid
from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction

from compass.accounts.adapter import AccountAdapter
from compass.accounts.mails import first_password
from compass.accounts.models import User
from compass.accounts.operations import known_or_new
from compass.foundation.mail import post_email


@transaction.atomic
def let_in(*, email: str, name: str, now: datetime) -> tuple[User, bool]:
    """The person of this address, and whether they are new: then an e-mail brings a link to choose a password.

    Raises Invalid for an address or a name that cannot be one, Refused when the account is closed.
    """
    person, is_new = known_or_new(email=email, name=name)
    if is_new:
        key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
        subject, text = first_password(person, AccountAdapter().get_reset_password_from_key_url(key))
        # The key becomes the Message-ID, so it may have nothing of the link in it.
        post_email(key=f"account-{uuid.uuid4().hex}", recipient=person.email, subject=subject, text=text, now=now)
    return person, is_new
