"""Raw writes against the tables of the value workbench."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection

from compass.guide.models import Evaluator, EvaluatorScore, ModeratedScore
from tests.foundation.raw_writes import Case, assert_held, copy_of, declared
from tests.guide.value_case import ValueCase

E, Q, C, V = "guide_evaluation", "guide_criterion", "guide_candidate", "guide_evaluator"
S, M, R = "guide_evaluatorscore", "guide_moderatedscore", "guide_evaluationrecord"

ANEW = "gen_random_uuid()"

DRAFT = [
    Case("evaluation_state_known", copy_of(E, "{drafting}", key=ANEW, state="'LOST'"), ""),
    Case(f"{E}.legal_moves", f"UPDATE {E} SET state = 'MODERATION' WHERE id = {{drafting}}",
         f"UPDATE {E} SET state = 'SCORING' WHERE id = {{drafting}}"),
    Case(f"{E}.never_deleted", f"DELETE FROM {E} WHERE id = {{drafting}}", ""),
    Case("evaluation_cost_at_most_forty", f"UPDATE {E} SET cost_weight = 40.01 WHERE id = {{drafting}}", ""),
    Case("evaluation_years_in_range", f"UPDATE {E} SET years = 0 WHERE id = {{drafting}}",
         f"UPDATE {E} SET years = 30 WHERE id = {{drafting}}"),
    Case("evaluation_has_a_title", f"UPDATE {E} SET title = '  ' WHERE id = {{drafting}}",
         f"UPDATE {E} SET title = 'A' WHERE id = {{drafting}}"),
    Case("evaluation_closed_with_date", f"UPDATE {E} SET closed_at = now() WHERE id = {{drafting}}", ""),
    Case("evaluation_abandoned_with_a_reason",
         f"UPDATE {E} SET state = 'ABANDONED', abandoned_at = now() WHERE id = {{drafting}}",
         f"UPDATE {E} SET state = 'ABANDONED', abandoned_at = now(), abandoned_why = 'Money' WHERE id = {{drafting}}"),
    Case("evaluation_abandoned_with_a_reason", f"UPDATE {E} SET abandoned_why = 'Money' WHERE id = {{drafting}}", ""),
    Case(f"{E}.weights_and_technologies", f"UPDATE {E} SET cost_weight = 39 WHERE id = {{drafting}}", ""),
    Case("criterion_once", copy_of(Q, "{question}", weight="0"), copy_of(Q, "{question}", weight="0", key="'new'")),
    Case("criterion_domain_known", f"UPDATE {Q} SET domain = 'LUCK' WHERE id = {{question}}", ""),
    Case("criterion_weight_in_range", f"UPDATE {Q} SET weight = -1 WHERE id = {{question}}", ""),
    Case("criterion_has_a_text", f"UPDATE {Q} SET text = ' ' WHERE id = {{question}}",
         f"UPDATE {Q} SET text = 'Why?' WHERE id = {{question}}"),
    Case(f"{Q}.weights_add_up", f"UPDATE {Q} SET weight = weight - 1 WHERE id = {{question}}", ""),
    Case("candidate_once", copy_of(C, "{candidate}"), copy_of(C, "{candidate}", innovation_id="{third}")),
    Case("candidate_cost_whole_and_sourced", f"UPDATE {C} SET purchase_cost = 5 WHERE id = {{candidate}}",
         f"UPDATE {C} SET purchase_cost = 0, implementation_cost = 0, operation_cost = 0, disposal_cost = 0.01, "
         "cost_source = 'Offer' WHERE id = {candidate}"),
    Case("candidate_cost_whole_and_sourced",
         f"UPDATE {C} SET purchase_cost = 0, implementation_cost = 0, operation_cost = 0, disposal_cost = 0, "
         "cost_source = 'Offer' WHERE id = {candidate}", ""),
    Case("candidate_cost_whole_and_sourced",
         f"UPDATE {C} SET purchase_cost = 9, implementation_cost = 0, operation_cost = 0, disposal_cost = 0, "
         "cost_source = '' WHERE id = {candidate}", ""),
    Case(f"{C}.two_to_ten_technologies", f"DELETE FROM {C} WHERE id = {{candidate}}", ""),
    Case("evaluator_once", copy_of(V, "{evaluator}", key=ANEW),
         copy_of(V, "{evaluator}", key=ANEW, person_id="{colleague}")),
    Case("evaluator_removed_with_a_reason", f"UPDATE {V} SET removed_at = now() WHERE id = {{evaluator}}",
         f"UPDATE {V} SET removed_at = now(), removed_why = 'Ill' WHERE id = {{evaluator}}"),
    Case("evaluator_removed_with_a_reason", f"UPDATE {V} SET removed_why = 'Ill' WHERE id = {{evaluator}}", ""),
    Case(f"{V}.never_deleted", f"DELETE FROM {V} WHERE id = {{evaluator}}", ""),
    Case(f"{V}.member_of_the_organisation", copy_of(V, "{evaluator}", key=ANEW, person_id="{outsider}"), ""),
]  # fmt: skip
COSTED = ("purchase_cost = 1, implementation_cost = 0, operation_cost = 0, disposal_cost = 0, "
          "cost_source = 'Offer'")  # fmt: skip
SCORING = [
    Case(f"{C}.later_cost_with_a_reason", f"UPDATE {C} SET {COSTED} WHERE id = {{candidate}}",
         f"UPDATE {C} SET {COSTED}, cost_why = 'Late' WHERE id = {{candidate}}"),
    Case(f"{E}.closed_when_complete", f"UPDATE {E} SET state = 'MODERATION' WHERE id = {{evaluation}}",
         f"UPDATE {E} SET state = 'MODERATION', alone_why = 'Ill' WHERE id = {{evaluation}}"),
    Case(f"{E}.closed_when_complete", f"UPDATE {E} SET alone_why = 'Ill' WHERE id = {{evaluation}}",
         f"UPDATE {E} SET lead_id = {{colleague}} WHERE id = {{evaluation}}"),
    Case(f"{Q}.held_by_state", f"UPDATE {Q} SET text = 'Why?' WHERE id = {{question}}", ""),
    Case("evaluator_score_once", copy_of(S, "{score}"), ""),
    Case("evaluator_score_on_the_scale", f"UPDATE {S} SET points = 5 WHERE id = {{score}}",
         f"UPDATE {S} SET points = 0 WHERE id = {{score}}"),
    Case("evaluator_score_with_reason", f"UPDATE {S} SET reason = E' \\n' WHERE id = {{score}}",
         f"UPDATE {S} SET reason = 'Seen' WHERE id = {{score}}"),
    Case(f"{S}.never_deleted", f"DELETE FROM {S} WHERE id = {{score}}", ""),
    Case(f"{S}.of_one_evaluation", f"UPDATE {S} SET candidate_id = {{foreign}} WHERE id = {{score}}", ""),
    Case(f"{S}.of_one_evaluation", copy_of(S, "{score}", evaluator_id="{foreign_evaluator}"), ""),
]  # fmt: skip
MODERATION = [
    Case(f"{V}.held_by_state", copy_of(V, "{evaluator}", key=ANEW, person_id="{colleague}"), ""),
    Case(f"{S}.of_one_evaluation", f"UPDATE {S} SET points = 0 WHERE id = {{score}}", ""),
    Case("moderated_score_once", copy_of(M, "{agreed}"), ""),
    Case("moderated_score_on_the_scale", f"UPDATE {M} SET points = 5 WHERE id = {{agreed}}",
         f"UPDATE {M} SET points = 1 WHERE id = {{agreed}}"),
    Case("moderated_score_with_reason", f"UPDATE {M} SET reason = ' ' WHERE id = {{agreed}}", ""),
    Case(f"{M}.never_deleted", f"DELETE FROM {M} WHERE id = {{agreed}}", ""),
    Case(f"{M}.of_one_evaluation", f"UPDATE {M} SET candidate_id = {{foreign}} WHERE id = {{agreed}}", ""),
    Case(f"{E}.closed_when_complete", f"UPDATE {E} SET title = 'Other' WHERE id = {{evaluation}}", ""),
    Case(f"{E}.closed_when_complete", f"UPDATE {E} SET state = 'CLOSED', closed_at = now() WHERE id = {{evaluation}}",
         ""),
]  # fmt: skip
CLOSED = [
    Case(f"{E}.closed_when_complete", f"UPDATE {E} SET lead_id = {{colleague}} WHERE id = {{evaluation}}", ""),
    Case(f"{R}.never_changed", f"UPDATE {R} SET kept_at = now() WHERE evaluation_id = {{evaluation}}", ""),
    Case(f"{R}.never_deleted", f"DELETE FROM {R} WHERE evaluation_id = {{evaluation}}", ""),
    Case("evaluation_record_hash_is_a_hash", copy_of(R, "{record}", content_hash="'x'"), ""),
    Case(f"{E}.closed_when_complete", f"UPDATE {E} SET title = 'Other' WHERE id = {{evaluation}}", ""),
    Case(f"{C}.held_by_state", f"UPDATE {C} SET purchase_cost = 1 WHERE id = {{candidate}}", ""),
    Case(f"{M}.of_one_evaluation", f"UPDATE {M} SET points = 1 WHERE id = {{agreed}}", ""),
]  # fmt: skip

pytestmark = pytest.mark.django_db


def test_tables_hold_their_rules_before_anybody_scores():
    case, other = ValueCase(), ValueCase(technologies=3)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")  # what setting up left open
    assert_held(
        DRAFT,
        drafting=case.evaluation.pk, question=case.evaluation.criteria.earliest("position").pk,
        candidate=case.candidates[0].pk, third=other.technologies[2].pk,
        evaluator=case.evaluation.evaluators.get().pk, colleague=case.member().pk, outsider=other.lead.pk,
    )  # fmt: skip


def test_scores_stay_with_their_evaluation_and_have_reasons():
    case, other = ValueCase().move("open_scoring"), ValueCase().move("open_scoring")
    case.score(case.lead, 3, 3)
    ids = {
        "evaluation": case.evaluation.pk, "question": case.evaluation.criteria.earliest("position").pk,
        "score": EvaluatorScore.objects.filter(candidate=case.candidates[0]).earliest("id").pk,
        "foreign": other.candidates[0].pk, "foreign_evaluator": other.evaluation.evaluators.get().pk,
        "evaluator": Evaluator.objects.get(person=case.lead).pk, "colleague": case.member().pk,
        "candidate": case.candidates[0].pk,
    }  # fmt: skip
    assert_held(SCORING, **ids)
    case.move("start_moderation").moderate(3, 3)
    agreed = ModeratedScore.objects.filter(candidate=case.candidates[0]).earliest("id").pk
    assert_held(MODERATION, **ids, agreed=agreed)
    case.cost(1, 2).move("close")
    assert_held(CLOSED, **ids, agreed=agreed, record=case.evaluation.record.pk)


def test_every_rule_of_the_tables_is_tried():
    ours = {rule for rule in declared("guide") if rule.split(".")[0].startswith((E, Q, C, V, S, M))}
    names = {c.name for m in (E, Q, C, V, S, M, R) for c in _constraints(m)}
    assert {case.rule for case in (*DRAFT, *SCORING, *MODERATION, *CLOSED)} == ours | names


def _constraints(table: str):
    return next(m for m in apps.get_models() if m._meta.db_table == table)._meta.constraints
