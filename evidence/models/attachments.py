"""What a pack carries beside its answers: documents and certificates."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from compass.foundation.text import LINE_MAX, NAME_MAX
from evidence.models.packs import Pack, held_by_pack


class CertificateKind(models.TextChoices):
    """Certificates and registrations that expire (DOMAIN.md, "What expires")."""

    UKCA = "UKCA", "UKCA certificate"
    CE = "CE", "CE certificate"
    CYBER_ESSENTIALS = "CYBER_ESSENTIALS", "Cyber Essentials"
    DSPT = "DSPT", "Data Security and Protection Toolkit"
    ISO_13485 = "ISO_13485", "ISO 13485 certificate"
    ISO_27001 = "ISO_27001", "ISO 27001 certificate"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Certificate(models.Model):
    """A certificate; valid through `expires_on`, that day included."""

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="certificates")
    kind = models.CharField(max_length=20, choices=CertificateKind)
    number = models.CharField(max_length=80)
    issued_by = models.CharField(max_length=NAME_MAX)
    valid_from = models.DateField()
    expires_on = models.DateField()

    class Meta:
        verbose_name = "certificate"
        constraints = [
            models.UniqueConstraint(fields=["pack", "kind", "number"], name="certificate_once"),
            models.CheckConstraint(
                condition=Q(expires_on__gte=F("valid_from")), name="certificate_expires_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(kind__in=CertificateKind.values), name="certificate_kind_known"),
        ]
        triggers = [held_by_pack()]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"


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

    class Meta:
        verbose_name = "document"
        constraints = [
            models.UniqueConstraint(fields=["pack", "sha256"], name="document_once_in_pack"),
            models.CheckConstraint(condition=Q(size__gt=0), name="document_not_empty"),
        ]
        triggers = [held_by_pack()]

    def __str__(self) -> str:
        return self.title
