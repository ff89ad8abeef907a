"""Where each passport's bits stand in the published status lists."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from compass.foundation.immutable import append_only
from passports.models.passports import Passport
from passports.status_lists import LENGTH


class StatusPlace(models.Model):
    """One passport's place, drawn at random and kept for ever: the same one in the list of each purpose."""

    passport = models.OneToOneField(Passport, on_delete=models.PROTECT, related_name="status_place")
    list_number = models.PositiveIntegerField()
    place = models.PositiveIntegerField()

    class Meta:
        verbose_name = "place in the status lists"
        constraints = [
            models.UniqueConstraint(fields=["list_number", "place"], name="status_place_of_one_passport"),
            models.CheckConstraint(condition=Q(place__lt=LENGTH), name="status_place_within_its_list"),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.list_number}/{self.place}"
