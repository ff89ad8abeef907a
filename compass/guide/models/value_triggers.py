"""Triggers of evaluations: what one row cannot hold by itself."""

from __future__ import annotations

from collections.abc import Iterable

import pgtrigger

from compass.guide.value.scheme import FEWEST, LEAST_EVALUATORS, LEAST_SOCIAL_VALUE, LEAST_VALUE, MOST, WHOLE


def _anything(words: Iterable[str]) -> str:
    """An array of these words, as the start value of a variable."""
    return f"text[] := '{{{','.join(words)}}}'"


def whole(name: str, operation: pgtrigger.Operation, *, of_itself: bool = False) -> pgtrigger.Trigger:
    """Hold, when the transaction ends, that the weights keep the scheme's rule and 2 to 10 technologies are compared.

    `of_itself` is for the evaluation's own table; the others name their evaluation.
    """
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=operation,
        timing=pgtrigger.Deferred,
        declare=[
            ("key", f"text := '{'id' if of_itself else 'evaluation_id'}'"),
            ("subject", "bigint"), ("value", "numeric"), ("social", "numeric"), ("cost", "numeric"),
            ("least_value", f"numeric := {LEAST_VALUE}"),
            ("least_social", f"numeric := {LEAST_SOCIAL_VALUE}"),
            ("everything", f"numeric := {WHOLE}"),
            ("fewest", f"int := {FEWEST}"),
            ("most", f"int := {MOST}"),
        ],
        func="""
            IF TG_OP = 'DELETE' THEN subject := to_jsonb(OLD) ->> key; ELSE subject := to_jsonb(NEW) ->> key; END IF;
            SELECT cost_weight INTO cost FROM guide_evaluation WHERE id = subject;
            SELECT coalesce(sum(weight), 0), coalesce(sum(weight) FILTER (WHERE domain = 'SOCIAL_VALUE'), 0)
                INTO value, social FROM guide_criterion WHERE evaluation_id = subject;
            IF value < least_value OR social < least_social OR value + cost <> everything THEN
                RAISE EXCEPTION 'the weights of evaluation % break the rule of the scheme', subject;
            END IF;
            IF (SELECT count(*) FROM guide_candidate WHERE evaluation_id = subject) NOT BETWEEN fewest AND most THEN
                RAISE EXCEPTION 'evaluation % compares too few or too many technologies', subject;
            END IF;
            RETURN NULL;
        """,
    )  # fmt: skip


