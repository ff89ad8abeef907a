"""Who calls: the person of the session, as on the pages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request


class SignedIn(SessionAuthentication):
    """The session's person; requests that write need its CSRF token. Nobody is answered 401, as RFC 9110 says."""

    def authenticate_header(self, request: Request) -> str:
        return 'Session realm="api"'


class SignedInScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Documents it."""

    target_class = SignedIn
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": settings.SESSION_COOKIE_NAME,
            "description": "The cookie of somebody who signed in on the pages. Requests that write also send the CSRF "
            "token in the X-CSRFToken header.",
        }
