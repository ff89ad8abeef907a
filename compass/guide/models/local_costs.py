"""What a technology would cost one organisation: the numbers of its own that it put into the cost model."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from compass.foundation.models import HASH
from evidence.models import Innovation, Pack
from trusts.models import Organisation


@pghistory.track()
class LocalCost(models.Model):
    """An organisation's own numbers for one technology, as text by the name of the input, only those that it changed.

    `pack` and `model_hash` (SHA-256 of the cost model's canonical JSON) say which cost model they were put into; each
    saving has a `revision`. Nobody outside of the organisation ever sees a row: agreed prices may stand in it.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    innovation = models.ForeignKey(Innovation, on_delete=models.PROTECT, related_name="+")
    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="+")
    model_hash = models.CharField(max_length=64)
    numbers = models.JSONField(default=dict)
    revision = models.PositiveIntegerField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "local cost"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "innovation"], name="local_cost_once"),
            models.CheckConstraint(condition=Q(revision__gte=1), name="local_cost_revision_counts_from_one"),
            models.CheckConstraint(condition=Q(model_hash__regex=HASH), name="local_cost_hash_is_a_hash"),
            # Only an object contains the empty object.
            models.CheckConstraint(condition=Q(numbers__contains={}), name="local_cost_numbers_have_names"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="frozen_pack_of_the_technology",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM evidence_pack
                        WHERE id = NEW.pack_id AND innovation_id = NEW.innovation_id AND state = 'FROZEN'
                    ) THEN RAISE EXCEPTION 'local costs rest on a frozen pack of the same technology'; END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"Local cost of {self.innovation} ({self.organisation})"
