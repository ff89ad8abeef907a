"""Companies and the people who work for them."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from compass.foundation.text import NAME_MAX
from evidence.models.folding import folded_name


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
        constraints = [models.UniqueConstraint(folded_name(models.F("name")), name="innovator_name_once")]
        # By the beginning of a word: whose products a safety notice may be about.
        indexes = [GinIndex(fields=["name"], opclasses=["gin_trgm_ops"], name="innovator_name_alike")]

    def __str__(self) -> str:
        return self.name


def last_one_stays() -> pgtrigger.Trigger:
    """Refuse to leave an innovator that had people without anybody; of two removals at once, one waits."""
    return pgtrigger.Trigger(
        name="last_one_stays",
        when=pgtrigger.Before,
        operation=pgtrigger.Delete | pgtrigger.Update,
        # NO KEY: what refers to the innovator, a new technology for example, need not wait.
        func="""
            IF TG_OP = 'UPDATE' AND NEW.innovator_id = OLD.innovator_id THEN RETURN NEW; END IF;
            PERFORM 1 FROM evidence_innovator WHERE id = OLD.innovator_id FOR NO KEY UPDATE;
            IF NOT EXISTS (
                SELECT 1 FROM evidence_innovatormember WHERE innovator_id = OLD.innovator_id AND id <> OLD.id
            ) THEN RAISE EXCEPTION 'innovator % would have nobody left', OLD.innovator_id; END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class InnovatorMember(models.Model):
    """A person who works for an innovator and may act for it."""

    innovator = models.ForeignKey(Innovator, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="innovator_memberships")

    class Meta:
        verbose_name = "innovator member"
        constraints = [models.UniqueConstraint(fields=["innovator", "person"], name="innovator_member_once")]
        triggers = [last_one_stays()]

    def __str__(self) -> str:
        return f"{self.person} at {self.innovator}"
