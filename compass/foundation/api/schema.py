"""How the OpenAPI document describes refusals: one problem document for every operation (RFC 9457)."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import Direction, OpenApiResponse
from rest_framework import serializers

from compass.foundation.api.problems import PROBLEM_TYPE


class FieldErrorSerializer(serializers.Serializer[Any]):
    """What is wrong with one parameter."""

    field = serializers.CharField(allow_blank=True, help_text="The parameter's name.")
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

    def _get_response_bodies(self, direction: Direction = "response") -> Any:
        refused = {400: "A parameter is unknown or its value cannot be used.", 406: "Only JSON is offered."}
        refused[429] = "Too many requests: wait as long as Retry-After says."
        if "{" in self.path:
            refused[404] = "There is nothing public at this address."
        if self._is_list_view():
            refused[422] = "The page address in `after` is broken or out of date."
        problems = {
            str(code): self._get_response_for_code(  # type: ignore[no-untyped-call]
                OpenApiResponse(ProblemSerializer, description=text), str(code), [PROBLEM_TYPE], direction
            )
            for code, text in refused.items()
        }
        return {**super()._get_response_bodies(direction), **problems}
