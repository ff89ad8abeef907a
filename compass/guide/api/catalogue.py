"""Public technologies for machines: `/api/v1/innovations/` and `/api/v1/compare/`."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from compass.foundation.api.filters import ChoicesFilter, FormFilter, SlugFilter, TextFilter
from compass.foundation.api.past import ON, asked_day
from compass.foundation.api.problems import PROBLEM_TYPE
from compass.foundation.api.schema import ProblemSerializer
from compass.foundation.api.views import Reading, RowList
from compass.foundation.clock import today
from compass.foundation.rows import shaped
from compass.foundation.words import listing
from compass.guide.api.evidence import (
    CertificateSerializer,
    ClaimSerializer,
    FundingSerializer,
    GuidanceSerializer,
    PublicDocumentSerializer,
    RouteSerializer,
    StandardMetSerializer,
)
from compass.guide.api.sorting import Sorted, SortedPagination
from compass.guide.comparison import FEWEST, MOST, read_choice
from compass.guide.presenters.finding import LEGENDS, OPTIONS
from compass.guide.queries.catalogue import LIST_FIELDS, in_status, public_innovations
from compass.guide.queries.history import innovation_on
from compass.guide.queries.matching import entries, found_by, having
from compass.guide.queries.product import innovation_page
from compass.guide.queries.side_by_side import compared_in_full
from compass.guide.search import FACETS, NO_PASSPORT, OPEN
from evidence.models import Benefit, CareSetting, ClinicalArea, DeviceScheme, Innovation, Kind
from passports.states import AdoptionState
from passports.validity import Status

STATUSES = [(status.value, status.name) for status in Status]


class PictureSerializer(serializers.Serializer[Any]):
    """Documents a picture; a file is at `/pictures/<its name>.webp`, sizes are in pixels."""

    alternative = serializers.CharField(help_text="What is to be seen on it.")
    large = serializers.CharField(help_text="SHA-256 of the file, which is its name.")
    large_width = serializers.IntegerField()
    large_height = serializers.IntegerField()
    small = serializers.CharField()
    small_width = serializers.IntegerField()
    small_height = serializers.IntegerField()


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
    picture = PictureSerializer(allow_null=True, required=False, help_text="Not told of a past day.")
    list_price = serializers.DecimalField(
        max_digits=12, decimal_places=2, allow_null=True, help_text="Null when not stated, which is not free of charge."
    )
    list_price_currency = serializers.ChoiceField(choices=["GBP"], allow_null=True)
    list_price_includes_vat = serializers.BooleanField(allow_null=True, help_text="False: the price is without VAT.")
    price_unit = serializers.CharField(allow_blank=True, help_text="What the price is for; empty when not stated.")
    published_at = serializers.DateTimeField()


class DeviceIdentifierSerializer(serializers.Serializer[Any]):
    """Documents a number or category by which others know a technology."""

    scheme = serializers.ChoiceField(choices=DeviceScheme.choices)
    value = serializers.CharField(help_text="In its normal form: a GTIN has fourteen digits.")
    title = serializers.CharField(allow_null=True, help_text="Of an EMDN category; null for a number.")


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


class DescribedSerializer(serializers.Serializer[Any]):
    """Documents who wrote what is said of a technology itself (problem, price, settings and so on), and when last."""

    by_its_maker = serializers.BooleanField(help_text="False: it was taken from public sources.")
    at = serializers.DateTimeField()


class WholeSerializer(InnovationSerializer):
    """Documents all that is public of one technology itself, of its evidence and of the market for it.

    For a past day: the evidence behind the passport that stood then, and the market as it had been recorded by then.
    """

    problem = serializers.CharField(allow_blank=True)
    description = serializers.CharField(allow_blank=True)
    innovator_website = serializers.CharField(allow_blank=True)
    device_identifiers = DeviceIdentifierSerializer(many=True)
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
    claims = ClaimSerializer(many=True, help_text="Empty unless the passport can be relied on.")
    classes = serializers.DictField(
        child=serializers.CharField(),
        help_text="What the law and NICE's tiers make of it, by question; what was not answered is left out.",
    )
    certificates = CertificateSerializer(many=True)
    standards = StandardMetSerializer(many=True)
    documents = PublicDocumentSerializer(many=True)
    guidance = GuidanceSerializer(many=True)
    routes = RouteSerializer(many=True)
    funding = FundingSerializer(many=True)
    described = DescribedSerializer(allow_null=True, help_text="Null when that is not known.")
    care_settings = serializers.ListField(child=serializers.ChoiceField(choices=CareSetting.choices))
    benefits = serializers.ListField(child=serializers.ChoiceField(choices=Benefit.choices))


class OpenNoticeSerializer(serializers.Serializer[Any]):
    """Documents a safety notice that is open for the technology."""

    title = serializers.CharField()
    url = serializers.CharField(allow_blank=True)
    published_on = serializers.DateField(allow_null=True)


class ComparedSerializer(WholeSerializer):
    """Documents one technology in a comparison."""

    safety_notices = OpenNoticeSerializer(many=True)


class ComparisonSerializer(serializers.Serializer[Any]):
    """Documents a comparison."""

    results = ComparedSerializer(many=True)


class InnovationDetailSerializer(WholeSerializer):
    """Documents one technology with who uses it."""

    adopters = AdopterSerializer(many=True)


class InnovationFilters(Sorted):
    """By text and innovator, and by all that the search page filters by: kind and area here, the others below."""

    q = TextFilter(
        method="by_text", help_text="Words, all of which must be found; an innovator's name; or a passport number."
    )
    kind = ChoicesFilter(choices=Kind.choices)
    clinical_area = ChoicesFilter(choices=ClinicalArea.choices)
    status = ChoicesFilter(
        method="by_status",
        choices=[*STATUSES, (NO_PASSPORT, NO_PASSPORT)],
        help_text="Status of the current passport; NONE for technologies without one.",
    )
    innovator = SlugFilter(field_name="innovator__slug", help_text="The innovator's short name.")

    def by_text(self, rows: QuerySet[Innovation], _name: str, value: str) -> QuerySet[Any, Any]:
        """What matches all words, without the search page's order and without what it shows when nothing does."""
        return rows.filter(pk__in=found_by(entries(), value).values("pk"))

    def by_status(self, rows: QuerySet[Innovation], _name: str, value: list[str]) -> QuerySet[Any, Any]:
        """As on the search page."""
        return in_status(rows, tuple(value)) if value else rows

    def by_tag(self, rows: QuerySet[Innovation], name: str, value: str | list[str]) -> QuerySet[Any, Any]:
        """As on the search page, today; of several values any one."""
        values = [value] if isinstance(value, str) else value
        return rows.filter(pk__in=having(name, values, on=today()).values("pk")) if values else rows


