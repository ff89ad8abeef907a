"""The document that shows a renewed certificate. The pack is frozen, so it belongs to the renewal."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from compass.foundation.immutable import append_only
from evidence.models.certificates import CertificateRenewal
from evidence.models.judged_files import JudgedFile


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
class RenewalDocument(JudgedFile):
    """A file handed in with a renewal; the virus scanner, where one is set up, cleared it before it was kept."""

    renewal = models.OneToOneField(CertificateRenewal, on_delete=models.PROTECT, related_name="document")

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
