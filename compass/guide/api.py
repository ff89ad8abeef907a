"""Public technologies for machines: `/api/v1/innovations/`."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django_filters import FilterSet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from compass.foundation.api.filters import ChoicesFilter, SlugFilter, TextFilter
from compass.foundation.api.views import Reading, RowList
from compass.foundation.rows import shaped
from compass.guide.queries import LIST_FIELDS, found_by, in_status, innovation_page, public_innovations
from compass.guide.search import NO_PASSPORT
from evidence.models import ClinicalArea, Innovation, Kind
from passports.states import AdoptionState
from passports.validity import Status

STATUSES = [(status.value, status.name) for status in Status]


class InnovationSerializer(serializers.Serializer[Any]):
    """Documents one technology in a list."""

    slug = serializers.SlugField(help_text="Short name: its address here and on the pages.")
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    clinical_area = serializers.ChoiceField(choices=ClinicalArea.choices)
    summary = serializers.CharField(allow_blank=True, help_text="Empty when not stated.")
    innovator_slug = serializers.SlugField()
    innovator_name = serializers.CharField()
    is_demonstration = serializers.BooleanField(help_text="An invented company, for demonstration.")
    passport_number = serializers.CharField(allow_null=True, help_text="Null without a current passport.")
    passport_status = serializers.ChoiceField(choices=STATUSES, allow_null=True)
    passport_until = serializers.DateField(allow_null=True, help_text="Last day of validity, that day included.")
    public_fact_count = serializers.IntegerField(min_value=0)
    list_price = serializers.DecimalField(
        max_digits=12, decimal_places=2, allow_null=True, help_text="Null when not stated, which is not free of charge."
    )
    list_price_currency = serializers.ChoiceField(choices=["GBP"], allow_null=True)
    list_price_includes_vat = serializers.BooleanField(allow_null=True, help_text="False: the price is without VAT.")
    price_unit = serializers.CharField(allow_blank=True, help_text="What the price is for; empty when not stated.")
    published_at = serializers.DateTimeField()


class OpenConditionSerializer(serializers.Serializer[Any]):
    """Documents a condition that is yet to be met."""

    text = serializers.CharField()
    due_on = serializers.DateField()
    blocking = serializers.BooleanField()


class PublicFactSerializer(serializers.Serializer[Any]):
    """Documents something published elsewhere, with its source; never a decision made here."""

    statement = serializers.CharField()
    source_title = serializers.CharField()
    source_url = serializers.URLField()


class AdopterSerializer(serializers.Serializer[Any]):
    """Documents an organisation that uses the technology or is taking it up."""

    ods_code = serializers.CharField()
    name = serializers.CharField()
    region_name = serializers.CharField(allow_null=True)
    state = serializers.ChoiceField(choices=[c for c in AdoptionState.choices if c[0] != AdoptionState.ENDED])
    accepted_at = serializers.DateTimeField()


class InnovationDetailSerializer(InnovationSerializer):
    """Documents one technology with all that is public of it."""

    problem = serializers.CharField(allow_blank=True)
    description = serializers.CharField(allow_blank=True)
    innovator_website = serializers.CharField(allow_blank=True)
    passport_reasons = serializers.ListField(child=serializers.CharField(), allow_null=True)
    passport_issued_at = serializers.DateTimeField(allow_null=True)
    assessed_at = serializers.DateTimeField(allow_null=True)
    assessed_by_ods_code = serializers.CharField(allow_null=True)
    assessed_by_name = serializers.CharField(allow_null=True)
    product_version = serializers.CharField(allow_null=True, help_text="The version that was assessed.")
    content_hash = serializers.CharField(allow_null=True, help_text="SHA-256 of the frozen evidence pack.")
    adopter_count = serializers.IntegerField(min_value=0)
    passport_conditions = OpenConditionSerializer(many=True)
    public_facts = PublicFactSerializer(many=True)
    adopters = AdopterSerializer(many=True)


class InnovationFilters(FilterSet):
    """By text, kind, clinical area, passport status and innovator."""

    q = TextFilter(method="by_text", help_text="Words of the description, the innovator's name, or a passport number.")
    kind = ChoicesFilter(choices=Kind.choices)
    clinical_area = ChoicesFilter(choices=ClinicalArea.choices)
    status = ChoicesFilter(
        method="by_status",
        choices=[*STATUSES, (NO_PASSPORT, NO_PASSPORT)],
        help_text="Status of the current passport; NONE for technologies without one.",
    )
    innovator = SlugFilter(field_name="innovator__slug", help_text="The innovator's short name.")

    def by_text(self, rows: QuerySet[Innovation], _name: str, value: str) -> QuerySet[Any, Any]:
        """As on the search page, without its order."""
        return found_by(rows, value)

    def by_status(self, rows: QuerySet[Innovation], _name: str, value: list[str]) -> QuerySet[Any, Any]:
        """As on the search page."""
        return in_status(rows, tuple(value)) if value else rows


class Innovations(RowList):
    """Every public technology, by its short name."""

    serializer_class = InnovationSerializer
    filterset_class = InnovationFilters
    key = key_field = "slug"

    def get_queryset(self) -> Any:
        return shaped(public_innovations(), LIST_FIELDS)


class InnovationDetail(Reading):
    """One public technology."""

    @extend_schema(responses=InnovationDetailSerializer)
    def get(self, request: Request, slug: str) -> Response:
        """One technology with its passport, conditions, sources and adopters."""
        row = innovation_page(slug)
        if row is None:
            raise NotFound("No public technology has this short name.")
        return Response(row)
