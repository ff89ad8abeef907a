"""The file that shows that a condition is met. The pack is frozen, so it belongs to the evidence that brings it."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from compass.foundation.immutable import append_only
from evidence.models.judged_files import JudgedFile
from passports.models.proposals import ConditionEvidence


def comes_with_its_evidence() -> pgtrigger.Trigger:
    """Refuse a file for a condition that is met already: nobody would have looked at it."""
    return pgtrigger.Trigger(
        name="comes_with_its_evidence",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func="""
            IF NOT EXISTS (
                SELECT FROM passports_conditionevidence AS e JOIN passports_condition AS c ON c.id = e.condition_id
                WHERE e.id = NEW.evidence_id AND c.state = 'OPEN'
            ) THEN RAISE EXCEPTION 'the condition of evidence % is met already', NEW.evidence_id; END IF;
            RETURN NEW;
        """,
    )


class ConditionDocument(JudgedFile):
    """A file handed in as evidence; the virus scanner, where one is set up, cleared it before it was kept.

    The innovator, the chair of the assessing panel and the national operators read it, and nobody else.
    """

    evidence = models.OneToOneField(ConditionEvidence, on_delete=models.PROTECT, related_name="file")

    class Meta:
        verbose_name = "document of a condition"
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="condition_document_not_empty"),
            models.CheckConstraint(
                condition=Q(scanned_by="", scanned_at=None) | (~Q(scanned_by="") & Q(scanned_at__isnull=False)),
                name="condition_document_scan_whole",
            ),
        ]
        # Whether anything still rests on a stored file.
        indexes = [models.Index(fields=["stored_as"], name="condition_document_place")]
        triggers = [*append_only(), comes_with_its_evidence()]

    def __str__(self) -> str:
        return self.original_name
