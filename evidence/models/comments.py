"""What a company's people say to each other about a draft. No part of the pack: nobody else ever sees it."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from compass.foundation.immutable import never_deleted
from evidence.models.packs import Pack, held_by_pack


@pghistory.track()
class PackComment(models.Model):
    """One remark on one topic of a draft; it stays as it was written, and is resolved once."""

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="comments")
    topic = models.SlugField(max_length=60)
    text = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "pack comment"
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="pack_comment_says_something"),
            models.CheckConstraint(condition=Q(topic__regex=r"^[a-z0-9][a-z0-9_-]*$"), name="pack_comment_topic_form"),
            models.CheckConstraint(
                condition=Q(resolved_at=None, resolved_by=None)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False, resolved_at__gte=F("written_at")),
                name="pack_comment_resolved_whole",
            ),
        ]
        triggers = [
            held_by_pack(),
            pgtrigger.Protect(
                name="words_never_changed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "((OLD.pack_id, OLD.topic, OLD.text, OLD.written_at, OLD.written_by_id) IS DISTINCT FROM "
                    "(NEW.pack_id, NEW.topic, NEW.text, NEW.written_at, NEW.written_by_id))"
                ),
            ),
            pgtrigger.Protect(
                name="resolved_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__resolved_at__isnull=False),
            ),
            never_deleted(),
        ]

    def __str__(self) -> str:
        return f"Comment on {self.topic} ({self.pack})"
