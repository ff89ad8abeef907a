"""Evidence packs and their written answers. A submitted pack never changes again: triggers hold that."""

from __future__ import annotations

from collections.abc import Sequence
from string import Template

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from compass.foundation.immutable import never_deleted
from evidence.models.folding import folded_version
from evidence.models.innovations import Innovation
from evidence.models.standards import RequirementSet
from evidence.states import PACK, PackState

# FOR SHARE waits for a freeze that is under way and then reads what it wrote.
_HELD = Template("""$first
            IF TG_OP <> 'INSERT' THEN
                SELECT state INTO standing FROM evidence_pack WHERE id = OLD.pack_id FOR SHARE;
                IF standing = 'FROZEN' THEN RAISE EXCEPTION 'evidence pack % is frozen', OLD.pack_id; END IF;
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            SELECT state INTO standing FROM evidence_pack WHERE id = NEW.pack_id FOR SHARE;
            IF standing = 'FROZEN' THEN RAISE EXCEPTION 'evidence pack % is frozen', NEW.pack_id; END IF;
            RETURN NEW;
        """)
_CHANGES_FREELY = Template("""
            IF TG_OP = 'UPDATE' THEN
                IF to_jsonb(OLD) - '{$columns}'::text[] = to_jsonb(NEW) - '{$columns}'::text[] THEN RETURN NEW; END IF;
            END IF;""")


def held_by_pack(*, apart_from: Sequence[str] = ()) -> pgtrigger.Trigger:
    """Refuse any change to a part of a frozen pack; waits for a freeze that is under way.

    `apart_from` are columns that go on changing because they are no part of what was submitted.
    """
    return pgtrigger.Trigger(
        name="held_by_pack",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("standing", "text")],
        func=_HELD.substitute(first=_CHANGES_FREELY.substitute(columns=",".join(apart_from)) if apart_from else ""),
    )


@pghistory.track(exclude=["version_key"])
class Pack(models.Model):
    """The evidence for one version of a technology. A new revision follows a panel that did not approve."""

    innovation = models.ForeignKey(Innovation, on_delete=models.PROTECT, related_name="packs")
    product_version = models.CharField(max_length=40)
    # One for all spellings of a version; worked out by the database, so that it cannot be wrong.
    version_key = models.GeneratedField(
        expression=folded_version("product_version"), output_field=models.TextField(), db_persist=True
    )
    revision = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=20, choices=PackState, default=PackState.DRAFT)
    created_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True, blank=True)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    content = models.JSONField(null=True, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = "evidence pack"
        constraints = [
            PACK.known_states(),
            models.UniqueConstraint(fields=["innovation", "version_key", "revision"], name="pack_revision_once"),
            models.UniqueConstraint(
                fields=["innovation"], condition=Q(state=PackState.DRAFT), name="pack_one_draft_per_innovation"
            ),
            models.CheckConstraint(
                condition=Q(state=PackState.DRAFT, frozen_at=None, frozen_by=None, content=None, content_hash="")
                | (
                    Q(state=PackState.FROZEN, frozen_at__isnull=False, frozen_by__isnull=False, content__isnull=False)
                    & ~Q(content_hash="")
                ),
                name="pack_frozen_whole",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="frozen_never_changed", operation=pgtrigger.Update, condition=pgtrigger.Q(old__state="FROZEN")
            ),
            PACK.legal_moves(),
            never_deleted(),
        ]

    def __str__(self) -> str:
        revision = f", revision {self.revision}" if self.revision > 1 else ""
        return f"{self.innovation}, version {self.product_version}{revision}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PackStandard(models.Model):
    """A standard that a pack is asked, pinned to a version until its people move it to a newer one."""

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="standards")
    requirement_set = models.ForeignKey(RequirementSet, on_delete=models.PROTECT, related_name="+")
    # The set's own code, so that the database can refuse two versions of one standard in a pack.
    code = models.SlugField(max_length=60)
    # How many of its requirements applied when the pack was frozen, and how many of those the pack met.
    applied = models.PositiveSmallIntegerField(null=True, blank=True)
    met = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = "standard of a pack"
        constraints = [
            models.UniqueConstraint(fields=["pack", "code"], name="pack_standard_one_version"),
            models.CheckConstraint(
                condition=Q(applied=None, met=None)
                | Q(applied__isnull=False, met__isnull=False, met__lte=models.F("applied")),
                name="pack_standard_counted_whole",
            ),
        ]
        triggers = [held_by_pack()]

    def __str__(self) -> str:
        return str(self.requirement_set)


@pghistory.track()
class Answer(models.Model):
    """The answer to one question of a pack; it meets every requirement that asks this question.

    An answer to a question that no longer applies stays: it is parked, and counts again when the question does.
    """

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="answers")
    question = models.SlugField(max_length=60)
    # See evidence.answering for the shape of a value.
    value = models.JSONField()
    # Counts the changes: who saves an answer says which one they had before them.
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "answer"
        constraints = [
            models.UniqueConstraint(fields=["pack", "question"], name="answer_once"),
            models.CheckConstraint(condition=Q(revision__gte=1), name="answer_revision_counts_from_one"),
        ]
        triggers = [held_by_pack()]

    def __str__(self) -> str:
        return f"{self.question} ({self.pack})"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class SetAsideAnswer(models.Model):
    """What somebody wrote while a colleague changed the same answer: kept until a person has chosen between them."""

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="set_aside")
    question = models.SlugField(max_length=60)
    value = models.JSONField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "answer set aside"
        constraints = [
            models.UniqueConstraint(fields=["pack", "question", "written_by"], name="set_aside_answer_once_each")
        ]
        triggers = [held_by_pack()]

    def __str__(self) -> str:
        return f"{self.question} by {self.written_by} ({self.pack})"
