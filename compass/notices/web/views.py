"""Pages of following passports and of the notices that follow."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.shortcuts import get_object_or_404
from django.urls import reverse

from compass.foundation.clock import now
from compass.foundation.web.views import FormPage, MemberPage
from compass.notices import queries
from compass.notices.operations import subscriptions
from passports.web.buying import BuyerForm


class Follow(BuyerForm):
    """Follow a passport for an organisation."""

    verb = "follow a passport"
    heading = "Follow this passport"
    button = "Follow"
    lead = "When its status changes, your organisation gets one notice here and you get one e-mail."
    done = "Your organisation follows this passport."

    def perform(self, form: Form) -> str:
        organisation = self.chosen(form)
        subscriptions.subscribe(passport=self.passport, organisation=organisation, by=self.person, now=now())
        return reverse("subscriptions")


class Subscriptions(MemberPage):
    """What the person's organisations follow."""

    template_name = "notices/subscriptions.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rows=queries.subscriptions_of(self.person)[:500], **kwargs)


class StopFollowing(FormPage):
    """Stop following a passport."""

    heading = "Stop following this passport?"
    button = "Stop following"
    variant = "warning"
    lead = "Your organisation will not be told when its status changes. Notices you have stay."
    done = "Your organisation no longer follows this passport."

    def prepare(self) -> None:
        found = queries.subscriptions_of(self.person)
        self.subscription = get_object_or_404(found, pk=self.kwargs["pk"])

    def caption(self) -> str:
        return f"{self.subscription.passport}, {self.subscription.passport.innovation}"

    def back(self) -> str:
        return reverse("subscriptions")

    def perform(self, form: Form) -> str:
        subscriptions.unsubscribe(subscription=self.subscription, by=self.person, now=now())
        return self.back()


class Notices(MemberPage):
    """The notices of the person's organisations, newest first."""

    template_name = "notices/notices.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = queries.notices_of(self.person)
        return super().get_context_data(rows=found[:100], unread=found.filter(read_at=None).count(), **kwargs)


class ReadNotice(FormPage):
    """Acknowledge a notice for the organisation."""

    heading = "Mark this notice as read"
    button = "Mark as read"

    def prepare(self) -> None:
        self.notice = get_object_or_404(queries.notices_of(self.person), pk=self.kwargs["pk"])
        self.lead = self.notice.change.sentence

    def caption(self) -> str:
        return str(self.notice.organisation)

    def back(self) -> str:
        return reverse("notices")

    def perform(self, form: Form) -> str:
        subscriptions.mark_read(notice=self.notice, by=self.person, now=now())
        return self.back()
