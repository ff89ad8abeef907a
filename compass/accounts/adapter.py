"""How allauth behaves here."""

from __future__ import annotations

import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from compass.accounts import mails
from compass.foundation.clock import now
from compass.foundation.mail import post_email


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts begin with an invitation, so there is no open sign-up; mails are in our words and go by the outbox."""

    # Of what allauth says on the pages that are offered here, what does not say what to do next.
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The email address or the password is wrong. Check both and try again",
        "too_many_login_attempts": "You have tried to sign in too often. Wait 5 minutes, then try again",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put a mail of allauth in the outbox; raises KeyError for one that `mails` has no words for."""
        subject, text = mails.TEXTS[template_prefix](context)
        # The key becomes the Message-ID, so it may have nothing of the link in it.
        post_email(key=f"account-{uuid.uuid4().hex}", recipient=email, subject=subject, text=text, now=now())

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link of a reset mail, on our own site whatever host the request was sent to."""
        uidb36, _, secret = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uidb36, "key": secret})
        return f"{settings.SITE_URL}{path}"

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """The page after signing in says who is signed in; a banner that says it again only pushes the work down."""
        if message_template != "account/messages/logged_in.txt":
            super().add_message(request, level, message_template, *args, **kwargs)
