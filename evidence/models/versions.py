"""What is new in a version of a product, and what its people said still holds."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from compass.foundation.text import PROSE_MAX
from evidence.models.packs import Pack, held_by_pack
from evidence.models.standards import Topic


class Magnitude(models.TextChoices):
    """How far a new version differs from the one before."""

    MINOR = "MINOR", "Minor: nothing that bears on safety or on how well it works has changed"
    MAJOR = "MAJOR", "Major: something that was assessed has changed"


def follows_a_frozen_pack() -> pgtrigger.Trigger:
    """Refuse a pack before that is of another technology, of the same product version, or still in draft."""
    return pgtrigger.Trigger(
        name="follows_a_frozen_pack",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func="""
            IF NOT EXISTS (
                SELECT FROM evidence_pack AS new_one JOIN evidence_pack AS before USING (innovation_id)
                WHERE new_one.id = NEW.pack_id AND before.id = NEW.previous_id
                AND before.state = 'FROZEN' AND before.version_key <> new_one.version_key
            ) THEN RAISE EXCEPTION 'pack % does not follow pack %', NEW.pack_id, NEW.previous_id; END IF;
            RETURN NEW;
        """,
    )


@pghistory.track()
class VersionChange(models.Model):
    """How the product version of a pack differs from that of an earlier, frozen pack; attested by a person."""

    pack = models.OneToOneField(Pack, on_delete=models.PROTECT, related_name="version_change")
    previous = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="+")
    magnitude = models.CharField(max_length=20, choices=Magnitude)
    statement = models.TextField(max_length=PROSE_MAX)
    # The topics that a major change touches.
    topics = ArrayField(models.CharField(max_length=20, choices=Topic), default=list, blank=True)
    attested_at = models.DateTimeField()
    attested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "change of version"
        constraints = [
            models.CheckConstraint(
                condition=Q(magnitude="MINOR", topics=[]) | (Q(magnitude="MAJOR") & ~Q(topics=[])),
                name="version_change_names_topics_when_major",
            ),
            models.CheckConstraint(condition=Q(statement__regex=r"\S"), name="version_change_is_stated"),
            models.CheckConstraint(condition=Q(topics__contained_by=Topic.values), name="version_change_topics_known"),
        ]
        triggers = [held_by_pack(), follows_a_frozen_pack()]

    def __str__(self) -> str:
        return f"{self.pack}: {self.size} change"

    @property
    def size(self) -> str:
        """The magnitude inside a sentence: `minor` or `major`."""
        return Magnitude(self.magnitude).name.lower()


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Confirmation(models.Model):
    """Somebody said that what stands under a question is still true for this version of the product."""

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="confirmations")
    question = models.SlugField(max_length=60)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "confirmation"
        constraints = [models.UniqueConstraint(fields=["pack", "question"], name="confirmation_once")]
        triggers = [held_by_pack()]

    def __str__(self) -> str:
        return f"{self.question} ({self.pack})"
