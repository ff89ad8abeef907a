"""The document that shows a renewed certificate. The pack is frozen, so it belongs to the renewal."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from compass.foundation.immutable import append_only
from compass.foundation.text import LINE_MAX
from evidence.models.certificates import CertificateRenewal


def comes_with_its_renewal() -> pgtrigger.Trigger:
    """Refuse a document for a renewal that was judged already: nobody would have looked at it."""
    return pgtrigger.Trigger(
        name="comes_with_its_renewal",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func="""
            IF NOT EXISTS (SELECT FROM evidence_certificaterenewal WHERE id = NEW.renewal_id AND state = 'WAITING')
            THEN RAISE EXCEPTION 'renewal % was judged already', NEW.renewal_id; END IF;
            RETURN NEW;
        """,
    )


@pghistory.track(pghistory.InsertEvent())
class RenewalDocument(models.Model):
    """A file handed in with a renewal; the virus scanner, where one is set up, cleared it before it was kept."""

    renewal = models.OneToOneField(CertificateRenewal, on_delete=models.PROTECT, related_name="document")
    original_name = models.CharField(max_length=LINE_MAX)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=200)
    # Engine and signatures, as the scanner names them; empty because no scanner is set up.
    scanned_by = models.CharField(max_length=LINE_MAX, blank=True)
    scanned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "document of a renewal"
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="renewal_document_not_empty"),
            models.CheckConstraint(
                condition=Q(scanned_by="", scanned_at=None) | (~Q(scanned_by="") & Q(scanned_at__isnull=False)),
                name="renewal_document_scan_whole",
            ),
        ]
        # Whether anything still rests on a stored file.
        indexes = [models.Index(fields=["stored_as"], name="renewal_document_place")]
        triggers = [*append_only(), comes_with_its_renewal()]

    def __str__(self) -> str:
        return f"{self.original_name} for {self.renewal}"
