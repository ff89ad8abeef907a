"""Having documents judged by the virus scanner. Until it has, nobody gets them; later it looks again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet

from compass.accounts.models import User
from compass.foundation.errors import Unavailable
from compass.foundation.history import record_change
from compass.foundation.mail import post_email
from compass.foundation.text import LINE_MAX
from evidence.inspection.clamd import Scan, UnreachableError, scan
from evidence.models import Document, Pack
from evidence.models.attachments import LOOKED_AT, SCAN
from evidence.operations.packs import lock_pack
from evidence.operations.stored_files import opened, pieces
from evidence.states import DOCUMENT, DocumentState, PackState

_SCANNING = 0x5343414E  # "SCAN": the first half of the lock's name, the document's id is the other
AT_ONCE = 200

log = structlog.get_logger(__name__)


def scan_waiting(*, now: datetime) -> int:
    """Have the oldest documents in quarantine judged; how many were. Those it gets no verdict on stay for the next run.

    Killed in the middle, it is simply run again; several at once share the work.
    """
    return _judge(_waiting().order_by("id"), now)


def rescan_due(*, now: datetime) -> int:
    """Have cleared documents judged again that were looked at more than DOCUMENT_RESCAN_DAYS ago; how many were.

    They stay readable meanwhile, and of a frozen pack nothing changes but what the scanner says. A run is bounded, safe
    to repeat and shared.
    """
    return _judge(_due_again(now).order_by("looked_at", "id"), now)


def _waiting() -> QuerySet[Document]:
    return Document.objects.filter(state=DocumentState.QUARANTINED)


def _due_again(now: datetime) -> QuerySet[Document]:
    before = now - timedelta(days=settings.DOCUMENT_RESCAN_DAYS)
    return Document.objects.alias(looked_at=LOOKED_AT).filter(looked_at__lt=before, state=DocumentState.CLEAN)


def _judge(documents: QuerySet[Document], now: datetime) -> int:
    if not settings.CLAMAV_ADDRESS:
        return 0
    judged = 0
    for document_id in documents.values_list("id", flat=True)[:AT_ONCE]:
        try:
            judged += scan_document(document_id=document_id, now=now)
        except UnreachableError as error:
            log.warning("scanner_unreachable", document=document_id, error=str(error))
            break
        except (OSError, Unavailable) as error:  # of the storage: the others may be readable
            log.error("document_unreadable", document=document_id, error=str(error))
    return judged


@transaction.atomic
def scan_document(*, document_id: int, now: datetime) -> bool:
    """Judge one document that is in quarantine or due again; whether it was.

    Raises UnreachableError, OSError or Unavailable when it cannot be.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_SCANNING, document_id % 2**31])
        if not cursor.fetchone()[0]:
            return False  # another worker is at it
    document = _waiting().filter(pk=document_id).first() or _due_again(now).filter(pk=document_id).first()
    if document is None:
        return False
    verdict = scan(settings.CLAMAV_ADDRESS, _bytes_of(document))
    pack = lock_pack(document.pack)
    # It may have been removed while it was being scanned.
    document = Document.objects.select_for_update().filter(pk=document_id).first()
    if document is None:
        return False
    before = document.state
    _record(document, verdict, now)
    if verdict.finding:
        said = f"“{document}” was found infected ({verdict.finding}) and is handed to nobody."
        record_change("document_infected", pack, said, by=None, now=now)
        if before == DocumentState.CLEAN:
            _tell_innovator(pack, document, said, now)
    elif before == DocumentState.QUARANTINED:
        record_change("document_cleared", pack, f"“{document}” was checked.", by=None, now=now)
    return True


def _record(document: Document, verdict: Scan, now: datetime) -> None:
    document.state = DOCUMENT.target("condemn" if verdict.finding else "clear", document.state)
    document.finding = verdict.finding[:LINE_MAX]
    document.scanned_by, document.scanned_at = verdict.scanner[:LINE_MAX], now
    document.save(update_fields=list(SCAN))


def _tell_innovator(pack: Pack, document: Document, said: str, now: datetime) -> None:
    """An e-mail to each of the innovator's people: they saw this document cleared, and do not look at it every day."""
    way_on = (
        "Start a new revision or version with a clean copy: what was submitted stays as it is."
        if pack.state == PackState.FROZEN
        else "Remove it from the pack and upload a clean copy."
    )
    text = (
        f"{said}\n\n{way_on} The document was cleared before: the virus scanner did not know this virus then.\n\n"
        f"You get this because you work for {pack.innovation.innovator}. Open the pack:\n"
    )
    for person in User.objects.filter(innovator_memberships__innovator=pack.innovation.innovator, is_active=True):
        post_email(
            key=f"infected-{document.pk}-{person.pk}",
            recipient=person.email,
            subject=f"A virus was found in a document of {pack}"[:200],
            text=f"{text}{settings.SITE_URL}/packs/{pack.pk}/\n",
            now=now,
        )


def _bytes_of(document: Document) -> Iterator[bytes]:
    """The stored bytes; raises OSError at their end when they are not those that were uploaded."""
    digest = hashlib.sha256()
    with opened(document.stored_as) as file:
        for piece in pieces(file):
            digest.update(piece)
            yield piece
    if digest.hexdigest() != document.sha256:
        raise OSError(f"The file of document {document.pk} is not the one that was uploaded.")
