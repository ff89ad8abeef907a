"""How allauth behaves here."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts begin with an invitation, so there is no open sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
