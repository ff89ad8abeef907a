"""What the guide keeps: an organisation's own work with the catalogue."""

from compass.guide.models.entries import SearchEntry
from compass.guide.models.frozen_searches import FrozenSearch
from compass.guide.models.local_costs import LocalCost
from compass.guide.models.saved_searches import SavedMatch, SavedSearch, WatchCursor
from compass.guide.models.schemes import SchemeVersion
from compass.guide.models.shortlists import Shortlist, Shortlisted, ShortlistNote, Vote, VoteChoice
from compass.guide.models.value import (
    Candidate,
    Criterion,
    Evaluation,
    EvaluationRecord,
    Evaluator,
    EvaluatorScore,
    ModeratedScore,
)

__all__ = [
    "Candidate",
    "Criterion",
    "Evaluation",
    "EvaluationRecord",
    "Evaluator",
    "EvaluatorScore",
    "FrozenSearch",
    "LocalCost",
    "ModeratedScore",
    "SavedMatch",
    "SavedSearch",
    "SchemeVersion",
    "SearchEntry",
    "Shortlist",
    "ShortlistNote",
    "Shortlisted",
    "Vote",
    "VoteChoice",
    "WatchCursor",
]
