"""State table of an evaluation in the value workbench."""

from __future__ import annotations

from django.db import models

from compass.foundation.errors import Refused
from compass.foundation.flows import Flow, Move


class EvaluationState(models.TextChoices):
    """Where an evaluation is."""

    DRAFTING = "DRAFTING", "Being set up"
    SCORING = "SCORING", "Being scored"
    MODERATION = "MODERATION", "In moderation"
    CLOSED = "CLOSED", "Closed"
    ABANDONED = "ABANDONED", "Abandoned"


EVALUATION = Flow(
    noun="evaluation",
    states=EvaluationState,
    initial=EvaluationState.DRAFTING,
    moves=(
        Move("open_scoring", (EvaluationState.DRAFTING,), EvaluationState.SCORING, "lead of the evaluation"),
        Move("start_moderation", (EvaluationState.SCORING,), EvaluationState.MODERATION, "lead of the evaluation"),
        Move("close", (EvaluationState.MODERATION,), EvaluationState.CLOSED, "lead of the evaluation"),
        Move(
            "abandon",
            (EvaluationState.DRAFTING, EvaluationState.SCORING, EvaluationState.MODERATION),
            EvaluationState.ABANDONED,
            "lead of the evaluation",
        ),
    ),
)

# Nothing in it changes any more.
ENDED = frozenset({EvaluationState.CLOSED.value, EvaluationState.ABANDONED.value})
# Until moderation nobody reads what others gave, so that each evaluator judges alone.
OPEN_TO_ALL = frozenset({EvaluationState.MODERATION.value, *ENDED})


def check_shown(state: str) -> None:
    """Raise Refused while scores are not shown to anybody but who gave them."""
    if state not in OPEN_TO_ALL:
        raise Refused(
            "Scores are shown from moderation on, so that each evaluator judges alone.",
            next_step="Come back when moderation has started.",
        )


FLOWS = (EVALUATION,)
