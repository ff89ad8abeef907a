"""Evaluations of the value workbench for machines: where each stands, scoring, moderation, and the record of both."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from compass.foundation.clock import now
from compass.foundation.errors import Invalid
from compass.foundation.text import PROSE_MAX, refuse_control_characters
from compass.guide.api.kept import KeptWork
from compass.guide.models import Candidate, Evaluation
from compass.guide.models.value import COST_PARTS
from compass.guide.operations import value
from compass.guide.operations.schemes import MOST_QUESTIONS
from compass.guide.operations.value import Given
from compass.guide.queries import value as queries
from compass.guide.queries.value_record import kept_or_now
from compass.guide.states import EvaluationState, check_shown
from compass.guide.value.scheme import DOMAIN_NAMES, SCALE
from evidence.api.base import strict

_MONEY: Any = {"max_digits": 14, "decimal_places": 2, "allow_null": True}


class EvaluationRowSerializer(serializers.Serializer[Any]):
    """Documents one evaluation in a list."""

    key = serializers.UUIDField()
    title = serializers.CharField()
    organisation = serializers.CharField(help_text="ODS code.")
    state = serializers.ChoiceField(choices=EvaluationState.choices)
    lead = serializers.CharField()
    started_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    abandoned_at = serializers.DateTimeField(allow_null=True)


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


class RecordContentSerializer(serializers.Serializer[Any]):
    """Documents what a record says; numbers are text, so that they stay exact."""

    schema = serializers.CharField()
    key = serializers.UUIDField()
    reference = serializers.CharField(help_text="As it stands on the printed record.")
    title = serializers.CharField()
    organisation = serializers.DictField(child=serializers.CharField(), help_text="ODS code and name.")
    state = serializers.ChoiceField(choices=EvaluationState.choices)
    scheme = serializers.DictField(child=serializers.CharField())
    years = serializers.IntegerField()
    cost_weight_percent = serializers.CharField()
    started_at = serializers.CharField()
    closed_at = serializers.CharField(allow_null=True)
    abandoned_at = serializers.CharField(allow_null=True)
    abandoned_because = serializers.CharField(allow_null=True)
    one_evaluator_because = serializers.CharField(allow_null=True, help_text="Where only one person scored.")
    currency = serializers.CharField(help_text="GBP.")
    costs_include_vat = serializers.BooleanField()
    leads = serializers.ListField(child=serializers.DictField(), help_text="Who led it, one after the other.")
    questions = serializers.ListField(child=serializers.DictField())
    technologies = serializers.ListField(child=serializers.DictField())
    evaluators = serializers.ListField(child=serializers.DictField())
    scores = serializers.ListField(
        child=serializers.DictField(), help_text="Evaluators' and agreed ones, with reasons."
    )
    changed_agreed_scores = serializers.ListField(
        child=serializers.DictField(), help_text="Agreed scores that others took the place of."
    )
    stated_costs = serializers.ListField(
        child=serializers.DictField(), help_text="Every cost as it was stated, with why once scoring had opened."
    )
    result = serializers.DictField(
        allow_null=True, help_text="Totals with places, and who is first over every weight; null while there is none."
    )


class EvaluationRecordSerializer(serializers.Serializer[Any]):
    """Documents the record: the same as the file of the page."""

    content_hash = serializers.CharField(
        allow_null=True, help_text="SHA-256 of `content` in the canonical form of RFC 8785; null before it is closed."
    )
    content = RecordContentSerializer()


class GivenScoreSerializer(serializers.Serializer[Any]):
    """Points for one question, and the reason."""

    question = serializers.SlugField(max_length=60, help_text="Its key.")
    points = serializers.ChoiceField(choices=list(SCALE.items()))
    reason = serializers.CharField(max_length=PROSE_MAX, validators=[refuse_control_characters])


class GivenScoresSerializer(serializers.Serializer[Any]):
    """Scores of one technology; questions that are left out stay as they are."""

    scores = serializers.ListField(child=GivenScoreSerializer(), min_length=1, max_length=MOST_QUESTIONS)


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
    def get(self, request: Request, uuid: str) -> Response:
        """How it is set up and how far it is."""
        one = _found(self.person, uuid)
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
    def get(self, request: Request, uuid: str) -> Response:
        """Every score with its reason; refused (409) before moderation, so that each evaluator judges alone."""
        one = _found(self.person, uuid)
        check_shown(one.state)
        content, content_hash = kept_or_now(one)
        return Response({"content_hash": content_hash or None, "content": content})


class _OfTechnology(KeptWork):
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


class OwnScores(_OfTechnology):
    """One's own scores of a technology."""

    @extend_schema(operation_id="evaluations_own_scores", responses=GivenScoresSerializer)
    def get(self, request: Request, uuid: str, slug: str) -> Response:
        """What you have given; nobody else sees it before moderation."""
        candidate = self.load_candidate()
        rows = queries.score_rows(candidate.evaluation, candidate=candidate.pk, person=self.person)
        return Response(_scores(rows))

    @extend_schema(operation_id="evaluations_score", request=GivenScoresSerializer, responses=GivenScoresSerializer)
    def put(self, request: Request, uuid: str, slug: str) -> Response:
        """Give or change your scores; refused (409) outside of scoring, (403) for anybody but an evaluator."""
        candidate = self.load_candidate()
        value.score_candidate(candidate=candidate, given=self.given(request), by=self.person, now=now())
        return self.get(request, uuid, slug)


class AgreedScores(_OfTechnology):
    """The agreed scores of a technology."""

    @extend_schema(operation_id="evaluations_agreed_scores", responses=GivenScoresSerializer)
    def get(self, request: Request, uuid: str, slug: str) -> Response:
        """What was agreed; refused (409) before moderation."""
        candidate = self.load_candidate()
        check_shown(candidate.evaluation.state)
        return Response(_scores(queries.moderated_rows(candidate.evaluation, candidate=candidate.pk)))

    @extend_schema(operation_id="evaluations_moderate", request=GivenScoresSerializer, responses=GivenScoresSerializer)
    def put(self, request: Request, uuid: str, slug: str) -> Response:
        """Write down what was agreed; refused (409) outside of moderation, (403) for anybody but the lead."""
        candidate = self.load_candidate()
        value.moderate_candidate(candidate=candidate, given=self.given(request), by=self.person, now=now())
        return self.get(request, uuid, slug)


def _scores(rows: queries.Rows) -> dict[str, Any]:
    return {"scores": [{"question": row["key"], "points": row["points"], "reason": row["reason"]} for row in rows]}


def _found(person: Any, key: str) -> Evaluation:
    found = queries.evaluations_of(person).select_related("record", "organisation__current", "lead")
    one = found.filter(key=key).first()
    if one is None:
        raise NotFound("None of your organisations has an evaluation with this key.")
    return one


def _row(one: Evaluation) -> dict[str, Any]:
    return {
        "key": one.key,
        "title": one.title,
        "organisation": one.organisation.acting.ods_code,
        "state": one.state,
        "lead": str(one.lead),
        "started_at": one.started_at,
        "closed_at": one.closed_at,
        "abandoned_at": one.abandoned_at,
    }
