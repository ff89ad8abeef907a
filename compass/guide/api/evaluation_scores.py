"""Scoring and moderating a technology of an evaluation, and its whole-life cost, for machines."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from compass.foundation.api.schema import LaterSchema
from compass.foundation.clock import now
from compass.foundation.errors import Invalid
from compass.foundation.text import PROSE_MAX, refuse_control_characters
from compass.guide.api.own_work import OwnWork, line
from compass.guide.models import Candidate
from compass.guide.models.value import COST_PARTS, MOST_YEARS
from compass.guide.operations import value
from compass.guide.operations.schemes import MOST_QUESTIONS
from compass.guide.operations.value import Given
from compass.guide.queries import value as queries
from compass.guide.states import check_shown
from compass.guide.value.scheme import SCALE
from evidence.api.base import strict

_MONEY: Any = {"max_digits": 14, "decimal_places": 2, "min_value": Decimal(0)}
_STATED: Any = _MONEY | {"allow_null": True}


class GivenScoreSerializer(serializers.Serializer[Any]):
    """Points for one question, and the reason."""

    question = serializers.SlugField(max_length=60, help_text="Its key.")
    points = serializers.ChoiceField(choices=list(SCALE.items()))
    reason = serializers.CharField(max_length=PROSE_MAX, validators=[refuse_control_characters])


class GivenScoresSerializer(serializers.Serializer[Any]):
    """Scores of one technology; questions that are left out stay as they are."""

    scores = serializers.ListField(child=GivenScoreSerializer(), min_length=1, max_length=MOST_QUESTIONS)


class ScoreSerializer(serializers.Serializer[Any]):
    """Documents points for one question, and the reason."""

    question = serializers.CharField(help_text="Its key.")
    points = serializers.ChoiceField(choices=list(SCALE.items()))
    reason = serializers.CharField()


class ScoresSerializer(serializers.Serializer[Any]):
    """Documents the scores of one technology so far; none before the first."""

    scores = ScoreSerializer(many=True)


class GivenCostSerializer(serializers.Serializer[Any]):
    """The whole-life cost of a technology in GBP without VAT, with the reason once scoring has opened."""

    years = serializers.IntegerField(
        min_value=1, max_value=MOST_YEARS, help_text="That it covers: the years of the evaluation, as you read them."
    )
    purchase_cost = serializers.DecimalField(**_MONEY)
    implementation_cost = serializers.DecimalField(**_MONEY)
    operation_cost = serializers.DecimalField(**_MONEY)
    disposal_cost = serializers.DecimalField(**_MONEY)
    cost_source = line(help_text="Where the figures come from.")

    why = line(required=False, allow_blank=True, default="", help_text="Asked for once scoring has opened.")


class CostSerializer(serializers.Serializer[Any]):
    """Documents the whole-life cost of a technology in GBP without VAT; null before it is stated."""

    years = serializers.IntegerField(help_text="That it covers.")
    purchase_cost = serializers.DecimalField(**_STATED)
    implementation_cost = serializers.DecimalField(**_STATED)
    operation_cost = serializers.DecimalField(**_STATED)
    disposal_cost = serializers.DecimalField(**_STATED)
    cost_source = serializers.CharField(allow_blank=True)


class OfTechnology(OwnWork):
    """The scores of one technology of an evaluation."""

    def load_candidate(self) -> Candidate:
        """The technology of the address; NotFound for other people's."""
        rows = queries.candidates_of(self.person, self.kwargs["uuid"])
        found = rows.filter(innovation__slug=self.kwargs["slug"]).first()
        if found is None:
            raise NotFound("None of your evaluations has this technology.")
        return found

    def given(self, request: Request) -> dict[str, Given]:
        """The scores that were sent, by question; raises Invalid for two of one question."""
        sent = strict(GivenScoresSerializer(data=request.data), request.data)["scores"]
        for one in request.data["scores"]:
            strict(GivenScoreSerializer(data=one), one)  # for a member that there is not
        found = {one["question"]: Given(one["points"], one["reason"]) for one in sent}
        if len(found) < len(sent):
            raise Invalid("Two scores are for the same question.", field="scores")
        return found


class OwnScores(OfTechnology):
    """One's own scores of a technology."""

    @extend_schema(operation_id="evaluations_own_scores", responses=ScoresSerializer)
    def get(self, request: Request, uuid: str, slug: str) -> Response:
        """What you have given; nobody else sees it before moderation."""
        candidate = self.load_candidate()
        rows = queries.score_rows(candidate.evaluation, candidate=candidate.pk, person=self.person)
        return Response(_scores(rows))

    @extend_schema(operation_id="evaluations_score", request=GivenScoresSerializer, responses=ScoresSerializer)
    def put(self, request: Request, uuid: str, slug: str) -> Response:
        """Give or change your scores; refused (409) outside of scoring, (403) for anybody but an evaluator."""
        candidate = self.load_candidate()
        value.score_candidate(candidate=candidate, given=self.given(request), by=self.person, now=now())
        return self.get(request, uuid, slug)


class AgreedScores(OfTechnology):
    """The agreed scores of a technology."""

    schema = LaterSchema()

    @extend_schema(operation_id="evaluations_agreed_scores", responses=ScoresSerializer)
    def get(self, request: Request, uuid: str, slug: str) -> Response:
        """What was agreed; refused (409) before moderation."""
        candidate = self.load_candidate()
        check_shown(candidate.evaluation.state)
        return Response(_scores(queries.moderated_rows(candidate.evaluation, candidate=candidate.pk)))

    @extend_schema(operation_id="evaluations_moderate", request=GivenScoresSerializer, responses=ScoresSerializer)
    def put(self, request: Request, uuid: str, slug: str) -> Response:
        """Write down what was agreed; refused (409) outside of moderation, (403) for anybody but the lead."""
        candidate = self.load_candidate()
        value.moderate_candidate(candidate=candidate, given=self.given(request), by=self.person, now=now())
        return self.get(request, uuid, slug)


class StatedCost(OfTechnology):
    """The whole-life cost of a technology."""

    @extend_schema(operation_id="evaluations_cost", responses=CostSerializer)
    def get(self, request: Request, uuid: str, slug: str) -> Response:
        """As it is stated now; null for what is not."""
        candidate = self.load_candidate()
        stated = {part: getattr(candidate, part) for part in (*COST_PARTS, "cost_source")}
        return Response({"years": candidate.evaluation.years} | stated)

    @extend_schema(operation_id="evaluations_state_cost", request=GivenCostSerializer, responses=CostSerializer)
    def put(self, request: Request, uuid: str, slug: str) -> Response:
        """State it; refused (403) for anybody but the lead, (409) for other years, or once the evaluation has ended."""
        candidate = self.load_candidate()
        given = strict(GivenCostSerializer(data=request.data), request.data)
        parts = {part: given[part] for part in COST_PARTS}
        value.state_cost(
            candidate=candidate, parts=parts, years=given["years"], source=given["cost_source"], why=given["why"],
            by=self.person, now=now(),
        )  # fmt: skip
        return self.get(request, uuid, slug)


def _scores(rows: queries.Rows) -> dict[str, Any]:
    return {"scores": [{"question": row["key"], "points": row["points"], "reason": row["reason"]} for row in rows]}
