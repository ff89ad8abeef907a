"""State table of an evaluation in the value workbench."""

from __future__ import annotations

from django.db import models

from compass.foundation.flows import Flow, Move


class EvaluationState(models.TextChoices):
    """Where an evaluation is."""

    DRAFTING = "DRAFTING", "Being set up"
    SCORING = "SCORING", "Being scored"
    MODERATION = "MODERATION", "In moderation"
    CLOSED = "CLOSED", "Closed"


EVALUATION = Flow(
    noun="evaluation",
    states=EvaluationState,
    initial=EvaluationState.DRAFTING,
    moves=(
        Move("open_scoring", (EvaluationState.DRAFTING,), EvaluationState.SCORING, "lead of the evaluation"),
        Move("start_moderation", (EvaluationState.SCORING,), EvaluationState.MODERATION, "lead of the evaluation"),
        Move("close", (EvaluationState.MODERATION,), EvaluationState.CLOSED, "lead of the evaluation"),
    ),
)

FLOWS = (EVALUATION,)
