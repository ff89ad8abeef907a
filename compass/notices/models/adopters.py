"""What a person of an adopting organisation wants no e-mails about."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from passports.models import Adoption


class InAppOnly(models.Model):
    """A person gets no e-mails because of an adoption: its notices are in the app.

    Safety notices are another matter: they ask everybody who buys there to act (`passports.operations.safety_telling`).
    """

    adoption = models.ForeignKey(Adoption, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()

    class Meta:
        verbose_name = "e-mails stopped"
        constraints = [models.UniqueConstraint(fields=["adoption", "person"], name="in_app_only_once")]

    def __str__(self) -> str:
        return f"{self.adoption}: in the app only"
