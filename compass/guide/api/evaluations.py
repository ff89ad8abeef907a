"""Evaluations of the value workbench for machines: where each stands, and the record of scoring and moderation."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from compass.guide.api.kept import KeptWork
from compass.guide.models import Evaluation
from compass.guide.models.value import COST_PARTS
from compass.guide.presenters.value import exported
from compass.guide.queries import value as queries
from compass.guide.value.scheme import DOMAIN_NAMES
from compass.guide.value_states import EvaluationState, check_shown

_MONEY: Any = {"max_digits": 14, "decimal_places": 2, "allow_null": True}


class EvaluationRowSerializer(serializers.Serializer[Any]):
    """Documents one evaluation in a list."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    organisation = serializers.CharField(help_text="ODS code.")
    state = serializers.ChoiceField(choices=EvaluationState.choices)
    lead = serializers.CharField()
    started_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)


class EvaluationsSerializer(serializers.Serializer[Any]):
    """Documents the evaluations of the person's organisations."""

    results = EvaluationRowSerializer(many=True)


class CriterionSerializer(serializers.Serializer[Any]):
    """Documents one question."""

    key = serializers.CharField()
    domain = serializers.ChoiceField(choices=list(DOMAIN_NAMES.items()))
    text = serializers.CharField()
    weight = serializers.DecimalField(max_digits=5, decimal_places=2, help_text="Percent of the whole.")


class CandidateSerializer(serializers.Serializer[Any]):
    """Documents one technology with its whole-life cost in GBP without VAT; null when it is not stated."""

    innovation = serializers.CharField(help_text="Its short name.")
    name = serializers.CharField()
    maker = serializers.CharField()
    purchase_cost = serializers.DecimalField(**_MONEY)
    implementation_cost = serializers.DecimalField(**_MONEY)
    operation_cost = serializers.DecimalField(**_MONEY)
    disposal_cost = serializers.DecimalField(**_MONEY)
    cost = serializers.DecimalField(**_MONEY)
    cost_source = serializers.CharField(allow_blank=True)
    agreed_scores = serializers.IntegerField(min_value=0, help_text="How many of the questions have an agreed score.")


class EvaluatorSerializer(serializers.Serializer[Any]):
    """Documents one evaluator; one who was taken off stays."""

    name = serializers.CharField()
    removed_at = serializers.DateTimeField(allow_null=True)
    removed_why = serializers.CharField(allow_blank=True)


class EvaluationSerializer(EvaluationRowSerializer):
    """Documents one evaluation, without a score: those are in its record."""

    scheme_code = serializers.CharField()
    scheme_version = serializers.CharField()
    cost_weight = serializers.DecimalField(max_digits=5, decimal_places=2, help_text="Percent of the whole.")
    years = serializers.IntegerField(help_text="That the whole-life cost covers.")
    questions = CriterionSerializer(many=True)
    technologies = CandidateSerializer(many=True)
    evaluators = EvaluatorSerializer(many=True)


class EvaluationRecordSerializer(serializers.Serializer[Any]):
    """Documents the record: the same as the file of the page."""

    title = serializers.CharField()
    organisation = serializers.CharField(help_text="Its name.")
    state = serializers.ChoiceField(choices=EvaluationState.choices)
    scheme = serializers.DictField(child=serializers.CharField())
    years = serializers.IntegerField()
    cost_weight_percent = serializers.CharField()
    closed_at = serializers.CharField(allow_null=True)
    currency = serializers.CharField(help_text="GBP.")
    costs_include_vat = serializers.BooleanField()
    questions = serializers.ListField(child=serializers.DictField())
    technologies = serializers.ListField(child=serializers.DictField())
    evaluators = serializers.ListField(child=serializers.DictField())
    scores = serializers.ListField(
        child=serializers.DictField(), help_text="Evaluators' and agreed ones, with reasons."
    )


class Evaluations(KeptWork):
    """The evaluations of the person's organisations."""

    @extend_schema(operation_id="evaluations_list", responses=EvaluationsSerializer)
    def get(self, request: Request) -> Response:
        """The newest ones; none that compares what the person's own company makes."""
        rows = queries.evaluations_of(self.person)[: queries.MOST_LISTED]
        return Response({"results": [_row(one) for one in rows]})


class OneEvaluation(KeptWork):
    """One evaluation."""

    @extend_schema(responses=EvaluationSerializer)
    def get(self, request: Request, pk: int) -> Response:
        """How it is set up and how far it is."""
        one = _found(self.person, pk)
        agreed = queries.progress_of(one, self.person).agreed
        technologies = [
            {part: row[part] for part in (*COST_PARTS, "name", "maker", "cost", "cost_source")}
            | {"innovation": row["slug"], "agreed_scores": agreed.get(row["pk"], 0)}
            for row in queries.candidate_rows(one)
        ]
        evaluators = [
            {part: row[part] for part in ("name", "removed_at", "removed_why")} for row in queries.evaluator_rows(one)
        ]
        whole = {"questions": queries.criterion_rows(one), "technologies": technologies, "evaluators": evaluators}
        told = {part: getattr(one, part) for part in ("scheme_code", "scheme_version", "cost_weight", "years")}
        return Response(_row(one) | told | whole)


class EvaluationRecord(KeptWork):
    """The record of scoring and moderation."""

    @extend_schema(responses=EvaluationRecordSerializer)
    def get(self, request: Request, pk: int) -> Response:
        """Every score with its reason; refused (409) before moderation, so that each evaluator judges alone."""
        one = _found(self.person, pk)
        check_shown(one.state)
        return Response(exported(queries.record_of(one)))


def _found(person: Any, pk: int) -> Evaluation:
    found = queries.evaluations_of(person).filter(pk=pk).first()
    if found is None:
        raise NotFound("None of your organisations has an evaluation of this number.")
    return found


def _row(one: Evaluation) -> dict[str, Any]:
    current = one.organisation.current or one.organisation
    return {
        "id": one.pk,
        "title": one.title,
        "organisation": current.ods_code,
        "state": one.state,
        "lead": str(one.lead),
        "started_at": one.started_at,
        "closed_at": one.closed_at,
    }
