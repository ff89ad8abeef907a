"""Bases of the API: rows from a query, refused when the address asks for something unknown; and work by sessions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve
from drf_spectacular.utils import extend_schema
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.generics import ListAPIView
from rest_framework.parsers import BaseParser
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from compass.foundation.api.paging import KeysetPagination
from compass.foundation.api.parsers import StrictJSONParser
from compass.foundation.api.renderers import ExactJSONRenderer
from compass.foundation.api.schema import ProblemSchema, WorkingSchema
from compass.foundation.api.sessions import SignedIn
from compass.foundation.clock import now
from compass.foundation.limits import count_attempt

READING = ["get", "head", "options"]
WRITING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def refuse_unknown(request: Request, known: Iterable[str], repeatable: Iterable[str] = ()) -> None:
    """Raise ValidationError for query parameters that are unknown, empty or wrongly repeated.

    A mistake must not silently return everything.
    """
    known, repeatable = set(known), set(repeatable)
    offered = f"Known parameters: {', '.join(sorted(known))}." if known else "This address takes no parameters."
    errors = {name: [f"Unknown parameter. {offered}"] for name in request.query_params if name not in known}
    for name, values in request.query_params.lists():
        if name in known and len(values) > 1 and name not in repeatable:
            errors[name] = ["Give this parameter once."]
        elif name in known and "" in values:
            errors[name] = ["Give a value, or leave this parameter out."]
    if errors:
        raise ValidationError(errors)


class Reading(APIView):
    """A public address that only reads. Nobody signs in, so that the answer is the same for everybody."""

    authentication_classes: Sequence[type[BaseAuthentication]] = ()
    renderer_classes = (ExactJSONRenderer,)
    http_method_names = READING
    schema = ProblemSchema()

    def known_parameters(self) -> tuple[set[str], set[str]]:
        """The query parameters offered here, and those of them that may be repeated."""
        return set(), set()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method in {"GET", "HEAD"}:
            refuse_unknown(request, *self.known_parameters())


class Working(Reading):
    """An address at which somebody signed in works. What is not theirs is not there (404).

    Here by the session of the pages, with a CSRF token for whatever writes; a floor that offers more ways adds them.
    """

    authentication_classes: Sequence[type[BaseAuthentication]] = (SignedIn,)
    permission_classes: Sequence[type[BasePermission]] = (IsAuthenticated,)
    parser_classes: Sequence[type[BaseParser]] = (StrictJSONParser,)
    http_method_names = [*READING, "post", "put", "patch", "delete"]
    schema = WorkingSchema()

    @property
    def person(self) -> Any:
        """Who is signed in (accounts stand a floor higher, hence the type)."""
        return self.request.user

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if request.method and not hasattr(self, request.method.lower()):
            self.http_method_not_allowed(request)
        super().initial(request, *args, **kwargs)
        if request.method in WRITING:
            refuse_unknown(request, *self.known_parameters())
            match = request.resolver_match
            count_attempt(route=str(match and match.url_name), person_id=self.person.pk, now=now())


class RowList(Reading, ListAPIView):  # type: ignore[type-arg]
    """A filtered list of rows in pages; `serializer_class` only documents them.

    Subclasses give `get_queryset` (dictionaries), `filterset_class`, and the paging `key` with its `key_field`.
    """

    filterset_class: Any
    pagination_class = KeysetPagination
    key_kind: type = str

    def known_parameters(self) -> tuple[set[str], set[str]]:
        filters = self.filterset_class.base_filters
        repeatable = {
            name for name, given in filters.items() if "choices" in given.extra and hasattr(given, "conjoined")
        }
        return {*filters, *KeysetPagination.parameters}, repeatable

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(rows)


@extend_schema(exclude=True)
class NothingHere(Reading):
    """Any other address of the API: a problem document, or the way to the address with its final slash."""

    http_method_names = [*READING, "post", "put", "patch", "delete"]

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if (
            not request.path.endswith("/")
            and request.method in {"GET", "HEAD"}
            and self._exists(f"{request.path_info}/")
        ):
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(f"{request.path}/{f'?{query}' if query else ''}")
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise NotFound("There is nothing at this address. The API begins at /api/v1/.")

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Never reached: `initial` has refused."""
        return Response()

    def _exists(self, path: str) -> bool:
        try:
            return getattr(resolve(path).func, "cls", None) is not type(self)
        except Resolver404:
            return False
