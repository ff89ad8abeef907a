"""Saved searches: what an organisation looks for again and again, and which technologies it finds as last told."""

from __future__ import annotations

from uuid import uuid4

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from compass.foundation.immutable import never_deleted
from compass.foundation.text import NAME_MAX
from evidence.models import Innovation
from trusts.models import Organisation

QUERY_MAX = 4000


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class SavedSearch(models.Model):
    """A search that an organisation is told about until it stops it. Confidential: it says what they want to buy."""

    # What others outside this floor know it by: it tells nothing, and nobody guesses it.
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=NAME_MAX)
    # As `guide.saved_search.canonical` writes it: one search has one text.
    query = models.CharField(max_length=QUERY_MAX, blank=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "saved search"
        constraints = [
            models.UniqueConstraint(
                Lower("name"), "organisation", condition=Q(stopped_at=None), name="saved_search_name_once"
            ),
            models.UniqueConstraint(
                fields=["organisation", "query"], condition=Q(stopped_at=None), name="saved_search_query_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="saved_search_has_a_name"),
        ]
        triggers = [never_deleted()]

    def __str__(self) -> str:
        return self.name


class SavedMatch(models.Model):
    """A technology that a saved search finds, as was told last: written in the transaction that says so."""

    # No index of its own: the constraint's serves.
    saved_search = models.ForeignKey(SavedSearch, on_delete=models.PROTECT, db_index=False, related_name="matches")
    innovation = models.ForeignKey(Innovation, on_delete=models.PROTECT, related_name="+")
    found_at = models.DateTimeField()

    class Meta:
        verbose_name = "match of a saved search"
        constraints = [models.UniqueConstraint(fields=["saved_search", "innovation"], name="saved_match_once")]

    def __str__(self) -> str:
        return f"{self.saved_search}: {self.innovation}"


class WatchCursor(models.Model):
    """How far saved searches were held against the change log, and the last London day whose dates were. One row."""

    name = models.CharField(max_length=20, primary_key=True)
    transaction_id = models.BigIntegerField(default=0)
    day = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name}: {self.transaction_id}"
