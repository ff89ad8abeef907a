"""The notices that changes cause: each told to an organisation once, held by a unique key."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from compass.foundation.models import Change
from passports.models import Passport
from trusts.models import Organisation


class Notice(models.Model):
    """A change, told to an organisation."""

    change = models.ForeignKey(Change, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="notices")
    # None for what is not about one passport: its change row says the address of what it is about.
    passport = models.ForeignKey(Passport, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "notice"
        constraints = [models.UniqueConstraint(fields=["change", "organisation"], name="notice_once")]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="notice_newest"),
            models.Index(fields=["organisation"], name="notice_unread", condition=models.Q(read_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.change} ({self.organisation})"


class DigestLine(models.Model):
    """A change that waits for a person's daily e-mail, or the civil day of the one it went out with."""

    change = models.ForeignKey(Change, on_delete=models.PROTECT, related_name="+", db_index=False)
    passport = models.ForeignKey(
        Passport, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    # The subscription that it waits for: stopped or gone, the line is not sent. A number and no reference, so that
    # subscriptions go without asking. None in lines from before it was kept.
    subscription_id = models.BigIntegerField(null=True, blank=True)
    sent_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "line of a daily e-mail"
        constraints = [models.UniqueConstraint(fields=["change", "person"], name="digest_line_once")]
        indexes = [models.Index(fields=["person", "id"], name="digest_waiting", condition=models.Q(sent_on=None))]

    def __str__(self) -> str:
        return f"{self.change} for {self.person}"


class Cursor(models.Model):
    """How far the change log has been told: the last transaction that was handled. One row."""

    name = models.CharField(max_length=20, primary_key=True)
    transaction_id = models.BigIntegerField(default=0)
    # Change rows up to this id came from another server, by a dump, and are all told: their transaction numbers say
    # nothing here. 0 where there are none.
    brought_id = models.BigIntegerField(db_default=0)

    def __str__(self) -> str:
        return f"{self.name}: {self.transaction_id}"
