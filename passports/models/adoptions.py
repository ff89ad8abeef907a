"""Organisations that rely on a passport, and the checks that stay local."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from compass.foundation.immutable import never_deleted
from compass.foundation.text import NAME_MAX
from passports.models.passports import Passport
from passports.states import ADOPTION, AdoptionState
from trusts.models import Organisation


@pghistory.track(exclude=["contact_name", "contact_email"])
class Adoption(models.Model):
    """One organisation's adoption of one passport. After a merger it counts for the successor.

    The contact, if it offers one, is whom other NHS organisations may ask. That is personal data: it stands in no
    history, and goes when the adoption ends.
    """

    passport = models.ForeignKey(Passport, on_delete=models.PROTECT, related_name="adoptions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="adoptions")
    state = models.CharField(max_length=20, choices=AdoptionState, default=AdoptionState.LOCAL_CHECKS)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField()
    live_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    contact_name = models.CharField(max_length=NAME_MAX, blank=True, db_default="")
    contact_email = models.EmailField(max_length=254, blank=True, db_default="")

    class Meta:
        verbose_name = "adoption"
        constraints = [
            ADOPTION.known_states(),
            models.UniqueConstraint(
                fields=["passport", "organisation"],
                condition=~Q(state=AdoptionState.ENDED),
                name="adoption_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=AdoptionState.LIVE) | Q(live_at__isnull=False), name="adoption_live_with_date"
            ),
            models.CheckConstraint(
                condition=~Q(state=AdoptionState.ENDED) | Q(ended_at__isnull=False), name="adoption_ended_with_date"
            ),
            models.CheckConstraint(
                condition=Q(contact_name="", contact_email="") | ~(Q(contact_name="") | Q(contact_email="")),
                name="adoption_contact_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state=AdoptionState.ENDED) | Q(contact_name="", contact_email=""),
                name="adoption_ended_without_contact",
            ),
        ]
        triggers = [ADOPTION.legal_moves(), never_deleted()]

    def __str__(self) -> str:
        return f"{self.passport} at {self.organisation}"


class LocalCheckKind(models.TextChoices):
    """What each deploying organisation does for itself; never part of a passport (DOMAIN.md)."""

    DCB0160 = "DCB0160", "Clinical risk management in deployment (DCB0160)"
    DPIA = "DPIA", "Data protection impact assessment"
    INTEGRATION = "INTEGRATION", "Integration with local systems"
    TRAINING = "TRAINING", "Staff training"
    BUDGET = "BUDGET", "Budget"


@pghistory.track()
class LocalCheck(models.Model):
    """One local check of an adoption; `done_at` and `done_by` come together."""

    adoption = models.ForeignKey(Adoption, on_delete=models.PROTECT, related_name="checks")
    kind = models.CharField(max_length=20, choices=LocalCheckKind)
    note = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "local check"
        constraints = [
            models.UniqueConstraint(fields=["adoption", "kind"], name="local_check_once"),
            models.CheckConstraint(condition=Q(kind__in=LocalCheckKind.values), name="local_check_kind_known"),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
                name="local_check_done_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
