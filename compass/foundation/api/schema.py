"""How the OpenAPI document describes refusals: one problem document for every operation (RFC 9457)."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import Direction, OpenApiResponse
from rest_framework import serializers

from compass.foundation.api.problems import PROBLEM_TYPE

_NOT_NOW = "This cannot be done as things stand; the problem says why and what to do next."


class FieldErrorSerializer(serializers.Serializer[Any]):
    """What is wrong with one parameter, or at one place of what was sent."""

    field = serializers.CharField(required=False, allow_blank=True, help_text="The parameter's name.")
    pointer = serializers.CharField(
        required=False, allow_blank=True, help_text="Where in the content: a JSON pointer (RFC 6901)."
    )
    question = serializers.CharField(required=False, help_text="The question whose answer it is.")
    detail = serializers.CharField()


class ProblemSerializer(serializers.Serializer[Any]):
    """A problem document."""

    type = serializers.CharField(help_text="Always about:blank: `title` is the status in words.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="What was refused, in a sentence.")
    next_step = serializers.CharField(required=False, allow_blank=True, help_text="What to do next.")
    errors = FieldErrorSerializer(  # type: ignore[assignment]  # a field of this name, not the form's errors
        many=True, required=False, help_text="One entry for each parameter that is wrong."
    )


class ProblemSchema(AutoSchema):
    """Adds the refusals that any operation can answer with."""

    def more_refusals(self) -> dict[int, str]:
        """The refusals of this kind of address, beside those of any."""
        return {}

    def _get_response_bodies(self, direction: Direction = "response") -> Any:
        refused = {400: "A parameter is unknown or its value cannot be used.", 406: "Only JSON is offered."}
        refused[429] = "Too many requests: wait as long as Retry-After says."
        if "{" in self.path:
            refused[404] = "There is nothing public at this address."
        if self._is_list_view():
            refused[422] = "The page address in `after` is broken or out of date."
        refused |= self.more_refusals()
        problems = {
            str(code): self._get_response_for_code(  # type: ignore[no-untyped-call]
                OpenApiResponse(ProblemSerializer, description=text), str(code), [PROBLEM_TYPE], direction
            )
            for code, text in refused.items()
        }
        return {**super()._get_response_bodies(direction), **problems}


class WorkingSchema(ProblemSchema):
    """Adds the refusals of addresses at which somebody signed in works."""

    def more_refusals(self) -> dict[int, str]:
        found = {
            401: "Nobody is signed in.",
            403: "The CSRF token is missing, the scope of your token is too small, or you may not do this.",
        }
        found[503] = "A part of the service that this rests on, storage or the virus scanner, does not answer."
        if self.method != "GET":
            found[409] = _NOT_NOW
            found[411] = "The content has no length."
            found[413] = "The content is too large."
            found[422] = "The content cannot be accepted; errors names each place."
        if self.method in {"POST", "PUT", "PATCH"}:
            found[415] = "Another media type is needed."
        return found


class LaterSchema(WorkingSchema):
    """Of addresses that may be read from some stage on only."""

    def more_refusals(self) -> dict[int, str]:
        return super().more_refusals() | {409: _NOT_NOW}
