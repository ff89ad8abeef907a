"""What every address below a pack shares: the pack through its owner, and problems by question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers, status
from rest_framework.exceptions import NotFound
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request

from compass.accounts.api import ByToken, WithinScope
from compass.accounts.models import MachineToken, Scope
from compass.foundation.api.problems import WrongContentError
from compass.foundation.api.sessions import SignedIn
from compass.foundation.api.views import Working
from compass.foundation.errors import Refused
from compass.foundation.received_json import pointer
from evidence import machines, queries
from evidence.models import Innovation, Pack
from evidence.operations.answers import InvalidAnswersError
from evidence.operations.exchange_parts import InvalidPackError

# What a program is told that writes and may not read: what it needs to go on, and nothing of what the pack says.
_TOLD_TO_WRITERS = {"id", "state", "revision", "written"}

# The largest number of a row.
NUMBER_MAX = 2**63 - 1


class PackWork(Working):
    """An address at which people work on packs, or programs of theirs: those only within the one company each is for.

    `places` says where in the content an argument of the operation stands, unless under its own name.
    """

    authentication_classes = (ByToken, SignedIn)
    permission_classes = (IsAuthenticated, WithinScope)
    places: Mapping[str, str] = {}

    def packs(self) -> QuerySet[Pack]:
        """The packs of the person's companies; for a program, of its one company."""
        found = queries.packs_of(self.person)
        company = machines.company_of(self.request.auth)
        return found if company is None else found.filter(innovation__innovator_id=company)

    def innovations(self) -> QuerySet[Innovation]:
        """The technologies of the person's companies; for a program, of its one company."""
        found = queries.innovations_of(self.person)
        company = machines.company_of(self.request.auth)
        return found if company is None else found.filter(innovator_id=company)

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)
        token, told = request.auth, getattr(answer, "data", None)
        if isinstance(token, MachineToken) and Scope.PACKS_READ not in token.scopes and isinstance(told, dict):
            answer.data = _without_content(told, refused=answer.status_code >= status.HTTP_400_BAD_REQUEST)
        return answer

    def explain(self, refusal: Refused) -> dict[str, Any]:
        """Further members of the problem document: every error with its place."""
        found = errors_of(refusal, self.places)
        return {"errors": found} if found else {}


class PackAddress(PackWork):
    """An address of one pack of the person's own companies; anybody else's is not there."""

    kwargs: dict[str, Any]

    def load_pack(self) -> Pack:
        found = self.packs().filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise NotFound("None of your evidence packs has this number.")
        return found


def _without_content(told: dict[str, Any], *, refused: bool) -> dict[str, Any]:
    """What may be said of it to a program that may not read: of a refusal everything but what stands in the pack."""
    if refused:
        return {name: said for name, said in told.items() if name != "standing"}
    return {name: said for name, said in told.items() if name in _TOLD_TO_WRITERS}


def errors_of(refusal: Refused, places: Mapping[str, str]) -> list[dict[str, str]]:
    """What a refusal says of single questions, places or fields."""
    if isinstance(refusal, InvalidPackError):
        return [
            {"pointer": one.where, "detail": one.whole} | ({"question": one.question} if one.question else {})
            for one in refusal.problems
        ]
    fields: Mapping[str, str] = getattr(refusal, "problems", {})
    if isinstance(refusal, InvalidAnswersError):
        return [{"pointer": "/value", "question": question, "detail": text} for question, text in fields.items()]
    if not fields and refusal.field:
        fields = {refusal.field: refusal.whole}
    return [
        {"field": name, "pointer": places.get(name, pointer(name)), "detail": text} for name, text in fields.items()
    ]


SEEN = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description="The ETag that you had before you: refused (409) when it was changed since. Left out: no check.",
)


def seen_by(request: Request) -> str:
    """What a request says that it has seen; empty where it does not say."""
    return request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"').replace("*", "")


def strict(serializer: serializers.Serializer[Any], data: Any) -> dict[str, Any]:
    """The checked values; raises WrongContentError, also for a member that the form does not know."""
    known = set(serializer.fields)
    unknown = [name for name in data if name not in known] if isinstance(data, Mapping) else []
    if unknown:
        offered = ", ".join(sorted(known))
        raise WrongContentError({str(name)[:80]: [f"Unknown member. Known: {offered}."] for name in unknown})
    if not serializer.is_valid():
        raise WrongContentError(serializer.errors)
    found: dict[str, Any] = serializer.validated_data
    return found
