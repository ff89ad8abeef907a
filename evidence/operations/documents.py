"""Taking in a document. What is uploaded is treated as hostile."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.db import transaction

from compass.accounts.models import User
from compass.foundation.errors import Invalid, Refused, Unavailable
from compass.foundation.history import record_change
from compass.foundation.text import LINE_MAX
from compass.foundation.turns import Turns
from evidence import policies
from evidence.inspection.chamber import CHAMBER
from evidence.inspection.verdicts import ENDINGS, Found, UnacceptableError
from evidence.models import ClaimDocument, Confidentiality, Document, Pack, Support
from evidence.operations.packs import lock_pack
from evidence.operations.stored_files import hold, keep, pieces, release, sha256_of
from evidence.states import DocumentState

# From the most open to the most closed.
_OPENNESS = (Confidentiality.PUBLIC, Confidentiality.NHS_ONLY, Confidentiality.COMMERCIAL)

# Files wait for one another, which bounds the memory that reading hostile ones takes; few wait, and not for long.
_TURNS = Turns("Other files are being checked at the moment.", waiting=2, seconds=10.0)

# The question that any document about the technology supports.
GENERAL = "supporting-document"


@contextmanager
def lying_at(upload: UploadedFile) -> Iterator[Path]:
    """A path that the inspecting process can read the upload at, when its turn has come; raises Busy."""
    if isinstance(upload, TemporaryUploadedFile):
        upload.flush()
        with _TURNS.taken():
            yield Path(upload.temporary_file_path())
        return
    with _TURNS.taken(), tempfile.NamedTemporaryFile(prefix="upload-") as copy:
        for piece in pieces(upload):
            copy.write(piece)
        copy.flush()
        yield Path(copy.name)


def inspect_upload(upload: UploadedFile) -> Found:
    """The kind of an upload by its content; raises Invalid with the reason and what to do next, Busy."""
    size = upload.size or 0
    limit = settings.DOCUMENT_MAX_BYTES
    if not size:
        raise Invalid("The file is empty.", next_step="Choose the file again.", field="upload")
    if size > limit:
        raise Invalid(
            f"The file is larger than {limit // 1024 // 1024} MB.",
            next_step="Make it smaller or split it into parts.",
            field="upload",
        )
    try:
        with lying_at(upload) as path:
            return CHAMBER.inspect(path)
    except UnacceptableError as refusal:
        raise Invalid(refusal.sentence, next_step=refusal.next_step, field="upload") from refusal


def upload_document(
    *,
    pack: Pack,
    title: str,
    upload: UploadedFile,
    by: User,
    now: datetime,
    confidentiality: str = Confidentiality.COMMERCIAL,
    redacts: Document | None = None,
    questions: Collection[str] = (GENERAL,),
) -> Document:
    """Keep a PDF, DOCX, XLSX, CSV, PNG or JPEG of up to 20 MB with the pack.

    Raises Invalid for any other file, Refused for a second copy, Unavailable when it cannot be stored. It is in
    quarantine until the virus scanner has cleared it; where none is set up it counts as clean, and not scanned.
    `redacts` is the full document of which this is the redacted rendition; `questions` are those that it is put to.
    """
    policies.check_editable(by, pack)
    # Before anything is locked: inspecting takes as long as it takes.
    found = inspect_upload(upload)
    sha256 = sha256_of(upload)
    # The same bytes of the same innovator are kept once.
    place = f"documents/{pack.innovation.innovator_id}/{sha256}{ENDINGS[found.content_type]}"
    written = False
    try:
        with transaction.atomic():
            pack = lock_pack(pack)
            policies.check_editable(by, pack)
            if Document.objects.filter(pack=pack, sha256=sha256).exists():
                raise Refused(
                    "This file is already in the pack.", next_step="There is nothing more to do.", field="upload"
                )
            _check_redaction(pack, redacts, confidentiality)
            hold(place)
            written = keep(place, upload, sha256)
            document = Document.objects.create(
                pack=pack,
                title=title,
                original_name=(upload.name or "document")[-LINE_MAX:],
                content_type=found.content_type,
                size=upload.size or 0,
                sha256=sha256,
                stored_as=place,
                uploaded_at=now,
                uploaded_by=by,
                confidentiality=confidentiality,
                redacts=redacts,
                state=DocumentState.QUARANTINED if settings.CLAMAV_ADDRESS else DocumentState.CLEAN,
            )
            Support.objects.bulk_create(
                Support(pack=pack, document=document, question=question) for question in sorted(set(questions))
            )
            record_change(
                "document_uploaded", pack, f"“{document}” was uploaded.", by=by, now=now, data={"notes": found.notes}
            )
    except BaseException:
        if written:
            with suppress(Unavailable):  # then the sweep finds it
                release(place)
        raise
    return document


def _check_redaction(pack: Pack, full: Document | None, confidentiality: str) -> None:
    """Raise Refused unless the document may have a redacted rendition, Invalid unless it is open to these readers."""
    if full is None:
        return
    now_stored = Document.objects.filter(pack=pack, pk=full.pk, redacts=None).first()
    if now_stored is None or Document.objects.filter(redacts=full).exists():
        raise Refused(
            f"“{full}” cannot have this redacted copy: it is no longer in the pack or has one already.",
            next_step="Go back to the pack and look at its documents.",
            field="redacts",
        )
    if _OPENNESS.index(Confidentiality(confidentiality)) >= _OPENNESS.index(Confidentiality(full.confidentiality)):
        raise Invalid(
            "A redacted copy is for readers who may not see the full document.",
            next_step="Choose a wider audience for it than the full document has.",
            field="confidentiality",
        )


@transaction.atomic
def remove_document(*, document: Document, by: User, now: datetime) -> None:
    """Take a document out of a draft; its file goes too, unless another pack of the innovator has it."""
    pack = lock_pack(document.pack)
    policies.check_editable(by, pack)
    if Document.objects.filter(redacts=document).exists():
        raise Refused(
            f"“{document}” has a redacted copy, which would be left alone.",
            next_step="Remove the redacted copy first.",
        )
    if claim := ClaimDocument.objects.filter(document=document).select_related("claim").order_by("id").first():
        raise Refused(f"The claim “{claim.claim}” rests on this document.", next_step="Change that claim first.")
    if certificate := document.certificates.order_by("id").first():
        raise Refused(f"{certificate} rests on this document.", next_step="Remove that certificate first.")
    place = document.stored_as
    document.supports.all().delete()
    document.delete()
    record_change("document_removed", pack, f"“{document}” was removed.", by=by, now=now)
    # Robust: a file that the storage does not let go of now is found by the sweep.
    transaction.on_commit(lambda: release(place), robust=True)
