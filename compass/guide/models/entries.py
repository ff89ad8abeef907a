"""What the search reads of each technology: one row, written by the database whenever a fact behind it changes."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Lower

from compass.foundation.text import NAME_MAX
from evidence.models import Innovation, Innovator

PUBLIC = models.Q(published_at__isnull=False)


class SearchEntry(models.Model):
    """A technology as the search knows it; only `guide_write_entries` of the database writes it (migration 0002).

    `tags` are the values that filters count, each as `filter:value`, as they are from `lasts_from` until the day before
    `lasts_until` (None: for ever): on other days agreements begin or end, and `guide_tags` says what holds.
    """

    innovation = models.OneToOneField(
        Innovation, primary_key=True, on_delete=models.CASCADE, related_name="search_entry"
    )
    innovator = models.ForeignKey(Innovator, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=NAME_MAX)
    kind = models.CharField(max_length=20)
    clinical_area = models.CharField(max_length=20)
    # Of the current passport; NONE and no day without one.
    status = models.CharField(max_length=25)
    until = models.DateField(null=True)
    published_at = models.DateTimeField(null=True)
    adopters = models.PositiveIntegerField()
    # What the technology is described by, then its public claims: those of the pack of a passport that stands.
    search = SearchVectorField()
    tags = ArrayField(models.TextField(db_collation="C"))
    lasts_from = models.DateField(null=True)
    lasts_until = models.DateField(null=True)
    # Its EMDN codes with all that lie above them: A, A01, A0101.
    categories = ArrayField(models.CharField(max_length=13))

    class Meta:
        verbose_name = "search entry"
        verbose_name_plural = "search entries"
        indexes = [
            GinIndex(fields=["search"], name="search_entry_words"),
            GinIndex(fields=["tags"], name="search_entry_tags"),
            GinIndex(fields=["name"], opclasses=["gin_trgm_ops"], name="search_entry_name_alike", condition=PUBLIC),
            models.Index(Lower("name"), "innovation", name="search_entry_in_order", condition=PUBLIC),
            models.Index(
                fields=["lasts_until"], name="search_entry_due", condition=models.Q(lasts_until__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name
