"""Webhooks: where an organisation's notices are sent to machines, and what became of each."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from compass.notices.models.notices import Notice
from passports.models import Passport
from trusts.models import Organisation

ADDRESS_MAX = 500


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), exclude=["sealed_secret"])
class Endpoint(models.Model):
    """An address to which every notice of an organisation is posted, until it is removed."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=ADDRESS_MAX)
    # Encrypted (`notices.webhooks.secrets_at_rest`): it is needed to sign, and shown once.
    sealed_secret = models.TextField()
    # Who answers for it: who added it or, since that person left, who confirmed it last. Without them it is paused.
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "webhook"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "address"], condition=Q(removed_at=None), name="endpoint_address_once"
            )
        ]

    def __str__(self) -> str:
        return self.address


class WebhookDelivery(models.Model):
    """One notice on its way to one endpoint (without a notice: a test). Its id makes the `webhook-id`, for ever."""

    endpoint = models.ForeignKey(Endpoint, on_delete=models.PROTECT, related_name="deliveries", db_index=False)
    notice = models.ForeignKey(Notice, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # As the notice's, if it has one: deliveries about one passport leave one after another.
    passport = models.ForeignKey(
        Passport, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(db_default=0)
    delivered_at = models.DateTimeField(null=True, blank=True)
    dead_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=200, blank=True, db_default="")

    class Meta:
        verbose_name = "webhook delivery"
        constraints = [
            models.UniqueConstraint(fields=["notice", "endpoint"], name="webhook_delivery_once"),
            models.CheckConstraint(
                condition=Q(delivered_at=None) | Q(dead_at=None), name="webhook_delivery_ends_one_way"
            ),
            models.CheckConstraint(
                condition=Q(passport=None) | Q(notice__isnull=False), name="webhook_delivery_about_a_notice_or_a_test"
            ),
        ]
        indexes = [
            models.Index(
                fields=["endpoint", "id"], name="webhook_next", condition=Q(delivered_at=None, dead_at=None)
            ),
            models.Index(
                fields=["endpoint", "passport", "id"], name="webhook_in_order",
                condition=Q(delivered_at=None, dead_at=None),
            ),
            models.Index(fields=["endpoint", "-id"], name="webhook_newest"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.notice or 'Test'} → {self.endpoint}"

    @property
    def message_id(self) -> str:
        """The `webhook-id`: the same at every attempt, so that a receiver knows a second arrival of one message."""
        return f"msg_{self.pk}"
