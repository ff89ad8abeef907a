"""State tables of nominations, assessments and needs."""

from __future__ import annotations

from django.db import models

from compass.foundation.flows import Flow, Move


class NominationState(models.TextChoices):
    """Where a nomination is."""

    INVITED = "INVITED", "Waiting for the innovator"
    ACCEPTED = "ACCEPTED", "Accepted by the innovator"
    DECLINED = "DECLINED", "Declined by the innovator"
    WITHDRAWN = "WITHDRAWN", "Withdrawn"


NOMINATION = Flow(
    noun="nomination",
    states=NominationState,
    initial=NominationState.INVITED,
    moves=(
        Move("accept", (NominationState.INVITED,), NominationState.ACCEPTED, "innovator"),
        Move("decline", (NominationState.INVITED,), NominationState.DECLINED, "innovator"),
        Move("withdraw", (NominationState.INVITED,), NominationState.WITHDRAWN, "nominator"),
    ),
)


class AssessmentState(models.TextChoices):
    """Where a panel's assessment is; a closed one bears the outcome."""

    OPEN = "OPEN", "In assessment"
    APPROVED = "APPROVED", "Approved"
    APPROVED_WITH_CONDITIONS = "APPROVED_WITH_CONDITIONS", "Approved with conditions"
    TRIAL_ONLY = "TRIAL_ONLY", "For trial only"
    DEFERRED = "DEFERRED", "Deferred for information"
    REJECTED = "REJECTED", "Not approved"


OUTCOMES = tuple(state for state in AssessmentState if state != AssessmentState.OPEN)
APPROVING = (AssessmentState.APPROVED, AssessmentState.APPROVED_WITH_CONDITIONS)
# While one of these stands, no panel anywhere may assess the same product version again.
STANDING = (AssessmentState.OPEN, *APPROVING)

ASSESSMENT = Flow(
    noun="assessment",
    states=AssessmentState,
    initial=AssessmentState.OPEN,
    moves=tuple(Move(f"decide_{o.lower()}", (AssessmentState.OPEN,), o, "panel chair") for o in OUTCOMES),
)


class NeedState(models.TextChoices):
    """Where a need is."""

    OPEN = "OPEN", "Open for answers"
    CLOSED = "CLOSED", "Closed"


NEED = Flow(
    noun="need",
    states=NeedState,
    initial=NeedState.OPEN,
    moves=(Move("close", (NeedState.OPEN,), NeedState.CLOSED, "nominator"),),
)

FLOWS = (NOMINATION, ASSESSMENT, NEED)
