"""The picture of a technology: one for each, told in words too, in two sizes that were made here."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from compass.foundation.text import LINE_MAX
from evidence.models.innovations import Innovation

_DIGITS = r"^[0-9a-f]{64}$"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Picture(models.Model):
    """What a technology looks like. The files are WebP images named by the SHA-256 of their bytes; sizes in pixels."""

    innovation = models.OneToOneField(Innovation, on_delete=models.PROTECT, related_name="shown_as")
    # What is to be seen on it, for whoever does not see it.
    alternative = models.CharField(max_length=LINE_MAX)
    large = models.CharField(max_length=64)
    large_width = models.PositiveSmallIntegerField()
    large_height = models.PositiveSmallIntegerField()
    small = models.CharField(max_length=64)
    small_width = models.PositiveSmallIntegerField()
    small_height = models.PositiveSmallIntegerField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "picture"
        constraints = [
            models.CheckConstraint(condition=~Q(alternative=""), name="picture_told_in_words"),
            models.CheckConstraint(
                condition=Q(large__regex=_DIGITS, small__regex=_DIGITS), name="picture_named_by_its_bytes"
            ),
            models.CheckConstraint(
                condition=Q(large_width__gt=0, large_height__gt=0, small_width__gt=0, small_height__gt=0),
                name="picture_has_a_size",
            ),
        ]
        # Whose picture a stored file is, and whether anything still rests on it.
        indexes = [
            models.Index(fields=["large"], name="picture_large"),
            models.Index(fields=["small"], name="picture_small"),
        ]

    def __str__(self) -> str:
        return f"Picture of {self.innovation}"
