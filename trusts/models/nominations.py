"""A trust asks an innovator to put a technology forward."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from compass.foundation.immutable import never_deleted
from compass.foundation.text import NAME_MAX
from evidence.models import ClinicalArea, Innovation, Kind
from trusts.models.organisations import Organisation
from trusts.states import NOMINATION, NominationState


@pghistory.track()
class Nomination(models.Model):
    """One invitation to one innovator about one technology."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="nominations")
    nominated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    nominated_at = models.DateTimeField()
    technology_name = models.CharField(max_length=NAME_MAX)
    kind = models.CharField(max_length=20, choices=Kind)
    clinical_area = models.CharField(max_length=20, choices=ClinicalArea)
    problem = models.TextField()
    innovator_name = models.CharField(max_length=NAME_MAX)
    contact_email = models.EmailField(max_length=254)
    state = models.CharField(max_length=20, choices=NominationState, default=NominationState.INVITED)
    answered_at = models.DateTimeField(null=True, blank=True)
    innovation = models.ForeignKey(
        Innovation, null=True, blank=True, on_delete=models.PROTECT, related_name="nominations"
    )

    class Meta:
        verbose_name = "nomination"
        constraints = [
            NOMINATION.known_states(),
            models.CheckConstraint(
                condition=Q(state=NominationState.ACCEPTED, innovation__isnull=False)
                | (~Q(state=NominationState.ACCEPTED) & Q(innovation=None)),
                name="nomination_accepted_with_innovation",
            ),
        ]
        triggers = [NOMINATION.legal_moves(), never_deleted()]

    def __str__(self) -> str:
        return f"{self.technology_name} by {self.innovator_name}"
