"""Taking in a document. What is uploaded is treated as hostile."""

from __future__ import annotations

import hashlib
from datetime import datetime

import filetype
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from compass.accounts.models import User
from compass.foundation.errors import Invalid, Refused
from compass.foundation.history import record_change
from compass.foundation.text import LINE_MAX
from evidence import policies
from evidence.models import Document, Pack
from evidence.operations.packs import lock_pack

# Told by the first bytes, never by the name or by what the browser says.
ACCEPTED = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg"}


def _inspect(upload: UploadedFile) -> tuple[str, str]:
    """The content type and SHA-256 of an upload; raises Invalid with what to do next."""
    size = upload.size or 0
    limit = settings.DOCUMENT_MAX_BYTES
    if not size:
        raise Invalid("The file is empty.", next_step="Choose the file again.")
    if size > limit:
        raise Invalid(
            f"The file is larger than {limit // 1024 // 1024} MB.", next_step="Make it smaller or split it into parts."
        )
    upload.seek(0)
    found = filetype.guess_mime(upload.read(8192))
    if found not in ACCEPTED:
        raise Invalid("The file is not a PDF, PNG or JPEG.", next_step="Save it as a PDF and upload that.")
    upload.seek(0)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return found, digest.hexdigest()


@transaction.atomic
def upload_document(*, pack: Pack, title: str, upload: UploadedFile, by: User, now: datetime) -> Document:
    """Keep a PDF, PNG or JPEG of up to 20 MB with the pack; raises Invalid for others, Refused for a second copy."""
    pack = lock_pack(pack)
    policies.check_editable(by, pack)
    content_type, sha256 = _inspect(upload)
    if Document.objects.filter(pack=pack, sha256=sha256).exists():
        raise Refused("This file is already in the pack.", next_step="There is nothing more to do.")
    # The same bytes of the same innovator are kept once.
    place = f"documents/{pack.innovation.innovator_id}/{sha256}{ACCEPTED[content_type]}"
    if not default_storage.exists(place):
        default_storage.save(place, upload)
    document = Document.objects.create(
        pack=pack,
        title=title,
        original_name=(upload.name or "document")[-LINE_MAX:],
        content_type=content_type,
        size=upload.size or 0,
        sha256=sha256,
        stored_as=place,
        uploaded_at=now,
        uploaded_by=by,
    )
    record_change("document_uploaded", pack, f"“{document}” was uploaded.", by=by, now=now)
    return document
