"""NHS organisations for machines: `/api/v1/organisations/`."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django_filters import FilterSet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from compass.foundation.api.filters import ChoicesFilter, CodeFilter, TextFilter, YesNoFilter
from compass.foundation.api.views import Reading, RowList
from compass.foundation.rows import Fields, shaped
from trusts.models import Organisation, OrganisationKind
from trusts.queries import public_organisations

PUBLIC_FIELDS: Fields = {
    "ods_code": "ods_code",
    "kind": "kind",
    "name": "name",
    "town": "town",
    "postcode": "postcode",
    "opened_on": "opened_on",
    "closed_on": "closed_on",
    "region_ods_code": "region__ods_code",
    "region_name": "region__name",
    "icb_ods_code": "icb__ods_code",
    "icb_name": "icb__name",
    "current_ods_code": "current__ods_code",
}


class OrganisationSerializer(serializers.Serializer[Any]):
    """Documents one organisation."""

    ods_code = serializers.CharField(help_text="ODS code: never re-used, only closed.")
    kind = serializers.ChoiceField(choices=OrganisationKind.choices)
    name = serializers.CharField()
    town = serializers.CharField(allow_blank=True)
    postcode = serializers.CharField(allow_blank=True)
    opened_on = serializers.DateField(allow_null=True)
    closed_on = serializers.DateField(allow_null=True, help_text="Last day; null while open.")
    region_ods_code = serializers.CharField(allow_null=True)
    region_name = serializers.CharField(allow_null=True)
    icb_ods_code = serializers.CharField(allow_null=True)
    icb_name = serializers.CharField(allow_null=True)
    current_ods_code = serializers.CharField(
        allow_null=True, help_text="The open organisation that carries this one on: itself while open."
    )


class OrganisationFilters(FilterSet):
    """By kind, region, open or closed, and text."""

    kind = ChoicesFilter(choices=OrganisationKind.choices)
    region = CodeFilter(field_name="region__ods_code", help_text="ODS code of the NHS region.")
    open = YesNoFilter(method="by_open", help_text="true: open organisations only; false: closed ones only.")
    q = TextFilter(method="by_text", help_text="Part of the name, or an ODS code.")

    def by_open(self, rows: QuerySet[Organisation], _name: str, value: bool) -> QuerySet[Organisation]:
        """Open means that no last day is recorded."""
        return rows.filter(closed_on__isnull=value)

    def by_text(self, rows: QuerySet[Organisation], _name: str, value: str) -> QuerySet[Organisation]:
        """Part of the name, or the whole code."""
        return rows.filter(Q(name__icontains=value) | Q(ods_code=value.upper()))


class Organisations(RowList):
    """Trusts, integrated care boards and regions, closed ones too, by ODS code."""

    serializer_class = OrganisationSerializer
    filterset_class = OrganisationFilters
    key = key_field = "ods_code"

    def get_queryset(self) -> Any:
        return shaped(public_organisations(), PUBLIC_FIELDS)


class OrganisationDetail(Reading):
    """One organisation by its ODS code."""

    @extend_schema(responses=OrganisationSerializer)
    def get(self, request: Request, ods_code: str) -> Response:
        """One organisation by its ODS code."""
        row = shaped(public_organisations().filter(ods_code=ods_code.upper()), PUBLIC_FIELDS).first()
        if row is None:
            raise NotFound("No organisation here has this ODS code.")
        return Response(row)