def _on_the_page(name: str) -> ChoicesFilter | FormFilter:
    """A filter of the search page, whose values are codes of ours or others' by their form."""
    told = {"field_name": name, "method": "by_tag", "help_text": f"{LEGENDS[name]}, as on the search page."}
    if name in OPEN:
        return FormFilter(form=OPEN[name].pattern, **told)
    return ChoicesFilter(choices=[*OPTIONS[name].items()], **told)


InnovationFilters.base_filters |= {name: _on_the_page(name) for name in FACETS}


class Innovations(RowList):
    """Every public technology, by its short name or in an order of the search page."""

    pagination_class = SortedPagination
    serializer_class = InnovationSerializer
    filterset_class = InnovationFilters
    key = key_field = "slug"

    def get_queryset(self) -> Any:
        return shaped(public_innovations(), LIST_FIELDS)


class InnovationDetail(Reading):
    """One public technology."""

    def known_parameters(self) -> tuple[set[str], set[str]]:
        return {"on"}, set()

    @extend_schema(responses=InnovationDetailSerializer, parameters=[ON])
    def get(self, request: Request, slug: str) -> Response:
        """One technology with its passport, conditions, sources and adopters."""
        day = asked_day(request)
        row = innovation_on(slug, day) if day else innovation_page(slug)
        if row is None:
            raise NotFound("No public technology has this short name.")
        return Response(row)


class Compare(Reading):
    """Two to four public technologies side by side."""

    def known_parameters(self) -> tuple[set[str], set[str]]:
        return {"i"}, {"i"}

    @extend_schema(
        operation_id="compare_technologies",
        parameters=[
            OpenApiParameter(
                "i",
                {
                    "type": "array",
                    "items": {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$", "maxLength": 120},
                    "minItems": FEWEST,
                    "maxItems": MOST,
                    "uniqueItems": True,
                },
                required=True,
                description=f"Short names of {FEWEST} to {MOST} technologies, each once: `?i=one&i=two`.",
            )
        ],
        responses={
            200: ComparisonSerializer,
            (404, PROBLEM_TYPE): OpenApiResponse(ProblemSerializer, "One of them does not exist or is not public."),
        },
    )
    def get(self, request: Request) -> Response:
        """What the comparison page is made from, in the order asked for; nothing is scored or ranked."""
        given = request.query_params.getlist("i")
        choice = read_choice(given)
        if len(choice.slugs) < len(given):
            raise ValidationError({"i": ["Give each technology once."]})
        if choice.too_few or choice.too_many:
            raise ValidationError({"i": [f"Give {FEWEST} to {MOST} technologies. You gave {len(given)}."]})
        rows = compared_in_full(choice.slugs, most=None)
        if len(rows) < len(choice.slugs):
            found = {row["slug"] for row in rows}
            raise NotFound(f"Not found or not public: {listing([s for s in choice.slugs if s not in found])}.")
        return Response({"results": rows})
