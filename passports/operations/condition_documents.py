"""The file that comes with evidence for a condition: judged before it is kept, in a folder of the passports' own."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from compass.foundation.errors import Refused
from evidence.operations.judged_files import Judged, keep_judged
from evidence.operations.stored_files import sweep_folder
from passports.models import Condition, ConditionDocument, ConditionEvidence

# Beside the documents of packs, whose sweep knows nothing of passports.
FOLDER = "conditions"
MOST = 20


def check_room(condition: Condition) -> None:
    """Raise Refused when as many files came for a locked condition as anybody will read."""
    if ConditionDocument.objects.filter(evidence__condition=condition).count() >= MOST:
        raise Refused(
            f"{MOST} files were handed in for this condition already.",
            next_step="Hand it in without the file, and say which of the earlier ones counts.",
        )


def keep_with_evidence(evidence: ConditionEvidence, judged: Judged, now: datetime) -> ConditionDocument:
    """Keep a judged upload with the evidence that brings it, inside its transaction; raises Unavailable."""
    # The same bytes for the same passport are kept once.
    folder = f"{FOLDER}/{evidence.condition.passport_id}"
    return ConditionDocument.objects.create(evidence=evidence, **keep_judged(judged, folder, now))


def sweep_condition_files(*, now: datetime) -> int:
    """Delete the files of conditions that no row names and that are older than a day; how many."""
    return sweep_folder(FOLDER, _named, now=now)


def _named(places: Collection[str]) -> set[str]:
    return set(ConditionDocument.objects.filter(stored_as__in=places).values_list("stored_as", flat=True))
