"""Machine access: tokens by client credentials (RFC 6749, section 4.4), shown with each request (RFC 6750)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote_plus

import pghistory
from django.core.exceptions import SuspiciousOperation
from django.http import QueryDict
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.parsers import FormParser
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import AnonRateThrottle

from compass.accounts.models import MachineToken, Scope, User
from compass.accounts.operations import TokenError, issue_token
from compass.accounts.queries import token_in_force
from compass.foundation.api.views import Reading
from compass.foundation.clock import now

ADDRESS = "/api/v1/token/"
_READS = {"GET", "HEAD", "OPTIONS"}


class ByToken(BaseAuthentication):
    """The person for whom a program acts; `request.auth` is its token. Other requests are for the session."""

    def authenticate(self, request: Request) -> tuple[User, MachineToken] | None:
        scheme, _, shown = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != "bearer":
            return None
        found = token_in_force(shown.strip(), now())
        if found is None:
            raise AuthenticationFailed(f"This token does not work (any more). Ask for a new one at {ADDRESS}.")
        # The history says who it was; with this it also says that it was a program of theirs.
        pghistory.context(machine_client=found.client.client_id)
        return found.client.owner, found

    def authenticate_header(self, request: Request) -> str:
        if get_authorization_header(request):
            return 'Bearer realm="api", error="invalid_token"'
        return 'Session realm="api", Bearer realm="api"'


class WithinScope(BasePermission):
    """A program does no more than its token allows; a session has no such bounds."""

    def has_permission(self, request: Request, view: Any) -> bool:
        needed = scope_for(str(request.method))
        if isinstance(request.auth, MachineToken) and needed not in request.auth.scopes:
            raise PermissionDenied(f"This token does not allow {needed}. It allows: {' '.join(request.auth.scopes)}.")
        return True


def scope_for(method: str) -> str:
    """The scope that a request of this method needs."""
    return Scope.PACKS_READ.value if method in _READS else Scope.PACKS_WRITE.value


class ByTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Documents it."""

    target_class = ByToken
    name = "machine"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "oauth2",
            "description": (
                "A program of yours. Make its credentials on the page “API access” of your company. One that may write "
                "and not read is told numbers and states only (id, state, revision, written), and Location."
            ),
            "flows": {"clientCredentials": {"tokenUrl": ADDRESS, "scopes": {s.value: s.label for s in Scope}}},
        }

    def get_security_requirement(self, auto_schema: Any) -> dict[str, list[str]]:
        return {"machine": [scope_for(auto_schema.method)]}


class TokenThrottle(AnonRateThrottle):
    """Bounds what guessing costs us: by address, for nobody is known yet."""

    scope = "token"
    rate = "60/min"


@extend_schema(exclude=True)
class Token(Reading):
    """Hands out tokens. The security scheme of the OpenAPI document says where; RFC 6749 says how."""

    parser_classes = (FormParser,)
    throttle_classes = (TokenThrottle,)
    http_method_names = ["post", "options"]

    def post(self, request: Request) -> Response:
        """A token for the client that shows its secret, by HTTP Basic or in the form."""
        try:
            form = _form(request)
            client_id, secret = _client(request, form)
            if form.get("grant_type") != "client_credentials":
                raise TokenError("unsupported_grant_type", "Only grant_type=client_credentials is offered here.")
            issued = issue_token(client_id=client_id, secret=secret, scope=form.get("scope", ""), now=now())
        except TokenError as refusal:
            return _refused(refusal)
        body = {
            "access_token": issued.token,
            "token_type": "Bearer",
            "expires_in": issued.seconds,
            "scope": " ".join(issued.scopes),
        }
        return Response(body, headers={"Cache-Control": "no-store"})


def _form(request: Request) -> Mapping[str, str]:
    """The form with each of its fields once; raises TokenError."""
    try:
        data = request.data
    except SuspiciousOperation as error:
        raise TokenError("invalid_request", "The form has too many fields.") from error
    given = data.lists() if isinstance(data, QueryDict) else ()
    fields = {name: values for name, values in given if any(values)}
    if twice := [name for name, values in fields.items() if len(values) > 1]:
        raise TokenError("invalid_request", f"Give {twice[0][:40]} once.")
    return {name: values[0] for name, values in fields.items()}


def _client(request: Request, form: Mapping[str, str]) -> tuple[str, str]:
    """Client and secret, from HTTP Basic or from the form; raises TokenError for none and for both."""
    scheme, _, shown = get_authorization_header(request).decode("latin-1").partition(" ")
    in_form = form.get("client_id", ""), form.get("client_secret", "")
    if not scheme:
        return in_form
    if scheme.lower() != "basic" or in_form[1]:
        raise TokenError("invalid_request", "Show client and secret once: by HTTP Basic, or in the form.")
    try:
        client_id, _, secret = base64.b64decode(shown.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise TokenError("invalid_client", "The Authorization header cannot be read.") from error
    return unquote_plus(client_id), unquote_plus(secret)


def _refused(refusal: TokenError) -> Response:
    unknown = refusal.code == "invalid_client"
    body = {"error": refusal.code, "error_description": str(refusal)}
    headers = {"Cache-Control": "no-store"} | ({"WWW-Authenticate": 'Basic realm="api"'} if unknown else {})
    code = status.HTTP_401_UNAUTHORIZED if unknown else status.HTTP_400_BAD_REQUEST
    return Response(body, status=code, headers=headers)
