"""State tables of the innovator's workplace."""

from __future__ import annotations

from django.db import models

from compass.foundation.flows import Flow, Move


class PackState(models.TextChoices):
    """Where an evidence pack is."""

    DRAFT = "DRAFT", "In draft"
    FROZEN = "FROZEN", "Submitted and frozen"


PACK = Flow(
    noun="evidence pack",
    states=PackState,
    initial=PackState.DRAFT,
    moves=(Move("submit", (PackState.DRAFT,), PackState.FROZEN, "innovator"),),
)


class DocumentState(models.TextChoices):
    """Whether a document may be handed out. Nobody gets one that is not clean, its owner included."""

    QUARANTINED = "QUARANTINED", "Being checked for viruses"
    CLEAN = "CLEAN", "Checked"
    INFECTED = "INFECTED", "Infected"


DOCUMENT = Flow(
    noun="document",
    states=DocumentState,
    initial=DocumentState.QUARANTINED,
    moves=(
        # A cleared document is scanned again now and then, and stays clean, or is found infected after all.
        Move("clear", (DocumentState.QUARANTINED, DocumentState.CLEAN), DocumentState.CLEAN, "virus scanner"),
        Move("condemn", (DocumentState.QUARANTINED, DocumentState.CLEAN), DocumentState.INFECTED, "virus scanner"),
    ),
)


class InvitationState(models.TextChoices):
    """Where an invitation to act for a company is. One whose last moment has passed stays open and does not work."""

    OPEN = "OPEN", "Open"
    ACCEPTED = "ACCEPTED", "Accepted"
    WITHDRAWN = "WITHDRAWN", "Withdrawn"


COLLEAGUE_INVITATION = Flow(
    noun="colleague invitation",
    states=InvitationState,
    initial=InvitationState.OPEN,
    moves=(
        Move("accept", (InvitationState.OPEN,), InvitationState.ACCEPTED, "invited person"),
        Move("withdraw", (InvitationState.OPEN,), InvitationState.WITHDRAWN, "innovator"),
    ),
)


class RenewalState(models.TextChoices):
    """Where the renewal of a certificate of a frozen pack is. After a return the innovator hands in another."""

    WAITING = "WAITING", "Waiting for the national operator"
    CONFIRMED = "CONFIRMED", "Confirmed"
    RETURNED = "RETURNED", "Returned to the innovator"


RENEWAL = Flow(
    noun="certificate renewal",
    states=RenewalState,
    initial=RenewalState.WAITING,
    moves=(
        Move("confirm", (RenewalState.WAITING,), RenewalState.CONFIRMED, "national operator"),
        Move("return", (RenewalState.WAITING,), RenewalState.RETURNED, "national operator"),
    ),
)

FLOWS = (PACK, DOCUMENT, COLLEAGUE_INVITATION, RENEWAL)
