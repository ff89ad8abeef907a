"""Setting an evaluation up for machines: its questions and weights, and who scores."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from compass.foundation.clock import now
from compass.foundation.errors import Invalid
from compass.guide.api.evaluations import (
    CriterionSerializer,
    EvaluationSerializer,
    EvaluatorSerializer,
    evaluation_given,
    whole,
)
from compass.guide.api.own_work import OwnWork, line
from compass.guide.api.shortlists import ReasonSerializer
from compass.guide.models import Evaluator
from compass.guide.operations import evaluators, value
from compass.guide.operations.schemes import MOST_QUESTIONS
from compass.guide.operations.value import Weighed
from compass.guide.queries import value as queries
from evidence.api.base import strict

WEIGHT: Any = {"max_digits": 5, "decimal_places": 2, "min_value": Decimal(0), "max_value": Decimal(100)}


class GivenQuestionSerializer(serializers.Serializer[Any]):
    """A question in other words, or with another weight."""

    key = serializers.SlugField(max_length=60)
    text = line()
    weight = serializers.DecimalField(**WEIGHT, help_text="Percent of the whole.")


class GivenWeightsSerializer(serializers.Serializer[Any]):
    """Every question, and the weight of cost; all weights add up to 100."""

    cost_weight = serializers.DecimalField(**WEIGHT)
    questions = serializers.ListField(child=GivenQuestionSerializer(), min_length=1, max_length=MOST_QUESTIONS)


class WeightsSerializer(serializers.Serializer[Any]):
    """Documents the questions and weights."""

    cost_weight = serializers.DecimalField(max_digits=5, decimal_places=2)
    questions = CriterionSerializer(many=True)


class GivenEvaluatorSerializer(serializers.Serializer[Any]):
    """Who scores too."""

    email = serializers.EmailField(
        max_length=254, help_text="Of a colleague who works for no company that makes technologies."
    )


class EvaluatorsSerializer(serializers.Serializer[Any]):
    """Documents who scores."""

    results = EvaluatorSerializer(many=True)


class Questions(OwnWork):
    """The questions of an evaluation and their weights."""

    @extend_schema(operation_id="evaluations_questions", responses=WeightsSerializer)
    def get(self, request: Request, uuid: str) -> Response:
        """In their order."""
        one = evaluation_given(self.person, uuid)
        return Response({"cost_weight": one.cost_weight, "questions": queries.criterion_rows(one)})

    @extend_schema(operation_id="evaluations_weigh", request=GivenWeightsSerializer, responses=WeightsSerializer)
    def put(self, request: Request, uuid: str) -> Response:
        """Reword and weigh every question; refused (409) once scoring has opened, (403) for anybody but the lead."""
        one = evaluation_given(self.person, uuid)
        given = strict(GivenWeightsSerializer(data=request.data), request.data)
        for sent in request.data["questions"]:
            strict(GivenQuestionSerializer(data=sent), sent)  # for a member that there is not
        questions = {row["key"]: Weighed(row["text"], row["weight"]) for row in given["questions"]}
        if len(questions) < len(given["questions"]):
            raise Invalid("Two of these are the same question.", field="questions")
        value.weigh(evaluation=one, cost_weight=given["cost_weight"], questions=questions, by=self.person, now=now())
        return self.get(request, uuid)


class Evaluators(OwnWork):
    """Who scores."""

    @extend_schema(operation_id="evaluations_evaluators_list", responses=EvaluatorsSerializer)
    def get(self, request: Request, uuid: str) -> Response:
        """By name, those who were taken off too."""
        return Response({"results": whole(evaluation_given(self.person, uuid), self.person)["evaluators"]})

    @extend_schema(request=GivenEvaluatorSerializer, responses={201: EvaluationSerializer})
    def post(self, request: Request, uuid: str) -> Response:
        """Let a colleague score; refused (409) from moderation on, (403) for anybody but the lead."""
        one = evaluation_given(self.person, uuid)
        given = strict(GivenEvaluatorSerializer(data=request.data), request.data)
        evaluators.add_evaluator(evaluation=one, email=given["email"], by=self.person, now=now())
        return Response(whole(one, self.person), status=status.HTTP_201_CREATED)


class OneEvaluator(OwnWork):
    """One of those who score."""

    def known_parameters(self) -> tuple[set[str], set[str]]:
        return ({"why"} if self.request.method == "DELETE" else set()), set()

    def load_evaluator(self) -> Evaluator:
        """The evaluator of the address; NotFound for other people's."""
        one = evaluation_given(self.person, self.kwargs["uuid"])
        found = one.evaluators.select_related("person", "evaluation").filter(key=self.kwargs["evaluator"]).first()
        if found is None:
            raise NotFound("Nobody who scores this evaluation has this key.")
        return found

    @extend_schema(operation_id="evaluations_evaluator", responses=EvaluatorSerializer)
    def get(self, request: Request, uuid: str, evaluator: str) -> Response:
        """Their name, and whether they were taken off."""
        found = self.load_evaluator()
        told = {part: getattr(found, part) for part in ("key", "removed_at", "removed_why")}
        return Response({"name": str(found.person)} | told)

    @extend_schema(
        operation_id="evaluations_take_off",
        parameters=[OpenApiParameter("why", str, required=True, description="Why; it stays in the record.")],
        responses={204: None},
    )
    def delete(self, request: Request, uuid: str, evaluator: str) -> Response:
        """Take them off; the scores they gave stay in the record."""
        found = self.load_evaluator()
        why = strict(ReasonSerializer(data=request.query_params), request.query_params)["why"]
        evaluators.remove_evaluator(evaluator=found, why=why, by=self.person, now=now())
        return Response(status=status.HTTP_204_NO_CONTENT)
