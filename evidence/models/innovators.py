"""Companies and the people who work for them."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models

from compass.foundation.text import NAME_MAX


@pghistory.track()
class Innovator(models.Model):
    """A company (or other maker) that brings technologies."""

    name = models.CharField(max_length=NAME_MAX)
    slug = models.SlugField(max_length=80, unique=True)
    website = models.URLField(blank=True)
    # An invented company of the demonstration; it never stands beside a real decision.
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        verbose_name = "innovator"

    def __str__(self) -> str:
        return self.name


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class InnovatorMember(models.Model):
    """A person who works for an innovator and may act for it."""

    innovator = models.ForeignKey(Innovator, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="innovator_memberships")

    class Meta:
        verbose_name = "innovator member"
        constraints = [models.UniqueConstraint(fields=["innovator", "person"], name="innovator_member_once")]

    def __str__(self) -> str:
        return f"{self.person} at {self.innovator}"
