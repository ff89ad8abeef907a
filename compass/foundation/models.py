"""The change log: one row for each thing that happened, written in the transaction that made it happen, then sealed.

It is how a lower floor tells a higher one (transactional outbox): `compass.watch` reads new rows. See
docs/decisions/0005-history-and-outbox.md.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Func, Q

from compass.foundation.immutable import append_only, stamped
from compass.foundation.transparency.statements import seal_statement

HASH = "^[0-9a-f]{64}$"  # SHA-256 in hexadecimal


class Change(models.Model):
    """Something happened to a subject, said in a sentence."""

    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    sentence = models.TextField()
    data = models.JSONField(default=dict)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    occurred_at = models.DateTimeField()  # as whoever wrote the row says
    inserted_at = models.DateTimeField(null=True, editable=False)  # by the database; rows from before it was kept: none
    # Readers follow (transaction_id, id) up to the oldest running transaction: ids alone commit out of order.
    transaction_id = models.BigIntegerField(
        db_default=Func(function="txid_current", output_field=models.BigIntegerField()), editable=False
    )

    class Meta:
        indexes = [
            models.Index(fields=["transaction_id", "id"], name="change_reading_order"),
            models.Index(fields=["subject", "subject_id", "id"], name="change_of_subject"),
            # Rows lie in the order of time, so a few kilobytes say where a day begins.
            BrinIndex(fields=["occurred_at"], name="change_by_time", autosummarize=True),
        ]
        triggers = [*append_only(), stamped()]

    def __str__(self) -> str:
        return self.sentence


class SealedDay(models.Model):
    """The signed seal of one London day's changes (`transparency.statements.seal_statement`); seals form one chain."""

    day = models.DateField(unique=True)
    ends_at = models.DateTimeField()
    before_transaction = models.BigIntegerField()
    count = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    # Unique: two seals cannot both follow the same one, so the chain has no branches and one beginning.
    previous = models.CharField(max_length=64, unique=True)
    blind = models.BinaryField()  # never published: it hides who acted, and what the leaves of others say
    sealed_at = models.DateTimeField()
    inserted_at = models.DateTimeField(null=True, editable=False)  # by the database, as that of a change
    key_id = models.CharField(max_length=64)
    signature = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(root__regex=HASH) & Q(previous__regex=HASH), name="sealed_day_hashes_are_hashes"
            ),
            models.CheckConstraint(condition=Q(sealed_at__gte=F("ends_at")), name="sealed_day_is_over"),
        ]
        triggers = [*append_only(), stamped()]

    def __str__(self) -> str:
        return f"Seal of {self.day}"

    @property
    def statement(self) -> dict[str, Any]:
        """What the seal says, as its columns have it."""
        return seal_statement(
            day=self.day, ends_at=self.ends_at, before_transaction=self.before_transaction, count=self.count,
            root=self.root, previous=self.previous, blind=bytes(self.blind), sealed_at=self.sealed_at,
        )  # fmt: skip


class SealedChange(models.Model):
    """The leaf of one change: where it stands in the seal of its day, and its hash then. It tells which row differs."""

    # No index of its own: the constraint's serves.
    seal = models.ForeignKey(SealedDay, on_delete=models.PROTECT, db_index=False, related_name="leaves")
    position = models.PositiveIntegerField()
    change = models.OneToOneField(Change, on_delete=models.PROTECT, related_name="leaf")
    hash = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seal", "position"], name="sealed_change_one_at_a_position")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.seal}, {self.position}"


class Email(models.Model):
    """An e-mail, first written as a row in the transaction that causes it, then sent by a worker.

    `key` says what it is about and makes it unique; it becomes the Message-ID, so that a mail that left but was not
    marked (a worker killed between the two) is one message to the receiver, sent again or not.
    """

    key = models.CharField(max_length=120, unique=True)
    recipient = models.EmailField(max_length=254)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    # What the recipient may stop, for example `unsubscribe/follow-17`: the mail carries a signed link. Empty: nothing.
    opt_out = models.CharField(max_length=60, blank=True, db_default="")
    created_at = models.DateTimeField()  # when it was put into the outbox, or back into it by an operator
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=200, blank=True, db_default="")  # what the mail server last said against it
    dropped_at = models.DateTimeField(null=True, blank=True)  # given up, and an operator will not have it sent again

    class Meta:
        verbose_name = "e-mail"
        constraints = [
            models.CheckConstraint(
                condition=Q(dropped_at=None) | Q(failed_at__isnull=False), name="email_dropped_was_given_up"
            )
        ]
        indexes = [
            # Those that wait for a later time are few; those that leave are read in their order.
            models.Index(
                fields=["due_at", "id"],
                name="email_to_send",
                condition=models.Q(sent_at__isnull=True, failed_at__isnull=True),
            ),
            models.Index(
                models.Case(models.When(opt_out="", then=0), default=1),
                "id",
                name="email_in_order",
                condition=models.Q(sent_at__isnull=True, failed_at__isnull=True),
            ),
            models.Index(
                fields=["-id"], name="email_given_up", condition=models.Q(failed_at__isnull=False, dropped_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.recipient}"
