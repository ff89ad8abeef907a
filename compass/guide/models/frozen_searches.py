"""Searches as they were: what somebody found on a day, kept as a record that cannot be changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from compass.foundation.immutable import append_only
from compass.foundation.models import HASH
from compass.foundation.public_keys import public_key, reference
from trusts.models import Organisation


class FrozenSearch(models.Model):
    """A search with its whole result, or a comparison, at one moment, for one organisation (`guide.frozen`)."""

    key = public_key()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = "frozen search"
        constraints = [
            models.CheckConstraint(condition=Q(content_hash__regex=HASH), name="frozen_search_hash_is_a_hash")
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"Search record {self.reference}"

    @property
    def reference(self) -> str:
        """What stands on its printed pages."""
        return reference(self.key)
