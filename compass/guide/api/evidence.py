"""How the API documents the public evidence of a technology and the market for it (`queries.evidence`)."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from evidence.models import (
    CertificateKind,
    FundingKind,
    GuidanceState,
    Recommendation,
    RouteKind,
)
from evidence.models.claims import DESIGNS, MEASURES

_NUMBER: dict[str, Any] = {"max_digits": 18, "decimal_places": 6}
_LAST = "That day included; null when not stated."


class ClaimSerializer(serializers.Serializer[Any]):
    """Documents a benefit that the maker states, as the panel assessed it."""

    outcome = serializers.CharField()
    population = serializers.CharField()
    comparator = serializers.CharField(allow_blank=True, help_text="Empty: there was no comparison.")
    measure = serializers.ChoiceField(choices=MEASURES)
    unit = serializers.CharField(allow_blank=True)
    size = serializers.DecimalField(**_NUMBER)
    low = serializers.DecimalField(**_NUMBER, allow_null=True, help_text="Null when no interval is stated.")
    high = serializers.DecimalField(**_NUMBER, allow_null=True)
    confidence = serializers.IntegerField(help_text="Of the interval, per cent.")
    design = serializers.ChoiceField(choices=DESIGNS)
    participants = serializers.IntegerField(allow_null=True, help_text="Null when not stated.")
    follow_up_months = serializers.IntegerField(allow_null=True)
    sites = serializers.ListField(child=serializers.CharField(), help_text="ODS codes of where it was measured.")
    site_names = serializers.ListField(child=serializers.CharField())
    study_reference = serializers.CharField(
        allow_blank=True, help_text="A DOI or trial registration number; empty for none."
    )


class CertificateSerializer(serializers.Serializer[Any]):
    """Documents a certificate or registration; being registered with the MHRA is not being approved by it."""

    kind = serializers.ChoiceField(choices=CertificateKind.choices)
    issued_by = serializers.CharField()
    valid_from = serializers.DateField()
    valid_until = serializers.DateField(allow_null=True, help_text="That day included; null for one without end.")


class StandardMetSerializer(serializers.Serializer[Any]):
    """Documents a standard at its version, every mandatory requirement of which the pack met."""

    code = serializers.SlugField()
    title = serializers.CharField()
    version = serializers.CharField()
    publisher = serializers.CharField(allow_blank=True)
    source_url = serializers.CharField(allow_blank=True)
    applied = serializers.IntegerField(allow_null=True, help_text="Requirements that applied; null: not counted.")
    met = serializers.IntegerField(allow_null=True, help_text="How many of those were met.")


class PublicDocumentSerializer(serializers.Serializer[Any]):
    """Documents a public document, to be had at `/passports/<passport_number>/documents/<id>/`."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField(help_text="Bytes.")
    sha256 = serializers.CharField()
    redacted = serializers.BooleanField(help_text="Parts were taken out.")


class GuidanceSerializer(serializers.Serializer[Any]):
    """Documents what published guidance says."""

    publisher = serializers.CharField(allow_blank=True)
    reference = serializers.CharField()
    title = serializers.CharField()
    url = serializers.URLField()
    recommendation = serializers.ChoiceField(choices=Recommendation.choices)
    state = serializers.ChoiceField(choices=GuidanceState.choices)
    replaced_by = serializers.CharField(allow_null=True)
    replaced_by_url = serializers.CharField(allow_null=True)


class RouteSerializer(serializers.Serializer[Any]):
    """Documents a way to buy."""

    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=RouteKind.choices)
    organiser = serializers.CharField(allow_blank=True)
    reference = serializers.CharField(allow_blank=True)
    url = serializers.CharField(allow_blank=True)
    lot = serializers.CharField(allow_blank=True)
    source_url = serializers.CharField(allow_blank=True)
    starts_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True, help_text=_LAST)


class FundingSerializer(serializers.Serializer[Any]):
    """Documents who pays."""

    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=FundingKind.choices)
    payer = serializers.CharField()
    url = serializers.CharField(allow_blank=True)
    note = serializers.CharField(allow_blank=True)
    source_url = serializers.CharField(allow_blank=True)
    starts_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True, help_text=_LAST)
