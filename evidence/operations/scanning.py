"""Having quarantined documents judged by the virus scanner. Until it has, nobody gets them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime

import structlog
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, transaction

from compass.foundation.history import record_change
from compass.foundation.text import LINE_MAX
from evidence.inspection.clamd import Scan, UnreachableError, scan
from evidence.models import Document
from evidence.operations.packs import lock_pack
from evidence.operations.stored_files import pieces
from evidence.states import DOCUMENT, DocumentState

_SCANNING = 0x5343414E  # "SCAN": the first half of the lock's name, the document's id is the other
AT_ONCE = 200

log = structlog.get_logger(__name__)


def scan_waiting(*, now: datetime) -> int:
    """Have the oldest documents in quarantine judged; how many were. Those it gets no verdict on stay for the next run.

    Killed in the middle, it is simply run again; several at once share the work.
    """
    if not settings.CLAMAV_ADDRESS:
        return 0
    waiting = Document.objects.filter(state=DocumentState.QUARANTINED).order_by("id")
    judged = 0
    for document_id in waiting.values_list("id", flat=True)[:AT_ONCE]:
        try:
            judged += scan_document(document_id=document_id, now=now)
        except UnreachableError as error:
            log.warning("scanner_unreachable", document=document_id, error=str(error))
            break
        except OSError as error:  # of the storage: the others may be readable
            log.error("document_unreadable", document=document_id, error=str(error))
    return judged


@transaction.atomic
def scan_document(*, document_id: int, now: datetime) -> bool:
    """Judge one document in quarantine; whether it was. Raises UnreachableError or OSError when it cannot be."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_SCANNING, document_id % 2**31])
        if not cursor.fetchone()[0]:
            return False  # another worker is at it
    document = Document.objects.filter(pk=document_id, state=DocumentState.QUARANTINED).first()
    if document is None:
        return False
    verdict = scan(settings.CLAMAV_ADDRESS, _bytes_of(document))
    pack = lock_pack(document.pack)
    # It may have been removed while it was being scanned.
    document = Document.objects.select_for_update().filter(pk=document_id).first()
    if document is None:
        return False
    _record(document, verdict, now)
    said = f"was found infected ({verdict.finding}) and is handed to nobody" if verdict.finding else "was checked"
    kind = "document_infected" if verdict.finding else "document_cleared"
    record_change(kind, pack, f"“{document}” {said}.", by=None, now=now)
    return True


def _record(document: Document, verdict: Scan, now: datetime) -> None:
    document.state = DOCUMENT.target("condemn" if verdict.finding else "clear", document.state)
    document.finding = verdict.finding[:LINE_MAX]
    document.scanned_by, document.scanned_at = verdict.scanner[:LINE_MAX], now
    document.save(update_fields=["state", "finding", "scanned_by", "scanned_at"])


def _bytes_of(document: Document) -> Iterator[bytes]:
    """The stored bytes; raises OSError at their end when they are not those that were uploaded."""
    digest = hashlib.sha256()
    with default_storage.open(document.stored_as) as file:
        for piece in pieces(file):
            digest.update(piece)
            yield piece
    if digest.hexdigest() != document.sha256:
        raise OSError(f"The file of document {document.pk} is not the one that was uploaded.")
