"""Technologies that an organisation weighs up: in an order, with votes and notes of its people."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from compass.foundation.immutable import never_deleted
from compass.foundation.public_keys import public_key
from compass.foundation.text import NAME_MAX
from evidence.models import Innovation
from trusts.models import Organisation


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), exclude=["key"])
class Shortlist(models.Model):
    """A list of technologies that the members of one organisation share; archived ones are only read."""

    key = public_key()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=NAME_MAX)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "shortlist"
        constraints = [
            models.UniqueConstraint(
                Lower("name"), "organisation", condition=Q(archived_at=None), name="shortlist_name_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="shortlist_has_a_name"),
        ]
        triggers = [never_deleted()]

    def __str__(self) -> str:
        return self.name


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["key"])
class Shortlisted(models.Model):
    """A technology on a shortlist, at its place."""

    key = public_key()
    shortlist = models.ForeignKey(Shortlist, on_delete=models.PROTECT, related_name="entries", db_index=False)
    innovation = models.ForeignKey(Innovation, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = "shortlisted technology"
        constraints = [
            models.UniqueConstraint(fields=["shortlist", "innovation"], name="shortlisted_once"),
            # Deferred: two that change places are for a moment at the same one.
            models.UniqueConstraint(
                fields=["shortlist", "position"], deferrable=models.Deferrable.DEFERRED, name="shortlisted_one_a_place"
            ),
            models.CheckConstraint(condition=Q(position__gte=1), name="shortlisted_counted_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.innovation} on {self.shortlist}"


class VoteChoice(models.TextChoices):
    """What a person thinks of a technology on a shortlist."""

    FOR = "FOR", "For"
    AGAINST = "AGAINST", "Against"
    UNSURE = "UNSURE", "Unsure"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Vote(models.Model):
    """What one person thinks of one technology on a shortlist; they may change it."""

    entry = models.ForeignKey(Shortlisted, on_delete=models.PROTECT, related_name="votes", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(max_length=10, choices=VoteChoice)
    voted_at = models.DateTimeField()

    class Meta:
        verbose_name = "vote"
        constraints = [
            models.UniqueConstraint(fields=["entry", "person"], name="vote_once"),
            models.CheckConstraint(condition=Q(choice__in=VoteChoice.values), name="vote_choice_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_choice_display()}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["key"])
class ShortlistNote(models.Model):
    """What one person wrote about a technology on a shortlist, for their colleagues; they may edit and delete it."""

    key = public_key()
    entry = models.ForeignKey(Shortlisted, on_delete=models.PROTECT, related_name="notes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "note on a shortlist"
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="shortlist_note_says_something")]

    def __str__(self) -> str:
        return f"{self.person}: {self.text[:40]}"
