"""Innovator Passports for machines: `/api/v1/passports/`."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django_filters import FilterSet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from compass.foundation.api.filters import ChoicesFilter, CodeFilter, DayFilter, SlugFilter
from compass.foundation.api.past import ON, asked_day
from compass.foundation.api.views import Reading, RowList
from compass.foundation.rows import shaped
from evidence.models import CertificateKind
from evidence.queries.certificates import certificates_stated
from passports.models import NoticeSource, Passport
from passports.numbers import problem_with, read_number
from passports.queries.conditions import condition_rows, conditions_of
from passports.queries.history import passport_on, stated_on
from passports.queries.passports import PUBLIC_FIELDS, public_passports
from passports.queries.safety import open_notices_stated
from passports.states import ConditionState
from passports.validity import Status

FIELDS = {**PUBLIC_FIELDS, "next_change_on": "next_change_on"}
STATUSES = [(status.value, status.name) for status in Status]


class PassportSerializer(serializers.Serializer[Any]):
    """Documents one passport."""

    number = serializers.CharField(help_text="MTC-0000-0000-000X: eleven digits and an ISO 7064 MOD 11-2 character.")
    status = serializers.ChoiceField(choices=STATUSES)
    until = serializers.DateField(help_text="The last day of validity as things stand, that day included (London).")
    reasons = serializers.ListField(child=serializers.CharField(), help_text="Why the status is what it is.")
    next_change_on = serializers.DateField(
        allow_null=True,
        help_text="The day on which this next changes as things stand (London). Null for never, and always with `on`.",
    )
    issued_at = serializers.DateTimeField()
    life_ends_on = serializers.DateField()
    is_current = serializers.BooleanField(help_text="Whether it is of the newest assessed version of the technology.")
    innovation_slug = serializers.SlugField()
    innovation_name = serializers.CharField()
    innovator_name = serializers.CharField()
    product_version = serializers.CharField()
    content_hash = serializers.CharField(help_text="SHA-256 of the frozen evidence pack's canonical JSON (RFC 8785).")
    assessed_by_ods_code = serializers.CharField()
    assessed_by_name = serializers.CharField()


class PassportConditionSerializer(serializers.Serializer[Any]):
    """Documents one condition of a passport."""

    text = serializers.CharField()
    due_on = serializers.DateField(help_text="That day included (London).")
    blocking = serializers.BooleanField(help_text="Whether the passport is suspended when the condition is overdue.")
    state = serializers.ChoiceField(choices=ConditionState.choices)


class PassportCertificateSerializer(serializers.Serializer[Any]):
    """Documents one certificate that the passport rests on, as it counts; a confirmed renewal stands in its place."""

    kind = serializers.ChoiceField(choices=CertificateKind.choices)
    number = serializers.CharField()
    issued_by = serializers.CharField()
    valid_from = serializers.DateField()
    ends_on = serializers.DateField(
        allow_null=True, help_text="Its last day, that day included (London); null for no end."
    )


class PassportNoticeSerializer(serializers.Serializer[Any]):
    """Documents one safety notice that is open for the technology."""

    title = serializers.CharField()
    url = serializers.URLField()
    published_by = serializers.ChoiceField(choices=NoticeSource.choices)
    published_on = serializers.DateField(allow_null=True)
    confirmed = serializers.BooleanField(help_text="Confirmed by the national operator; else certain by identifier.")
    changed_since = serializers.BooleanField(
        help_text="Only with `on`: the publisher changed the notice after that day; told is how it read then."
    )


class PassportDetailSerializer(PassportSerializer):
    """Documents one passport with its conditions."""

    until = serializers.DateField(
        allow_null=True,
        help_text="The last day of validity as things stood, that day included (London). Null only with `on`, of days "
        "for which it was not recorded.",
    )
    conditions = PassportConditionSerializer(many=True)
    certificates = PassportCertificateSerializer(many=True)
    safety_notices = PassportNoticeSerializer(many=True, help_text="The open ones; each suspends the passport.")


class PassportFilters(FilterSet):
    """By verdict, assessing organisation, technology and last day of validity."""

    status = ChoicesFilter(choices=STATUSES)
    assessed_by = CodeFilter(field_name="assessed_by__ods_code", help_text="ODS code of the assessing organisation.")
    innovation = SlugFilter(field_name="innovation__slug", help_text="The technology's short name.")
    until_before = DayFilter(field_name="until", lookup_expr="lt", help_text="The last valid day is before this day.")
    until_after = DayFilter(field_name="until", lookup_expr="gt", help_text="The last valid day is after this day.")


def _public() -> QuerySet[Passport]:
    """The passports of published technologies: the first passport publishes its technology, so all of them."""
    return public_passports().filter(innovation__published_at__isnull=False)


class Passports(RowList):
    """Every passport ever issued, with its verdict of today, by number."""

    serializer_class = PassportSerializer
    filterset_class = PassportFilters
    key = key_field = "number"

    def get_queryset(self) -> Any:
        return shaped(_public(), FIELDS)


class PassportDetail(Reading):
    """One passport by its number."""

    def known_parameters(self) -> tuple[set[str], set[str]]:
        return {"on"}, set()

    @extend_schema(
        responses=PassportDetailSerializer,
        parameters=[
            OpenApiParameter(
                "number",
                str,
                OpenApiParameter.PATH,
                description="In any typed form: case, spaces and hyphens are free.",
            ),
            ON,
        ],
    )
    def get(self, request: Request, number: str) -> Response:
        """One passport by its number, with its conditions, certificates and open safety notices."""
        printed = read_number(number)
        if printed is None:
            raise NotFound(problem_with(number))
        passport, day = _public().filter(number=printed), asked_day(request)
        row = passport_on(passport, day) if day else shaped(passport, {**FIELDS, "pack_id": "pack_id"}).first()
        if row is None:
            raise NotFound(f"No passport has the number {printed}.")
        if day is not None:
            row |= {"next_change_on": None, **stated_on(passport, day)}
        else:
            row |= {
                "conditions": condition_rows(conditions_of(printed)),
                "certificates": certificates_stated(row.pop("pack_id")),
                "safety_notices": open_notices_stated(row["innovation_slug"]),
            }
        return Response(row)
