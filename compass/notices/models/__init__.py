"""Subscriptions, the notices that changes cause, and their ways out: each told once, held by unique keys."""

from compass.notices.models.adopters import InAppOnly
from compass.notices.models.calendars import CalendarLink
from compass.notices.models.notices import Cursor, DigestLine, Notice
from compass.notices.models.subscriptions import Followed, Frequency, Subscription
from compass.notices.models.webhooks import Endpoint, WebhookDelivery

__all__ = [
    "CalendarLink",
    "Cursor",
    "DigestLine",
    "Endpoint",
    "Followed",
    "Frequency",
    "InAppOnly",
    "Notice",
    "Subscription",
    "WebhookDelivery",
]
