"""What technologies would cost one organisation, for machines: its numbers and what they come to. Never public."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from compass.foundation.clock import now
from compass.foundation.errors import Refused
from compass.foundation.received_json import pointer
from compass.guide.api.own_work import OfOrganisation, line
from compass.guide.local_cost import work_out
from compass.guide.operations.local_costs import save_local_cost
from compass.guide.policies import check_runs_cost_models
from compass.guide.presenters.local_cost_files import as_json
from compass.guide.queries.catalogue import public_innovations
from compass.guide.queries.local_costs import Costed, costed, saved_of
from evidence.api.base import strict
from trusts.models import Organisation

_MODEL_HASH, _NUMBER_MAX = 64, 40


class LocalCostRowSerializer(serializers.Serializer[Any]):
    """Documents one local cost in a list."""

    innovation = serializers.CharField(help_text="Short name.")
    name = serializers.CharField()
    product_version = serializers.CharField(help_text="Whose cost model the numbers were put into.")
    numbers = serializers.DictField(child=serializers.CharField(), help_text="Own numbers by the name of the input.")
    revision = serializers.IntegerField()
    changed_at = serializers.DateTimeField()
    changed_by = serializers.CharField()


class LocalCostsSerializer(serializers.Serializer[Any]):
    """Documents the local costs of an organisation."""

    results = LocalCostRowSerializer(many=True)


class LocalCostSerializer(serializers.Serializer[Any]):
    """Documents what one technology would cost: the same as the file of the page. Money is GBP, as text."""

    innovation = serializers.CharField()
    name = serializers.CharField()
    passport_number = serializers.CharField(allow_null=True)
    model_hash = serializers.CharField(allow_null=True, help_text="Of the model that is worked out here.")
    current_model_hash = serializers.CharField(allow_null=True, help_text="Of the model that numbers are put into now.")
    model_is_current = serializers.BooleanField()
    revision = serializers.IntegerField(help_text="Of the saved numbers; 0 before the first.")
    saved_at = serializers.DateTimeField(allow_null=True)
    inputs = serializers.ListField(child=serializers.DictField(), allow_null=True, help_text="Null without a model.")
    cases = serializers.DictField(allow_null=True, help_text="Low, central and high, year by year.")


class GivenNumbersSerializer(serializers.Serializer[Any]):
    """All own numbers: what is left out goes back to the innovator's."""

    numbers = serializers.DictField(child=line(_NUMBER_MAX), help_text="By the name of the input, as text.")
    model_hash = line(_MODEL_HASH, help_text="`current_model_hash` as you read it.")
    revision = serializers.IntegerField(min_value=0, max_value=10**9, help_text="As you read it.")


class LocalCosts(OfOrganisation):
    """The technologies for which an organisation put in its numbers."""

    @extend_schema(operation_id="local_costs_list", responses=LocalCostsSerializer)
    def get(self, request: Request, ods_code: str) -> Response:
        """Every one, the newest first, with the own numbers."""
        rows = sorted(saved_of(self.organisation, self.person).values(), key=lambda row: row.changed_at, reverse=True)
        if not rows:
            check_runs_cost_models(self.person)
        told = ("name", "product_version", "numbers", "revision", "changed_at", "changed_by")
        return Response(
            {"results": [{"innovation": one.slug} | {part: getattr(one, part) for part in told} for one in rows]}
        )


class OneLocalCost(OfOrganisation):
    """What one technology would cost an organisation."""

    def load_technology(self) -> Costed:
        """The public technology of the address."""
        found = costed([self.kwargs["slug"]], self.person)
        if not found:
            check_runs_cost_models(self.person)
            raise NotFound("No public technology has this short name.")
        return found[0]

    def explain(self, refusal: Refused) -> dict[str, Any]:
        """The number that is at fault, by its place."""
        if not refusal.field:
            return {}
        where = pointer("numbers", refusal.field)
        return {"errors": [{"field": refusal.field, "pointer": where, "detail": refusal.whole}]}

    @extend_schema(operation_id="local_costs_retrieve", responses=LocalCostSerializer)
    def get(self, request: Request, ods_code: str, slug: str) -> Response:
        """The inputs with the innovator's and the own numbers, and the three cases year by year."""
        return Response(self._told(self.organisation))

    @extend_schema(operation_id="local_costs_update", request=GivenNumbersSerializer, responses=LocalCostSerializer)
    def put(self, request: Request, ods_code: str, slug: str) -> Response:
        """Save own numbers. Refused (409) when the model or the numbers changed since they were read."""
        organisation, technology = self.organisation, self.load_technology()
        given = strict(GivenNumbersSerializer(data=request.data), request.data)
        save_local_cost(
            organisation=organisation, innovation=get_object_or_404(public_innovations(), pk=technology.id),
            numbers=given["numbers"], model_hash=given["model_hash"], revision=given["revision"], by=self.person,
            now=now(),
        )  # fmt: skip
        return Response(self._told(organisation))

    def _told(self, organisation: Organisation) -> dict[str, Any]:
        technology = self.load_technology()
        saved = saved_of(organisation, self.person, [technology.id]).get(technology.id)
        worked = work_out(saved.model, saved.numbers) if saved else work_out(technology.model, {})
        return as_json(technology, saved, worked)
