"""The cost model of a pack as its innovator typed it so far. `evidence.cost` reads and checks it."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models

from evidence.models.packs import Pack, held_by_pack


@pghistory.track()
class CostModel(models.Model):
    """JSON in the form of `evidence/cost/cost_model.schema.json`, complete or not yet; each saving has a `revision`."""

    pack = models.OneToOneField(Pack, on_delete=models.PROTECT, related_name="cost_model")
    model = models.JSONField()
    revision = models.PositiveIntegerField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "cost model"
        constraints = [
            models.CheckConstraint(condition=models.Q(revision__gte=1), name="cost_model_revision_counts_from_one")
        ]
        triggers = [held_by_pack()]

    def __str__(self) -> str:
        return f"Cost model ({self.pack})"