def held_while(*states: str) -> pgtrigger.Trigger:
    """Refuse any change of a part of an evaluation that is in another state, or that moves to another evaluation."""
    return pgtrigger.Trigger(
        name="held_by_state",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("subject", "bigint"), ("allowed", _anything(states))],
        func="""
            IF TG_OP = 'DELETE' THEN subject := OLD.evaluation_id; ELSE subject := NEW.evaluation_id; END IF;
            IF TG_OP = 'UPDATE' AND OLD.evaluation_id <> NEW.evaluation_id THEN
                RAISE EXCEPTION 'a part of an evaluation stays in it';
            END IF;
            PERFORM 1 FROM guide_evaluation WHERE id = subject AND state = ANY (allowed) FOR SHARE;
            IF NOT FOUND THEN RAISE EXCEPTION 'evaluation % is past that', subject; END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


def later_cost_with_a_reason() -> pgtrigger.Trigger:
    """Hold that a cost which changes after scoring has opened says why, and that none is taken back then."""
    return pgtrigger.Trigger(
        name="later_cost_with_a_reason",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func="""
            IF (OLD.purchase_cost, OLD.implementation_cost, OLD.operation_cost, OLD.disposal_cost, OLD.cost_source)
                IS DISTINCT FROM
                (NEW.purchase_cost, NEW.implementation_cost, NEW.operation_cost, NEW.disposal_cost, NEW.cost_source)
                AND (NEW.cost_why !~ '\\S' OR NEW.purchase_cost IS NULL)
                AND EXISTS (SELECT 1 FROM guide_evaluation WHERE id = NEW.evaluation_id AND state <> 'DRAFTING')
            THEN RAISE EXCEPTION 'a cost that changes after scoring has opened says why'; END IF;
            RETURN NEW;
        """,
    )


def of_one_evaluation(while_in: str, *, by_evaluator: bool) -> pgtrigger.Trigger:
    """Hold that a score's question, technology (and evaluator) are of one evaluation, which is in this state."""
    return pgtrigger.Trigger(
        name="of_one_evaluation",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        declare=[
            ("found", "bigint"),
            ("allowed", _anything([while_in])),
            ("by_evaluator", f"boolean := {by_evaluator}"),
        ],
        func="""
            IF TG_OP = 'UPDATE' AND
                (OLD.candidate_id, OLD.criterion_id) IS DISTINCT FROM (NEW.candidate_id, NEW.criterion_id)
            THEN RAISE EXCEPTION 'a score stays where it was given'; END IF;
            SELECT e.id INTO found FROM guide_candidate AS c
                JOIN guide_evaluation AS e ON e.id = c.evaluation_id
                JOIN guide_criterion AS q ON q.evaluation_id = e.id AND q.id = NEW.criterion_id
                WHERE c.id = NEW.candidate_id AND e.state = ANY (allowed) FOR SHARE OF e;
            IF found IS NULL OR by_evaluator AND NOT EXISTS (
                SELECT 1 FROM guide_evaluator
                WHERE evaluation_id = found AND id = (to_jsonb(NEW) ->> 'evaluator_id')::bigint
                    AND removed_at IS NULL
            ) THEN RAISE EXCEPTION 'the evaluation is not open for this'; END IF;
            RETURN NEW;
        """,
    )


def closed_when_complete() -> pgtrigger.Trigger:
    """Hold that an evaluation which has ended never changes, that after drafting only its state and its lead do, that
    moderation begins with two evaluators or a reason, and that it closes with all agreed and every cost stated."""
    return pgtrigger.Trigger(
        name="closed_when_complete",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        declare=[
            ("moving", _anything(["state", "closed_at", "lead_id", "alone_why", "abandoned_at", "abandoned_why"])),
            ("fewest", f"int := {LEAST_EVALUATORS}"),
        ],
        func="""
            IF OLD.state IN ('CLOSED', 'ABANDONED') THEN
                RAISE EXCEPTION 'an evaluation that has ended never changes';
            END IF;
            IF OLD.state <> 'DRAFTING' AND to_jsonb(OLD) - moving <> to_jsonb(NEW) - moving
            THEN RAISE EXCEPTION 'an evaluation is set up before it is scored'; END IF;
            IF NEW.alone_why <> OLD.alone_why AND NOT (OLD.state = 'SCORING' AND NEW.state = 'MODERATION')
            THEN RAISE EXCEPTION 'why one evaluator is enough is said when moderation begins'; END IF;
            IF OLD.state = 'SCORING' AND NEW.state = 'MODERATION' AND NEW.alone_why !~ '\\S' AND (
                SELECT count(*) FROM guide_evaluator WHERE evaluation_id = NEW.id AND removed_at IS NULL
            ) < fewest THEN RAISE EXCEPTION 'moderation needs two evaluators, or why one is enough'; END IF;
            IF NEW.state = 'CLOSED' AND EXISTS (
                SELECT 1 FROM guide_candidate AS c
                JOIN guide_criterion AS q ON q.evaluation_id = c.evaluation_id
                LEFT JOIN guide_moderatedscore AS m ON m.candidate_id = c.id AND m.criterion_id = q.id
                WHERE c.evaluation_id = NEW.id AND (m.id IS NULL OR c.purchase_cost IS NULL)
            ) THEN RAISE EXCEPTION 'an evaluation closes when everything is scored and costed'; END IF;
            RETURN NEW;
        """,
    )
