"""Needs for machines: `/api/v1/needs/`. Public."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django_filters import FilterSet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from compass.foundation.api.filters import ChoicesFilter, CodeFilter
from compass.foundation.api.views import Reading, RowList
from evidence.models import ClinicalArea
from trusts.models import Need
from trusts.queries import answers_to, needs
from trusts.states import NeedState


class NeedSerializer(serializers.Serializer[Any]):
    """Documents one need."""

    number = serializers.IntegerField()
    title = serializers.CharField()
    problem = serializers.CharField()
    clinical_area = serializers.ChoiceField(choices=ClinicalArea.choices)
    patients = serializers.IntegerField(allow_null=True, help_text="A year, at the organisation; null when not stated.")
    needed_by = serializers.DateField(allow_null=True)
    state = serializers.ChoiceField(choices=NeedState.choices)
    published_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.CharField(allow_blank=True, help_text="What came of it; empty while open or not stated.")
    organisation_ods_code = serializers.CharField()
    organisation_name = serializers.CharField()
    answer_count = serializers.IntegerField(min_value=0)


class NeedAnswerSerializer(serializers.Serializer[Any]):
    """Documents a technology with which its innovator answered a need."""

    slug = serializers.SlugField(help_text="Its address at /api/v1/innovations/.")
    name = serializers.CharField()
    summary = serializers.CharField(allow_blank=True)
    innovator_name = serializers.CharField()
    is_demonstration = serializers.BooleanField()
    sentence = serializers.CharField(help_text="How it helps, in the innovator's words; nobody checked them.")
    answered_at = serializers.DateTimeField()


class NeedDetailSerializer(NeedSerializer):
    """Documents one need with its answers."""

    answers = NeedAnswerSerializer(many=True)


class NeedFilters(FilterSet):
    """By clinical area, state and organisation."""

    clinical_area = ChoicesFilter(choices=ClinicalArea.choices)
    state = ChoicesFilter(choices=NeedState.choices)
    organisation = CodeFilter(field_name="organisation__ods_code", help_text="ODS code.")


class Needs(RowList):
    """What organisations look for, open and closed, oldest first."""

    serializer_class = NeedSerializer
    filterset_class = NeedFilters
    key, key_field, key_kind = "id", "number", int

    def get_queryset(self) -> QuerySet[Need, Any]:
        return needs()


class NeedDetail(Reading):
    """One need by its number."""

    @extend_schema(responses=NeedDetailSerializer)
    def get(self, request: Request, number: int) -> Response:
        """One need by its number, with its answers."""
        row = needs().filter(pk=number).first()
        if row is None:
            raise NotFound("No need has this number.")
        return Response(row | {"answers": answers_to(number)})
