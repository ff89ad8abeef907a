"""What an NHS organisation needs and has not found: published for everybody, answered by innovators."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from compass.foundation.immutable import append_only, never_deleted
from compass.foundation.text import LINE_MAX, NAME_MAX
from evidence.models import ClinicalArea, Innovation
from trusts.models.organisations import Organisation
from trusts.states import NEED, NeedState

# What is searched of a need, as its index has it: a query with other words would go through all rows.
NEED_WORDS = SearchVector("title", "problem", config="english")


# More people than live in the country: a mistyped number is refused before the database would.
PATIENTS_MAX = 100_000_000


@pghistory.track()
class Need(models.Model):
    """A problem that an organisation looks for a technology for (a "demand signal"). Public from its first moment."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="needs")
    title = models.CharField(max_length=NAME_MAX)
    problem = models.TextField()
    clinical_area = models.CharField(max_length=20, choices=ClinicalArea)
    # In a year, at this organisation; None is not stated.
    patients = models.PositiveIntegerField(null=True, blank=True)
    needed_by = models.DateField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=NeedState, default=NeedState.OPEN)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=LINE_MAX, blank=True)
    # When its words were last corrected; what it said before is in its history.
    changed_at = models.DateTimeField(null=True, blank=True)
    # One more with each correction: whoever saves says which one they had before them.
    revision = models.PositiveIntegerField(db_default=1)

    class Meta:
        verbose_name = "need"
        constraints = [
            NEED.known_states(),
            models.UniqueConstraint(
                Lower("title"), "organisation", condition=Q(state=NeedState.OPEN), name="need_title_once"
            ),
            models.CheckConstraint(condition=~Q(title="") & ~Q(problem=""), name="need_says_what"),
            models.CheckConstraint(condition=Q(patients=None) | Q(patients__gte=1), name="need_of_somebody"),
            models.CheckConstraint(condition=Q(clinical_area__in=ClinicalArea.values), name="need_area_known"),
            models.CheckConstraint(
                condition=Q(state=NeedState.OPEN, closed_at=None, outcome="")
                | (~Q(state=NeedState.OPEN) & Q(closed_at__isnull=False)),
                name="need_closed_with_its_time",
            ),
            models.CheckConstraint(
                condition=Q(revision=1, changed_at=None) | Q(revision__gte=2, changed_at__isnull=False),
                name="need_changed_with_its_time",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="need_newest"),
            GinIndex(NEED_WORDS, name="need_words"),
            GinIndex(fields=["title"], opclasses=["gin_trgm_ops"], name="need_title_alike"),
        ]
        triggers = [NEED.legal_moves(), never_deleted()]

    def __str__(self) -> str:
        return self.title


class NeedAnswer(models.Model):
    """An innovator says of one of its public technologies how it answers a need; once, and it stays said."""

    # No index of its own: the constraint's serves.
    need = models.ForeignKey(Need, on_delete=models.PROTECT, db_index=False, related_name="answers")
    innovation = models.ForeignKey(Innovation, on_delete=models.PROTECT, related_name="+")
    sentence = models.CharField(max_length=LINE_MAX)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        verbose_name = "answer to a need"
        constraints = [
            models.UniqueConstraint(fields=["need", "innovation"], name="need_answered_once"),
            models.CheckConstraint(condition=~Q(sentence=""), name="need_answer_says_how"),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.innovation} for “{self.need}”"
