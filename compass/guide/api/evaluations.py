"""Evaluations of the value workbench for machines: starting one, where each stands, its stages, and the record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from compass.foundation.api.schema import LaterSchema
from compass.foundation.clock import now
from compass.foundation.errors import Invalid
from compass.foundation.text import NAME_MAX
from compass.guide.api.own_work import CODE_MAX, SLUG_MAX, OwnWork, line
from compass.guide.models import Evaluation
from compass.guide.models.value import COST_PARTS, MOST_YEARS
from compass.guide.operations import value, value_leads
from compass.guide.queries import value as queries
from compass.guide.queries.schemes import scheme_of
from compass.guide.queries.shortlists import public_by_slug
from compass.guide.queries.value_record import kept_or_now
from compass.guide.states import EvaluationState, check_shown
from compass.guide.value.scheme import DOMAIN_NAMES, MOST
from evidence.api.base import strict
from evidence.models import Innovation

_MONEY: Any = {"max_digits": 14, "decimal_places": 2, "allow_null": True}
# The move that leads to each state, by the name it has on the pages.
_MOVES = {"SCORING": "open_scoring", "MODERATION": "start_moderation", "CLOSED": "close", "ABANDONED": "abandon"}


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

    key = serializers.UUIDField()
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


class PurchaseSerializer(serializers.Serializer[Any]):
    """What is bought, over how many years, and which technologies are compared."""

    title = line(NAME_MAX)
    years = serializers.IntegerField(min_value=1, max_value=MOST_YEARS)
    innovations = serializers.ListField(child=line(SLUG_MAX), min_length=1, max_length=MOST, help_text="Short names.")


class GivenEvaluationSerializer(PurchaseSerializer):
    """An evaluation to start."""

    organisation = line(CODE_MAX, help_text="ODS code of one you buy or lead innovation for.")


class ChangedEvaluationSerializer(PurchaseSerializer):
    """What is set up, while nobody scores; or the next `state`; or another lead: one of the three."""

    state = serializers.ChoiceField(choices=sorted(_MOVES))
    why = line(help_text="For ABANDONED: why. For MODERATION with one evaluator alone: why that is enough.")
    lead = serializers.EmailField(max_length=254, help_text="Of a colleague; your own, to take over from who has left.")


class Evaluations(OwnWork):
    """The evaluations of the person's organisations."""

    @extend_schema(operation_id="evaluations_list", responses=EvaluationsSerializer)
    def get(self, request: Request) -> Response:
        """The newest ones; none for people of a company that makes technologies."""
        rows = queries.evaluations_of(self.person)[: queries.MOST_LISTED]
        return Response({"results": [_row(one) for one in rows]})

    @extend_schema(request=GivenEvaluationSerializer, responses={201: EvaluationSerializer})
    def post(self, request: Request) -> Response:
        """Start one, with the questions and weights of the organisation; you lead and score it."""
        given = strict(GivenEvaluationSerializer(data=request.data), request.data)
        organisation = self.organisation_given(given["organisation"])
        made = value.start_evaluation(
            organisation=organisation, title=given["title"], years=given["years"], scheme=scheme_of(organisation),
            innovations=_technologies(given["innovations"]), by=self.person, now=now(),
        )  # fmt: skip
        return Response(
            whole(evaluation_given(self.person, str(made.key)), self.person), status=status.HTTP_201_CREATED
        )


class OneEvaluation(OwnWork):
    """One evaluation."""

    @extend_schema(responses=EvaluationSerializer)
    def get(self, request: Request, uuid: str) -> Response:
        """How it is set up and how far it is."""
        return Response(whole(evaluation_given(self.person, uuid), self.person))

    @extend_schema(request=ChangedEvaluationSerializer, responses=EvaluationSerializer)
    def patch(self, request: Request, uuid: str) -> Response:
        """Change what is set up, take it to its next state, or give it another lead: one at a time, by its lead.

        Refused (403) for anybody else, (409) while something is missing for the state; the problem says what.
        """
        one = evaluation_given(self.person, uuid)
        given = strict(ChangedEvaluationSerializer(data=request.data, partial=True), request.data)
        act = {"evaluation": one, "by": self.person, "now": now()}
        if given and given.keys() <= PurchaseSerializer().fields.keys():
            there = [row.innovation for row in queries.candidates_of(self.person, one.key)]
            slugs = given.get("innovations", [row.slug for row in there])
            value_leads.change_purchase(
                title=given.get("title", one.title), years=given.get("years", one.years),
                innovations=_technologies(slugs, there), seen=value_leads.set_up_of(one), **act,
            )  # fmt: skip
        elif "state" in given and given.keys() <= {"state", "why"}:
            if given["state"] == EvaluationState.ABANDONED:
                value_leads.abandon(why=given.get("why", ""), **act)
            else:
                value.move_on(move=_MOVES[given["state"]], alone_why=given.get("why", ""), **act)
        elif given.keys() == {"lead"}:
            if given["lead"].lower() == self.person.email and one.lead_id != self.person.pk:
                value_leads.take_over(**act)
            else:
                value_leads.hand_over(email=given["lead"], **act)
        else:
            raise Invalid("Send what is set up, or a state with its reason, or a lead: one of the three.")
        return Response(whole(evaluation_given(self.person, uuid), self.person))


class EvaluationRecord(OwnWork):
    """The record of scoring and moderation."""

    schema = LaterSchema()

    @extend_schema(responses=EvaluationRecordSerializer)
    def get(self, request: Request, uuid: str) -> Response:
        """Every score with its reason; refused (409) before moderation, so that each evaluator judges alone."""
        one = evaluation_given(self.person, uuid)
        check_shown(one.state)
        content, content_hash = kept_or_now(one)
        return Response({"content_hash": content_hash or None, "content": content})


def evaluation_given(person: Any, key: str) -> Evaluation:
    """The evaluation with this key, if the person may see it; raises NotFound."""
    found = queries.evaluations_of(person).select_related("record", "organisation__current", "lead")
    one = found.filter(key=key).first()
    if one is None:
        raise NotFound("None of your organisations has an evaluation with this key.")
    return one


def _technologies(slugs: list[str], there: Sequence[Innovation] = ()) -> list[Innovation]:
    """The technologies of these short names, public or compared already; raises Invalid for the first that is none."""
    found = {one.slug: one for one in [*there, *public_by_slug(slugs)]}
    missing = [slug for slug in slugs if slug not in found]
    if missing:
        raise Invalid(f"No public technology has the short name {missing[0]}.", field="innovations")
    return [found[slug] for slug in slugs]


def whole(one: Evaluation, person: Any) -> dict[str, Any]:
    """One evaluation as documented."""
    agreed = queries.progress_of(one, person).agreed
    technologies = [
        {part: row[part] for part in (*COST_PARTS, "name", "maker", "cost", "cost_source")}
        | {"innovation": row["slug"], "agreed_scores": agreed.get(row["pk"], 0)}
        for row in queries.candidate_rows(one)
    ]
    shown = ("key", "name", "removed_at", "removed_why")
    evaluators = [{part: row[part] for part in shown} for row in queries.evaluator_rows(one)]
    whole = {"questions": queries.criterion_rows(one), "technologies": technologies, "evaluators": evaluators}
    told = {part: getattr(one, part) for part in ("scheme_code", "scheme_version", "cost_weight", "years")}
    return _row(one) | told | whole


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
