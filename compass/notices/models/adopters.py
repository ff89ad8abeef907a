"""What a person of an adopting organisation, or of a company, wants no e-mails about."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from evidence.models import Innovator
from passports.models import Adoption


class InAppOnly(models.Model):
    """A person gets no e-mails because of an adoption, or of the company they work for: its notices are in the app.

    Safety notices are another matter: they ask everybody who buys there to act (`passports.operations.safety_telling`),
    and a company hears of them, and of what stops the use of its products, in any case.
    """

    adoption = models.ForeignKey(
        Adoption, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    innovator = models.ForeignKey(
        Innovator, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()

    class Meta:
        verbose_name = "e-mails stopped"
        constraints = [
            models.UniqueConstraint(fields=["adoption", "person"], name="in_app_only_once"),
            models.UniqueConstraint(fields=["innovator", "person"], name="in_app_only_once_of_company"),
            models.CheckConstraint(
                condition=Q(adoption__isnull=False, innovator=None) | Q(adoption=None, innovator__isnull=False),
                name="in_app_only_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.adoption or self.innovator}: in the app only"
