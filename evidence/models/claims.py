"""Claims: benefits that an innovator states, each with its evidence."""

from __future__ import annotations

from typing import Any

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from compass.foundation.text import LINE_MAX, NAME_MAX
from evidence import claims
from evidence.models.attachments import Document
from evidence.models.packs import Pack, held_by_pack

DESIGNS = [(design.name, design.value) for design in claims.Design]
MEASURES = [(measure.name, measure.value.capitalize()) for measure in claims.Measure]


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Claim(models.Model):
    """One benefit with its numbers. An interval is known whole or not at all."""

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="claims")
    outcome = models.CharField(max_length=NAME_MAX)
    population = models.CharField(max_length=NAME_MAX)
    # Empty: there was no comparison.
    comparator = models.CharField(max_length=NAME_MAX, blank=True)
    measure = models.CharField(max_length=20, choices=MEASURES)
    size = models.DecimalField(max_digits=18, decimal_places=6)
    low = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    high = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    confidence = models.PositiveSmallIntegerField(default=95)
    unit = models.CharField(max_length=40, blank=True)
    design = models.CharField(max_length=20, choices=DESIGNS)
    participants = models.PositiveIntegerField(null=True, blank=True)
    follow_up_months = models.PositiveSmallIntegerField(null=True, blank=True)
    # ODS codes of the NHS organisations where it was measured.
    sites = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    # A DOI or a trial registration number, in its normal form; empty when there is none.
    source = models.CharField(max_length=LINE_MAX, blank=True)
    documents: models.ManyToManyField[Document, Any] = models.ManyToManyField(
        Document, through="ClaimDocument", related_name="claims"
    )
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "claim"
        constraints = [
            models.CheckConstraint(condition=Q(design__in=[name for name, _ in DESIGNS]), name="claim_design_known"),
            models.CheckConstraint(condition=Q(measure__in=[name for name, _ in MEASURES]), name="claim_measure_known"),
            models.CheckConstraint(
                condition=Q(low=None, high=None)
                | Q(low__isnull=False, high__isnull=False, low__lte=F("size"), high__gte=F("size")),
                name="claim_interval_whole_and_around_the_size",
            ),
            models.CheckConstraint(
                condition=Q(confidence__gte=50, confidence__lte=99), name="claim_confidence_is_a_percentage"
            ),
            models.CheckConstraint(
                condition=~Q(design="REAL_WORLD") | ~Q(sites=[]), name="claim_of_routine_use_names_its_sites"
            ),
        ]
        triggers = [held_by_pack()]

    def __str__(self) -> str:
        return self.outcome


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent())
class ClaimDocument(models.Model):
    """A document of the same pack that a claim rests on."""

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="+")
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="links")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "document of a claim"
        constraints = [models.UniqueConstraint(fields=["claim", "document"], name="claim_document_once")]
        triggers = [held_by_pack()]

    def __str__(self) -> str:
        return f"{self.document} for {self.claim}"
