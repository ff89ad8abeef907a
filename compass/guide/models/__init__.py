"""What the guide keeps: an organisation's own work with the catalogue."""

from compass.guide.models.local_costs import LocalCost
from compass.guide.models.value import Candidate, Criterion, Evaluation, Evaluator, EvaluatorScore, ModeratedScore
from compass.guide.models.value_triggers import 

__all__ = [
    "Candidate",
    "Criterion",
    "Evaluation",
    "Evaluator",
    "EvaluatorScore",
    "LocalCost",
    "ModeratedScore",
]
