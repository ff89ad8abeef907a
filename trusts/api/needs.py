"""Needs for machines: `/api/v1/needs/`. Public to read; by session, the people who may on the pages write here too."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django_filters import FilterSet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from compass.foundation.api.filters import ChoicesFilter, CodeFilter, TextFilter
from compass.foundation.api.schema import WorkingSchema
from compass.foundation.api.views import WRITING, RowList, Working
from compass.foundation.clock import now
from compass.foundation.errors import Invalid, NotAllowed, Refused
from compass.foundation.text import LINE_CHECKS, LINE_MAX, NAME_MAX, PROSE_MAX, refuse_control_characters
from evidence.api.base import errors_of, strict
from evidence.models import ClinicalArea
from trusts.finding_needs import having_words, of_region
from trusts.models import Need, Role
from trusts.models.needs import PATIENTS_MAX
from trusts.operations import needs as operations
from trusts.queries import answers_to, need_by_number, needs, organisations_of, technologies_to_answer_with
from trusts.states import NeedState

_CODE_MAX, _SLUG_MAX, _REVISION_MAX = 10, 120, 10**9


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
    changed_at = serializers.DateTimeField(allow_null=True, help_text="When its words were last changed; null: never.")
    revision = serializers.IntegerField(min_value=1, help_text="Send it along when you change or answer the need.")
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


class _Answers(serializers.Serializer[Any]):
    """Documents the answers to a need."""

    results = NeedAnswerSerializer(many=True)


class GivenNeedAnswerSerializer(serializers.Serializer[Any]):
    """An answer with a public technology of one's own company."""

    innovation = serializers.SlugField(max_length=_SLUG_MAX)
    sentence = serializers.CharField(max_length=LINE_MAX, validators=[*LINE_CHECKS], help_text="How it helps.")
    revision = serializers.IntegerField(min_value=1, max_value=_REVISION_MAX, help_text="Of the need, as you read it.")


class NeedWordsSerializer(serializers.Serializer[Any]):
    """What a need says."""

    title = serializers.CharField(max_length=NAME_MAX, validators=[*LINE_CHECKS])
    problem = serializers.CharField(max_length=PROSE_MAX, validators=[refuse_control_characters])
    clinical_area = serializers.ChoiceField(choices=ClinicalArea.choices)
    patients = serializers.IntegerField(min_value=1, max_value=PATIENTS_MAX, allow_null=True, required=False)
    needed_by = serializers.DateField(allow_null=True, required=False, input_formats=["%Y-%m-%d"])


class GivenNeedSerializer(NeedWordsSerializer):
    """A need to publish."""

    organisation = serializers.CharField(max_length=_CODE_MAX, help_text="ODS code of one you nominate for.")


class ChangedNeedSerializer(NeedWordsSerializer):
    """Other words for an open need; or CLOSED as its `state`, with what came of it."""

    revision = serializers.IntegerField(min_value=1, max_value=_REVISION_MAX, help_text="As you read it.")
    state = serializers.ChoiceField(choices=[NeedState.CLOSED.value], required=False)
    outcome = serializers.CharField(max_length=LINE_MAX, validators=[*LINE_CHECKS], allow_blank=True, required=False)


class NeedFilters(FilterSet):
    """By words, clinical area, state, region and organisation."""

    q = TextFilter(method="by_text", help_text="Words that all stand in its title or problem, in any form.")
    clinical_area = ChoicesFilter(choices=ClinicalArea.choices)
    state = ChoicesFilter(choices=NeedState.choices)
    region = CodeFilter(method="by_region", help_text="ODS code of the NHS region.")
    organisation = CodeFilter(field_name="organisation__ods_code", help_text="ODS code.")

    def by_text(self, rows: QuerySet[Need], _name: str, value: str) -> QuerySet[Need]:
        """As the page finds them, without those that are only like it."""
        return rows.filter(having_words(value))

    def by_region(self, rows: QuerySet[Need], _name: str, value: str) -> QuerySet[Need]:
        """Of the organisations in it, and of the region itself."""
        return rows.filter(of_region(value.upper()))


class _PublicSchema(WorkingSchema):
    """Nobody is refused who only reads."""

    def more_refusals(self) -> dict[int, str]:
        return {} if self.method == "GET" else super().more_refusals()


