"""State tables of submissions, passports, conditions, proposals and adoptions."""

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
        Move("issue", (SubmissionState.WAITING,), SubmissionState.ISSUED, "two national operators"),
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
        Move("suspend", (PassportState.ACTIVE,), PassportState.SUSPENDED, "national operator, ratified by another"),
        Move("reinstate", (PassportState.SUSPENDED,), PassportState.ACTIVE, "two national operators"),
        Move(
            "withdraw",
            (PassportState.ACTIVE, PassportState.SUSPENDED),
            PassportState.WITHDRAWN,
            "two national operators",
        ),
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
    moves=(
        Move(
            "discharge",
            (ConditionState.OPEN,),
            ConditionState.DISCHARGED,
            "chair of the assessing panel and national operator",
        ),
        Move(
            "extend", (ConditionState.OPEN,), ConditionState.OPEN, "chair of the assessing panel and national operator"
        ),
    ),
)


class ProposedMove(models.TextChoices):
    """What one person proposes and another confirms."""

    ISSUE = "ISSUE", "Issue the passport"
    SUSPEND = "SUSPEND", "Suspend the passport"
    REINSTATE = "REINSTATE", "Reinstate the passport"
    WITHDRAW = "WITHDRAW", "Withdraw the passport for good"
    DISCHARGE = "DISCHARGE", "Record the condition as met"
    EXTEND = "EXTEND", "Give more time for the condition"
    DISMISS = "DISMISS", "Dismiss the safety notice"
    CLOSE = "CLOSE", "Close the safety notice"


# What is proposed of a passport by one operator and confirmed by another.
PASSPORT_MOVES = (ProposedMove.SUSPEND, ProposedMove.REINSTATE, ProposedMove.WITHDRAW)
# What the chair of the assessing panel and an operator agree on, whoever proposes it.
CONDITION_MOVES = (ProposedMove.DISCHARGE, ProposedMove.EXTEND)
# What ends a suspension by a safety notice, proposed by one operator and confirmed by another.
MATCH_MOVES = (ProposedMove.DISMISS, ProposedMove.CLOSE)


class Hat(models.TextChoices):
    """In which capacity a person proposes or confirms."""

    OPERATOR = "OPERATOR", "National operator"
    CHAIR = "CHAIR", "Chair of the assessing panel"


class ProposalState(models.TextChoices):
    """Where a proposal is."""

    OPEN = "OPEN", "Waits for a second person"
    CONFIRMED = "CONFIRMED", "Confirmed"
    DECLINED = "DECLINED", "Declined"
    TAKEN_BACK = "TAKEN_BACK", "Taken back"


PROPOSAL = Flow(
    noun="proposal",
    states=ProposalState,
    initial=ProposalState.OPEN,
    moves=(
        Move("confirm", (ProposalState.OPEN,), ProposalState.CONFIRMED, "second person"),
        Move("decline", (ProposalState.OPEN,), ProposalState.DECLINED, "second person"),
        Move("take_back", (ProposalState.OPEN,), ProposalState.TAKEN_BACK, "whoever proposed it"),
    ),
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


class MatchState(models.TextChoices):
    """What became of a safety notice that seems to concern a technology."""

    WAITING = "WAITING", "Waiting for a person"
    CERTAIN = "CERTAIN", "Certain by identifier"
    CONFIRMED = "CONFIRMED", "Confirmed"
    DISMISSED = "DISMISSED", "Dismissed"
    CLOSED = "CLOSED", "Dealt with"


UNJUDGED_MATCHES = (MatchState.WAITING.value, MatchState.CERTAIN.value)
# These suspend the technology's passports.
OPEN_MATCHES = (MatchState.CERTAIN.value, MatchState.CONFIRMED.value)

NOTICE_MATCH = Flow(
    noun="safety notice match",
    states=MatchState,
    initial=MatchState.WAITING,
    moves=(
        # Found by an identifier that the notice names, at once or when the notice changes.
        Move(
            "identify", (MatchState.WAITING, MatchState.DISMISSED, MatchState.CLOSED), MatchState.CERTAIN, "the import"
        ),
        Move("look_again", (MatchState.CLOSED,), MatchState.WAITING, "the import, of a notice that changed"),
        Move("confirm", (MatchState.WAITING, MatchState.CERTAIN), MatchState.CONFIRMED, "national operator"),
        # One operator while it suspends nothing; what lifts a suspension takes two (`MATCH_MOVES`).
        Move(
            "dismiss",
            (MatchState.WAITING, MatchState.CERTAIN),
            MatchState.DISMISSED,
            "national operator, two if it suspends",
        ),
        Move("close", (MatchState.CONFIRMED,), MatchState.CLOSED, "two national operators"),
    ),
)

FLOWS = (SUBMISSION, PASSPORT, CONDITION, PROPOSAL, ADOPTION, NOTICE_MATCH)
