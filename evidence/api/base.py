"""What every address below a pack shares: the pack through its owner, and problems by question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import NotFound

from compass.foundation.api.views import Working
from compass.foundation.errors import Refused
from evidence import queries
from evidence.models import Pack
from evidence.operations.answers import InvalidAnswersError
from evidence.operations.exchange_parts import InvalidPackError


class PackAddress(Working):
    """An address of one pack of the person's own companies; anybody else's is not there."""

    kwargs: dict[str, Any]

    def load_pack(self) -> Pack:
        found = queries.packs_of(self.person).filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise NotFound("None of your evidence packs has this number.")
        return found

    def explain(self, refusal: Refused) -> dict[str, Any]:
        """Further members of the problem document: every error with its place."""
        found = errors_of(refusal)
        return {"errors": found} if found else {}


def errors_of(refusal: Refused) -> list[dict[str, str]]:
    """What a refusal says of single questions, places or fields."""
    if isinstance(refusal, InvalidPackError):
        return [
            {"pointer": one.where, "detail": one.whole} | ({"question": one.question} if one.question else {})
            for one in refusal.problems
        ]
    fields: Mapping[str, str] = getattr(refusal, "problems", {})
    if isinstance(refusal, InvalidAnswersError):
        return [{"question": question, "detail": text} for question, text in fields.items()]
    if fields:
        return [{"pointer": f"/{name}", "detail": text} for name, text in fields.items()]
    return [{"field": refusal.field, "detail": refusal.whole}] if refusal.field else []


class AnyObject(serializers.JSONField):
    """A JSON object; what it holds is said in words."""


def strict(serializer: serializers.Serializer[Any], data: Any) -> dict[str, Any]:
    """The checked values; raises ValidationError, also for a member that the form does not know."""
    known = set(serializer.fields)
    unknown = [name for name in data if name not in known] if isinstance(data, Mapping) else []
    if unknown:
        offered = ", ".join(sorted(known))
        raise serializers.ValidationError({str(name)[:80]: [f"Unknown member. Known: {offered}."] for name in unknown})
    serializer.is_valid(raise_exception=True)
    found: dict[str, Any] = serializer.validated_data
    return found
