"""Invitations to act for a company. Only a hash of the link's secret is kept."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from compass.foundation.immutable import never_deleted
from evidence.models.innovators import Innovator
from evidence.states import COLLEAGUE_INVITATION, InvitationState


@pghistory.track(exclude=["token_hash"])
class ColleagueInvitation(models.Model):
    """Asks the reader of one e-mail address to act for a company; sent again, it has another link and last moment."""

    innovator = models.ForeignKey(Innovator, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(max_length=254)
    token_hash = models.CharField(max_length=64)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=InvitationState, default=InvitationState.OPEN)
    closed_at = models.DateTimeField(null=True, blank=True)
    # Who accepted or withdrew it.
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "colleague invitation"
        constraints = [
            COLLEAGUE_INVITATION.known_states(),
            models.UniqueConstraint(
                fields=["innovator", "email"],
                condition=Q(state=InvitationState.OPEN),
                name="colleague_invitation_one_open",
            ),
            models.UniqueConstraint(fields=["token_hash"], name="colleague_invitation_token_once"),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="colleague_invitation_email_lower_case"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("invited_at")), name="colleague_invitation_expires_later"
            ),
            models.CheckConstraint(
                condition=Q(state=InvitationState.OPEN, closed_at=None, closed_by=None)
                | (~Q(state=InvitationState.OPEN) & Q(closed_at__isnull=False, closed_by__isnull=False)),
                name="colleague_invitation_closed_whole",
            ),
        ]
        triggers = [
            COLLEAGUE_INVITATION.legal_moves(),
            pgtrigger.Protect(
                name="closed_never_changed",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__state=InvitationState.OPEN),
            ),
            never_deleted(),
        ]

    def __str__(self) -> str:
        return f"Invitation of {self.email} to {self.innovator}"
