"""State tables of submissions, passports, conditions and adoptions."""

from __future__ import annotations

from django.db import models

from compass.foundation.flows import Flow, Move


class SubmissionState(models.TextChoices):
    """Where a trust's submission to the national operator is."""

    WAITING = "WAITING", "Waiting for the national operator"
    ISSUED = "ISSUED", "Passport issued"
    RETURNED = "RETURNED", "Returned to the trust"


SUBMISSION = Flow(
    noun="submission",
    states=SubmissionState,
    initial=SubmissionState.WAITING,
    moves=(
        Move("issue", (SubmissionState.WAITING,), SubmissionState.ISSUED, "national operator"),
        Move("return", (SubmissionState.WAITING,), SubmissionState.RETURNED, "national operator"),
        Move("submit_again", (SubmissionState.RETURNED,), SubmissionState.WAITING, "trust innovation lead"),
    ),
)


class PassportState(models.TextChoices):
    """What operators did with a passport. Its verdict, which also depends on the date, is kept beside it."""

    ACTIVE = "ACTIVE", "Active"
    SUSPENDED = "SUSPENDED", "Suspended"
    WITHDRAWN = "WITHDRAWN", "Withdrawn"
    SUPERSEDED = "SUPERSEDED", "Superseded"


PASSPORT = Flow(
    noun="passport",
    states=PassportState,
    initial=PassportState.ACTIVE,
    moves=(
        Move("suspend", (PassportState.ACTIVE,), PassportState.SUSPENDED, "national operator"),
        Move("reinstate", (PassportState.SUSPENDED,), PassportState.ACTIVE, "national operator"),
        Move("withdraw", (PassportState.ACTIVE, PassportState.SUSPENDED), PassportState.WITHDRAWN, "national operator"),
        Move(
            "supersede", (PassportState.ACTIVE, PassportState.SUSPENDED), PassportState.SUPERSEDED, "issue of the next"
        ),
    ),
)


class ConditionState(models.TextChoices):
    """Whether a passport's condition is met."""

    OPEN = "OPEN", "To be met"
    DISCHARGED = "DISCHARGED", "Met"


CONDITION = Flow(
    noun="passport condition",
    states=ConditionState,
    initial=ConditionState.OPEN,
    moves=(Move("discharge", (ConditionState.OPEN,), ConditionState.DISCHARGED, "national operator"),),
)


class AdoptionState(models.TextChoices):
    """Where an organisation's adoption is."""

    LOCAL_CHECKS = "LOCAL_CHECKS", "Local checks under way"
    LIVE = "LIVE", "In use"
    ENDED = "ENDED", "Ended"


ADOPTION = Flow(
    noun="adoption",
    states=AdoptionState,
    initial=AdoptionState.LOCAL_CHECKS,
    moves=(
        Move("go_live", (AdoptionState.LOCAL_CHECKS,), AdoptionState.LIVE, "last local check done"),
        Move("end", (AdoptionState.LOCAL_CHECKS, AdoptionState.LIVE), AdoptionState.ENDED, "adopting trust"),
    ),
)

FLOWS = (SUBMISSION, PASSPORT, CONDITION, ADOPTION)
