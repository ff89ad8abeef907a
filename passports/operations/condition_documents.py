"""The file that comes with evidence for a condition: judged before it is kept, in a folder of the passports' own."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from compass.foundation.errors import Refused
from compass.foundation.text import LINE_MAX
from evidence.inspection.verdicts import ENDINGS
from evidence.operations.renewal_documents import Judged
from evidence.operations.stored_files import hold, keep, sweep_folder
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
    """Keep a judged upload with the evidence that brings it, inside its transaction; raises Unavailable.

    Should that fail afterwards, the file has no row and the sweep finds it.
    """
    # The same bytes for the same passport are kept once.
    place = f"{FOLDER}/{evidence.condition.passport_id}/{judged.sha256}{ENDINGS[judged.content_type]}"
    hold(place)
    keep(place, judged.upload, judged.sha256)
    return ConditionDocument.objects.create(
        evidence=evidence,
        original_name=(judged.upload.name or "document")[-LINE_MAX:],
        content_type=judged.content_type,
        size=judged.upload.size or 0,
        sha256=judged.sha256,
        stored_as=place,
        scanned_by=judged.scanned_by,
        scanned_at=now if judged.scanned_by else None,
    )


def sweep_condition_files(*, now: datetime) -> int:
    """Delete the files of conditions that no row names and that are older than a day; how many."""
    return sweep_folder(FOLDER, _named, now=now)


def _named(places: Collection[str]) -> set[str]:
    return set(ConditionDocument.objects.filter(stored_as__in=places).values_list("stored_as", flat=True))
