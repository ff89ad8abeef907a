"""Which ends of certificates an innovator was reminded of."""

from __future__ import annotations

from django.db import models

from compass.foundation.immutable import append_only
from evidence.models import CertificateKind, Innovator


class CertificateReminder(models.Model):
    """One step of reminding of one certificate's end, to all who work for the innovator.

    A company's certificate is one certificate, in however many packs it stands: it is known by kind, number and end.
    """

    innovator = models.ForeignKey(Innovator, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30, choices=CertificateKind)
    number = models.CharField(max_length=80)
    ends_on = models.DateField()
    # The step, in days before the end; after it: negative.
    days = models.SmallIntegerField()
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = "certificate reminder"
        constraints = [
            models.UniqueConstraint(
                fields=["innovator", "kind", "number", "ends_on", "days"], name="certificate_reminder_once"
            )
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}, {self.days} days"
