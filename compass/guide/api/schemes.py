"""An organisation's own questions and weights for machines: the newest version, all earlier ones, making the next."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from compass.foundation.clock import now
from compass.guide.api.evaluation_questions import WEIGHT, WeightsSerializer
from compass.guide.api.own_work import OfOrganisation, line
from compass.guide.operations.schemes import MOST_QUESTIONS, publish_scheme
from compass.guide.queries.schemes import label_of, scheme_of, scheme_versions_of
from compass.guide.value.scheme import DOMAIN_NAMES, Question
from evidence.api.base import strict

_KEY_MAX, _VERSION_MAX = 60, 40


class SchemeVersionSerializer(serializers.Serializer[Any]):
    """Documents one version that the organisation made."""

    version = serializers.CharField()
    why = serializers.CharField(help_text="What was changed, and why.")
    made_at = serializers.DateTimeField()
    made_by = serializers.CharField()


class SchemeSerializer(WeightsSerializer):
    """Documents what the organisation's next evaluation asks, and the versions that it made, the newest first."""

    version = serializers.CharField(help_text="Of the questions here; ours until the organisation makes its own.")
    versions = SchemeVersionSerializer(many=True)


class SchemeQuestionSerializer(serializers.Serializer[Any]):
    """A question as it is asked from now on."""

    key = serializers.SlugField(max_length=_KEY_MAX, required=False, help_text="Left out for a new question.")
    domain = serializers.ChoiceField(choices=list(DOMAIN_NAMES.items()))
    text = line()
    weight = serializers.DecimalField(**WEIGHT, help_text="Percent of the whole.")


class GivenSchemeSerializer(serializers.Serializer[Any]):
    """The next version, whole: a question that is left out is not asked any more. All weights add up to 100."""

    seen = line(_VERSION_MAX, help_text="`version` as you read it.")
    cost_weight = serializers.DecimalField(**WEIGHT)
    questions = serializers.ListField(child=SchemeQuestionSerializer(), min_length=1, max_length=MOST_QUESTIONS)
    why = line(help_text="What you changed, and why. It stays with the version.")


class OneScheme(OfOrganisation):
    """The questions and weights that the evaluations of an organisation begin with."""

    @extend_schema(operation_id="schemes_retrieve", responses=SchemeSerializer)
    def get(self, request: Request, ods_code: str) -> Response:
        """The newest version, and how it came to be."""
        organisation = self.organisation
        scheme = scheme_of(organisation)
        made = [
            {"version": label_of(row.organisation, row.number), "why": row.why, "made_at": row.made_at}
            | {"made_by": str(row.made_by)}
            for row in scheme_versions_of(self.person, organisation)
        ]
        asked = [{part: getattr(one, part) for part in ("key", "domain", "text", "weight")} for one in scheme.questions]
        told = {"version": scheme.version, "cost_weight": scheme.cost_weight, "questions": asked, "versions": made}
        return Response(told)

    @extend_schema(operation_id="schemes_create", request=GivenSchemeSerializer, responses={201: SchemeSerializer})
    def post(self, request: Request, ods_code: str) -> Response:
        """Make the next version; evaluations that have begun keep their own questions.

        Refused (403) for anybody but buyers and innovation leads, (409) when a colleague made a version meanwhile.
        """
        organisation = self.organisation  # before what was sent is read: to others it is not there
        given = strict(GivenSchemeSerializer(data=request.data), request.data)
        for sent in request.data["questions"]:
            strict(SchemeQuestionSerializer(data=sent), sent)  # for a member that there is not
        publish_scheme(
            organisation=organisation, seen=given["seen"], cost_weight=given["cost_weight"],
            questions=[Question(**({"key": ""} | one)) for one in given["questions"]], why=given["why"],
            by=self.person, now=now(),
        )  # fmt: skip
        response = self.get(request, ods_code)
        response.status_code = status.HTTP_201_CREATED
        return response
