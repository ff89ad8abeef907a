"""Pages of webhooks: adding one, its secret shown once, what became of its messages, testing and replaying."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from compass.foundation.clock import now
from compass.foundation.errors import Refused
from compass.foundation.web.views import FormPage, MemberPage
from compass.notices import queries
from compass.notices.operations import webhooks
from compass.notices.web.forms import WebhookForm
from trusts.models import Role
from trusts.queries import organisations_of
from trusts.web.on_behalf import ForOrganisation

SHOWN = 50


class Webhooks(MemberPage):
    """The webhooks of the person's organisations."""

    template_name = "notices/webhooks.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        buys = organisations_of(self.person, Role.BUYER).exists()
        return super().get_context_data(rows=queries.endpoints_of(self.person), buys=buys, **kwargs)


class AddWebhook(ForOrganisation):
    """Have an organisation's notices posted to an address. The page that follows shows the secret, once."""

    form_class = WebhookForm
    roles = (Role.BUYER,)
    deed = "add a webhook"
    heading = "Add a webhook"
    button = "Add the webhook"
    lead = (
        "We send each notice of the organisation to this address. Messages are signed as Standard Webhooks 1.0 "
        "describes."
    )

    def back(self) -> str:
        return reverse("webhooks")

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            self.count_attempt()
            endpoint, secret = webhooks.add_endpoint(
                organisation=self.chosen(form), address=form.cleaned_data["address"], by=self.person, now=now()
            )
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.whole)
            context = self.get_context_data(form=form)
            return self.render_to_response(context, status=refusal.status, headers=refusal.headers)
        self.template_name = "notices/webhook_secret.jinja"
        return self.render_to_response(self.get_context_data(endpoint=endpoint, secret=secret))


class WebhookPage(MemberPage):
    """One webhook and what became of its newest messages."""

    template_name = "notices/webhook.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        endpoint = get_object_or_404(queries.endpoints_of(self.person), pk=self.kwargs["pk"])
        sent = queries.deliveries_to(endpoint)
        dead = sent.filter(dead_at__isnull=False)[:SHOWN]
        return super().get_context_data(endpoint=endpoint, sent=sent[:SHOWN], dead=dead, **kwargs)


class _OfWebhook(FormPage):
    """One step with a webhook of the person's organisations."""

    def prepare(self) -> None:
        self.endpoint = get_object_or_404(queries.endpoints_of(self.person), pk=self.kwargs["pk"])

    def caption(self) -> str:
        return str(self.endpoint)

    def back(self) -> str:
        return reverse("webhook", args=[self.endpoint.pk])


class TryWebhook(_OfWebhook):
    """Send a test message."""

    heading = "Send a test message"
    button = "Send a test message"
    lead = "We send a signed message of the type “test” within a minute. The page of the webhook shows what came of it."
    done = "The test is on its way. Open this page again in a minute to see what came of it."

    def perform(self, form: Form) -> str:
        webhooks.send_test(endpoint=self.endpoint, by=self.person, now=now())
        return self.back()


class ConfirmWebhook(_OfWebhook):
    """Answer for a webhook whose person left."""

    heading = "Is this address still yours?"
    button = "Yes, go on sending"
    lead = (
        "The person who answered for this webhook does not buy here any more, so we send nothing. If you "
        "confirm it, we "
        "send the notices of your organisation to this address again. If you do not know the address, remove it."
    )
    done = "We send notices to this address again. You answer for the webhook now."

    def perform(self, form: Form) -> str:
        webhooks.confirm_endpoint(endpoint=self.endpoint, by=self.person, now=now())
        return self.back()


class ReplayWebhook(_OfWebhook):
    """Send again what was given up."""

    heading = "Send the messages again that we gave up?"
    button = "Send these messages again"
    lead = "Each message keeps its webhook-id, so your system can tell which ones it had. They arrive after newer ones."
    done = "We are sending these messages again."

    def perform(self, form: Form) -> str:
        webhooks.replay_dead(endpoint=self.endpoint, by=self.person, now=now())
        return self.back()


class RemoveWebhook(_OfWebhook):
    """Send nothing there any more."""

    heading = "Remove this webhook?"
    button = "Remove the webhook"
    variant = "warning"
    lead = "We send nothing to this address any more, not even messages that wait now. Its secret stops working."
    done = "The webhook is removed."

    def perform(self, form: Form) -> str:
        webhooks.remove_endpoint(endpoint=self.endpoint, by=self.person, now=now())
        return reverse("webhooks")