class _OpenToRead(Working):
    """An address that anybody reads, the same for everybody, and at which those who sign in write."""

    schema = _PublicSchema()

    @property
    def writes(self) -> bool:
        """Whether this request would change something."""
        request = getattr(self, "request", None)
        return request is not None and request.method in WRITING

    def get_authenticators(self) -> list[BaseAuthentication]:
        return super().get_authenticators() if self.writes else []

    def get_permissions(self) -> Any:
        return super().get_permissions() if self.writes else []

    def explain(self, refusal: Refused) -> dict[str, Any]:
        """Further members of the problem document: every error with its place."""
        found = errors_of(refusal, {})
        return {"errors": found} if found else {}


class Needs(_OpenToRead, RowList):
    """What organisations look for, open and closed, oldest first."""

    serializer_class = NeedSerializer
    filterset_class = NeedFilters
    key, key_field, key_kind = "id", "number", int

    def get_queryset(self) -> QuerySet[Need, Any]:
        return needs()

    @extend_schema(request=GivenNeedSerializer, responses={201: NeedDetailSerializer})
    def post(self, request: Request) -> Response:
        """Publish a need. Refused (403) for anybody but a nominator of the organisation."""
        given = strict(GivenNeedSerializer(data=request.data), request.data)
        code = given.pop("organisation").upper()
        organisation = organisations_of(self.person, Role.NOMINATOR).filter(ods_code=code).first()
        if organisation is None:
            raise NotAllowed("You nominate for no organisation with this ODS code.", field="organisation")
        need = operations.publish_need(organisation=organisation, by=self.person, now=now(), **given)
        return Response(_whole(need.pk), status=status.HTTP_201_CREATED)


class NeedDetail(_OpenToRead):
    """One need by its number."""

    @extend_schema(responses=NeedDetailSerializer)
    def get(self, request: Request, number: int) -> Response:
        """One need by its number, with its answers."""
        return Response(_whole(number))

    @extend_schema(request=ChangedNeedSerializer, responses=NeedDetailSerializer)
    def patch(self, request: Request, number: int) -> Response:
        """Change what an open need says, or close it: one at a time.

        What is left out stays. Refused (403) for other organisations, (409) when it was changed since you read it.
        """
        need = _found(number)
        given = strict(ChangedNeedSerializer(data=request.data, partial=True), request.data)
        closes = given.pop("state", None) is not None
        if closes and given.keys() <= {"outcome"}:
            operations.close_need(need=need, outcome=given.get("outcome", ""), by=self.person, now=now())
        elif closes or "outcome" in given:
            raise Invalid("Send either what changes or, to close it, its state and outcome alone.")
        elif "revision" not in given:
            raise Invalid("Send the revision that you read.", field="revision")
        else:
            words = {name: getattr(need, name) for name in operations.PARTS}
            operations.correct_need(need=need, by=self.person, now=now(), **words | given)
        return Response(_whole(number))


class NeedAnswers(_OpenToRead):
    """What innovators answered a need with."""

    @extend_schema(operation_id="needs_answers_list", responses=_Answers)
    def get(self, request: Request, number: int) -> Response:
        """The oldest first: technologies that are public still."""
        return Response({"results": answers_to(_found(number).pk)})

    @extend_schema(request=GivenNeedAnswerSerializer, responses={201: NeedDetailSerializer})
    def post(self, request: Request, number: int) -> Response:
        """Answer with a public technology of your company, once with each. It cannot be changed.

        Refused (409) when the need was changed since you read it.
        """
        need = _found(number)
        given = strict(GivenNeedAnswerSerializer(data=request.data), request.data)
        offered = {one.slug: one for one in technologies_to_answer_with(self.person, need)}
        if given["innovation"] not in offered:
            raise Invalid("None of your public technologies that can still answer has this name.", field="innovation")
        given["innovation"] = offered[given["innovation"]]
        operations.answer_need(need=need, by=self.person, now=now(), **given)
        return Response(_whole(number), status=status.HTTP_201_CREATED)


def _found(number: int) -> Need:
    try:
        return need_by_number(number)
    except Need.DoesNotExist as error:
        raise NotFound("No need has this number.") from error


def _whole(number: int) -> dict[str, Any]:
    row = needs().filter(pk=number).first()
    if row is None:
        raise NotFound("No need has this number.")
    return {**row, "answers": answers_to(number)}
