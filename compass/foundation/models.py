"""The change log: one row for each thing that happened, written in the transaction that made it happen.

It is how a lower floor tells a higher one (transactional outbox): `compass.watch` reads new rows. See
docs/decisions/0005-history-and-outbox.md.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Func

from compass.foundation.immutable import append_only


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
    occurred_at = models.DateTimeField()
    # Readers follow (transaction_id, id) up to the oldest running transaction: ids alone commit out of order.
    transaction_id = models.BigIntegerField(
        db_default=Func(function="txid_current", output_field=models.BigIntegerField()), editable=False
    )

    class Meta:
        indexes = [
            models.Index(fields=["transaction_id", "id"], name="change_reading_order"),
            models.Index(fields=["subject", "subject_id", "id"], name="change_of_subject"),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return self.sentence


class Email(models.Model):
    """An e-mail, first written as a row in the transaction that causes it, then sent by a worker.

    `key` says what it is about and makes it unique; it becomes the Message-ID, so that a mail that left but was not
    marked (a worker killed between the two) is one message to the receiver, sent again or not.
    """

    key = models.CharField(max_length=120, unique=True)
    recipient = models.EmailField(max_length=254)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "e-mail"
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="email_to_send",
                condition=models.Q(sent_at__isnull=True, failed_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.recipient}"
