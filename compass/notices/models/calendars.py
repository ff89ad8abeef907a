"""Addresses of people's own calendars."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class CalendarLink(models.Model):
    """Which address of a person's calendar counts: the one with this number. Without a row, the first: number 0.

    The number is no secret; the address has it signed (`foundation.signed_links`).
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = "calendar address"
        constraints = [models.CheckConstraint(condition=Q(number__gte=1), name="calendar_link_is_a_later_one")]

    def __str__(self) -> str:
        return f"Calendar address {self.number} of {self.person}"
