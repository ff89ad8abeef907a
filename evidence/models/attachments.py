"""What a pack carries beside its answers: documents, and what they support."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from compass.foundation.text import LINE_MAX, NAME_MAX
from evidence.models.packs import Pack, held_by_pack
from evidence.states import DOCUMENT, DocumentState

# What the virus scanner said last. Signatures move on, so it says it anew long after the pack was frozen.
SCAN = ("state", "scanned_by", "scanned_at", "finding")

# When it last did; one that was taken in without a scanner counts from that day.
LOOKED_AT = Coalesce("scanned_at", "uploaded_at")


class Confidentiality(models.TextChoices):
    """Who may read a document besides its innovator and the panel, which reads everything in the pack."""

    PUBLIC = "PUBLIC", "Public: anyone may read it on the passport page"
    NHS_ONLY = "NHS_ONLY", "NHS only: people with a role at an NHS organisation, signed in"
    COMMERCIAL = "COMMERCIAL", "In commercial confidence: the assessing panel only"


def redacts_one_of_its_pack() -> pgtrigger.Trigger:
    """Refuse a redacted rendition of a document of another pack, or of one that is itself redacted."""
    return pgtrigger.Trigger(
        name="redacts_one_of_its_pack",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        condition=pgtrigger.Q(new__redacts__isnull=False),
        func="""
            IF NOT EXISTS (
                SELECT FROM evidence_document
                WHERE id = NEW.redacts_id AND pack_id = NEW.pack_id AND redacts_id IS NULL
            ) THEN RAISE EXCEPTION 'document % cannot be redacted here', NEW.redacts_id; END IF;
            RETURN NEW;
        """,
    )


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Document(models.Model):
    """An uploaded file. Its bytes are named by their SHA-256 in storage that no address reaches directly."""

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="documents")
    title = models.CharField(max_length=NAME_MAX)
    original_name = models.CharField(max_length=LINE_MAX)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=200)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Closed unless the innovator opens it.
    confidentiality = models.CharField(max_length=20, choices=Confidentiality, default=Confidentiality.COMMERCIAL)
    redacts = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="redacted")
    state = models.CharField(max_length=20, choices=DocumentState, default=DocumentState.QUARANTINED)
    # Engine and signatures, as the scanner names them; empty when clean because no scanner is set up.
    scanned_by = models.CharField(max_length=LINE_MAX, blank=True)
    scanned_at = models.DateTimeField(null=True, blank=True)
    finding = models.CharField(max_length=LINE_MAX, blank=True)

    class Meta:
        verbose_name = "document"
        constraints = [
            models.UniqueConstraint(fields=["pack", "sha256"], name="document_once_in_pack"),
            models.CheckConstraint(condition=Q(size__gt=0), name="document_not_empty"),
            DOCUMENT.known_states(),
            models.CheckConstraint(
                condition=Q(confidentiality__in=Confidentiality.values), name="document_confidentiality_known"
            ),
            # A redacted rendition is made to be shown.
            models.CheckConstraint(
                condition=Q(redacts=None) | ~Q(confidentiality=Confidentiality.COMMERCIAL),
                name="document_redacted_to_be_shown",
            ),
            models.CheckConstraint(
                condition=(Q(scanned_by="", scanned_at=None) | (~Q(scanned_by="") & Q(scanned_at__isnull=False)))
                & (~Q(state=DocumentState.QUARANTINED) | Q(scanned_at=None))
                & (
                    (~Q(state=DocumentState.INFECTED) & Q(finding=""))
                    | (Q(state=DocumentState.INFECTED, scanned_at__isnull=False) & ~Q(finding=""))
                ),
                name="document_scan_whole",
            ),
        ]
        indexes = [
            # What still waits for the scanner, whatever number of documents there is.
            models.Index(fields=["id"], condition=Q(state=DocumentState.QUARANTINED), name="document_waiting"),
            # Which cleared documents the scanner saw longest ago.
            models.Index(LOOKED_AT, "id", condition=Q(state=DocumentState.CLEAN), name="document_looked_at"),
            # Whether any pack still rests on a stored file.
            models.Index(fields=["stored_as"], name="document_place"),
        ]
        triggers = [held_by_pack(apart_from=SCAN), DOCUMENT.legal_moves(), redacts_one_of_its_pack()]

    def __str__(self) -> str:
        return self.title


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent())
class Support(models.Model):
    """A document put to a question of its pack. One document may support many."""

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="supports")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="supports")
    question = models.SlugField(max_length=60)

    class Meta:
        verbose_name = "support"
        constraints = [models.UniqueConstraint(fields=["document", "question"], name="support_once")]
        triggers = [held_by_pack()]

    def __str__(self) -> str:
        return f"{self.document} for {self.question}"
