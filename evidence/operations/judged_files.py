"""Files that come when a pack is frozen: judged before they are kept, because nothing can be quarantined then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from compass.foundation.errors import Invalid, Unavailable
from compass.foundation.text import LINE_MAX
from evidence.inspection.clamd import UnreachableError, scan
from evidence.inspection.verdicts import ENDINGS
from evidence.operations.documents import inspect_upload
from evidence.operations.stored_files import hold, keep, pieces, sha256_of


@dataclass(frozen=True)
class Judged:
    """An upload that may be kept; `scanned_by` is empty where no virus scanner is set up."""

    upload: UploadedFile
    content_type: str
    sha256: str
    scanned_by: str


def judge_upload(upload: UploadedFile) -> Judged:
    """Inspect and scan an upload; raises Invalid for one that is not taken, Unavailable without a verdict."""
    found = inspect_upload(upload)
    scanner = ""
    if settings.CLAMAV_ADDRESS:
        try:
            verdict = scan(settings.CLAMAV_ADDRESS, pieces(upload))
        except UnreachableError as error:
            raise Unavailable(
                "The virus scanner does not answer, and no document is taken without it.",
                next_step="Try again in a few minutes, or hand it in without the document.",
            ) from error
        if verdict.finding:
            raise Invalid(
                f"A virus was found in the file ({verdict.finding}).", next_step="Send a clean copy.", field="upload"
            )
        scanner = verdict.scanner[:LINE_MAX]
    return Judged(upload, found.content_type, sha256_of(upload), scanner)


def keep_judged(judged: Judged, folder: str, now: datetime) -> dict[str, Any]:
    """Keep a judged upload once in a folder, inside its transaction; gives the fields of a `JudgedFile`.

    Raises Unavailable. Should the transaction fail afterwards, the file has no row and the sweep finds it.
    """
    place = f"{folder}/{judged.sha256}{ENDINGS[judged.content_type]}"
    hold(place)
    keep(place, judged.upload, judged.sha256)
    return {
        "original_name": (judged.upload.name or "document")[-LINE_MAX:],
        "content_type": judged.content_type,
        "size": judged.upload.size or 0,
        "sha256": judged.sha256,
        "stored_as": place,
        "scanned_by": judged.scanned_by,
        "scanned_at": now if judged.scanned_by else None,
    }
