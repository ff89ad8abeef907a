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

FLOWS = (PACK,)
