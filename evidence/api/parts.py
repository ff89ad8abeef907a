"""The parts of a pack for machines: one answer, the cost model."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from compass.foundation.api.problems import PROBLEM_TYPE, problem
from compass.foundation.api.schema import ProblemSerializer
from compass.foundation.clock import now
from compass.foundation.received_json import pointer
from evidence import answering, queries
from evidence.api.base import PackAddress, strict
from evidence.cost import read_cost_model
from evidence.models import Answer
from evidence.operations.answers import Outcome, answer_question
from evidence.operations.cost_model import save_cost_model
from evidence.queries.standards import asked_of

_COUNT_MAX = 2_147_483_647
_QUESTION = OpenApiParameter("question", str, OpenApiParameter.PATH, description="The question, as in the tasks.")


class AnswerSerializer(serializers.Serializer[Any]):
    """Documents one answer."""

    question = serializers.CharField()
    value = serializers.DictField(help_text="Its one form; empty when it is not answered.")
    revision = serializers.IntegerField(help_text="Counts its changes; 0 before the first. Send it back as `seen`.")
    changed_at = serializers.DateTimeField(allow_null=True)
    changed_by = serializers.CharField(allow_blank=True)


class GivenAnswerSerializer(serializers.Serializer[Any]):
    """What is answered, and what the writer had before them."""

    value = serializers.JSONField(
        allow_null=True, help_text="A whole value, or only its main part, for example “YES”. Null empties the answer."
    )
    seen = serializers.IntegerField(
        min_value=0, max_value=_COUNT_MAX, help_text="The revision that you read; 0 for none."
    )


class AnswerConflictSerializer(ProblemSerializer):
    """A problem document with both versions of an answer."""

    standing = AnswerSerializer()
    yours = serializers.DictField(help_text="What you sent: kept beside it until somebody has chosen.")


class PackAnswer(PackAddress):
    """The answer to one question."""

    @extend_schema(responses=AnswerSerializer, parameters=[_QUESTION])
    def get(self, request: Request, pk: int, question: str) -> Response:
        """The answer as it stands, empty before the first."""
        pack = self.load_pack()
        answer = queries.answer_of(pack, question)
        asked = (one.question for one in asked_of(pack) if one.kind in answering.VALUED)
        if answer is None and question not in asked:
            raise NotFound("This pack has no such question, or it is answered in another way.")
        return Response(_answer(question, answer))

    @extend_schema(
        request=GivenAnswerSerializer,
        responses={200: AnswerSerializer, (409, PROBLEM_TYPE): AnswerConflictSerializer},
        parameters=[_QUESTION],
    )
    def put(self, request: Request, pk: int, question: str) -> Response:
        """Answer one question. When a colleague changed it after `seen`, both versions are kept (409)."""
        pack = self.load_pack()
        given = strict(GivenAnswerSerializer(data=request.data), request.data)
        outcome = answer_question(
            pack=pack, question=question, given=given["value"], seen=given["seen"], by=self.person, now=now()
        )
        return _conflict(outcome) if outcome.set_aside else Response(_answer(question, outcome.answer))


def _answer(question: str, answer: Answer | None) -> dict[str, Any]:
    return {
        "question": question,
        "value": answer.value if answer else {},
        "revision": answer.revision if answer else 0,
        "changed_at": answer.changed_at if answer else None,
        "changed_by": str(answer.changed_by) if answer else "",
    }


def _conflict(outcome: Outcome) -> Response:
    answer, mine = outcome.answer, outcome.set_aside
    body = problem(
        status.HTTP_409_CONFLICT,
        f"{answer.changed_by} changed this answer after you read it. Theirs stands; yours is kept beside it.",
        next_step="Choose, and send what should stand with the revision that stands now as `seen`.",
        standing=_answer(answer.question, answer),
        yours=mine.value if mine else {},
    )
    return Response(body, status=status.HTTP_409_CONFLICT, content_type=PROBLEM_TYPE)


class CostProblemSerializer(serializers.Serializer[Any]):
    """Documents one gap of a cost model."""

    pointer = serializers.CharField(allow_blank=True, help_text="Where in the model: a JSON pointer.")
    detail = serializers.CharField()


class CostModelSerializer(serializers.Serializer[Any]):
    """Documents the cost model as far as it was typed."""

    model = serializers.DictField(help_text="In the form of urn:medtech-compass:cost-model:1.0, complete or not yet.")
    revision = serializers.IntegerField(help_text="0 before the first. Send it back with the next version.")
    complete = serializers.BooleanField()
    problems = CostProblemSerializer(many=True)


class GivenCostModelSerializer(serializers.Serializer[Any]):
    """A cost model, and the revision it was begun from."""

    model = serializers.DictField()
    revision = serializers.IntegerField(min_value=0, max_value=_COUNT_MAX)


class PackCostModel(PackAddress):
    """The cost model."""

    @extend_schema(responses=CostModelSerializer)
    def get(self, request: Request, pk: int) -> Response:
        """The cost model as it stands, with every gap by its place."""
        return Response(_cost_model(*queries.cost_model_of(self.load_pack())))

    @extend_schema(request=GivenCostModelSerializer, responses=CostModelSerializer)
    def put(self, request: Request, pk: int) -> Response:
        """Keep a cost model, complete or not yet. Refused (409) when a colleague saved after your revision."""
        pack = self.load_pack()
        given = strict(GivenCostModelSerializer(data=request.data), request.data)
        saved = save_cost_model(pack=pack, model=given["model"], revision=given["revision"], by=self.person, now=now())
        return Response(_cost_model(saved.model, saved.revision))


def _cost_model(model: dict[str, Any], revision: int) -> dict[str, Any]:
    problems = read_cost_model(model).problems
    told = [{"pointer": pointer(*one.path), "detail": one.whole} for one in problems]
    return {"model": model, "revision": revision, "complete": not told, "problems": told}
