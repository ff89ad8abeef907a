"""Adding, testing and removing an organisation's webhooks, and sending again what could not be delivered."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from compass.accounts.models import User
from compass.foundation.errors import Invalid, Refused
from compass.foundation.history import record_change
from compass.notices.models import Endpoint, WebhookDelivery
from compass.notices.webhooks.addresses import problem_with
from compass.notices.webhooks.messages import new_secret
from compass.notices.webhooks.secrets_at_rest import seal
from trusts import policies
from trusts.models import Organisation, Role

MOST = 5  # of one organisation


@transaction.atomic
def add_endpoint(*, organisation: Organisation, address: str, by: User, now: datetime) -> tuple[Endpoint, str]:
    """Have every notice of the organisation posted to an address; returns the endpoint and its secret, told once.

    Raises NotAllowed for non-buyers, Invalid for an address that webhooks may not go to, Refused for one more than
    there may be or one that is there.
    """
    policies.check_role(by, organisation, Role.BUYER)
    problem = problem_with(address, this_machine=settings.WEBHOOKS_TO_THIS_MACHINE)
    if problem:
        raise Invalid(problem, field="address")
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    standing = set(
        Endpoint.objects.filter(organisation=organisation, removed_at=None).values_list("address", flat=True)
    )
    if address in standing:
        raise Refused("This address is there already.", next_step="To get another secret, remove it first.")
    if len(standing) >= MOST:
        raise Refused(f"{organisation} has {MOST} webhooks.", next_step="Remove one that is not needed any more.")
    secret = new_secret()
    endpoint = Endpoint.objects.create(
        organisation=organisation, address=address, sealed_secret=seal(secret), added_by=by, added_at=now
    )
    record_change("webhook_added", endpoint, f"{organisation} has its notices sent to {address}.", by=by, now=now)
    return endpoint, secret


@transaction.atomic
def remove_endpoint(*, endpoint: Endpoint, by: User, now: datetime) -> None:
    """Send nothing there any more, also not what waits; raises NotAllowed for other organisations' people."""
    _check(endpoint, by)
    if Endpoint.objects.filter(pk=endpoint.pk, removed_at=None).update(removed_at=now):
        sentence = f"{endpoint.organisation} has no notices sent to {endpoint} any more."
        record_change("webhook_removed", endpoint, sentence, by=by, now=now)


@transaction.atomic
def confirm_endpoint(*, endpoint: Endpoint, by: User, now: datetime) -> None:
    """Answer for a webhook that is paused, because who did so does not buy there any more; what waited is sent.

    Raises NotAllowed for other organisations' people, Refused for one that was removed or is not paused.
    """
    _check(endpoint, by)
    endpoint = (
        Endpoint.objects.select_for_update(of=("self",)).select_related("organisation__current").get(pk=endpoint.pk)
    )
    if endpoint.removed_at is not None:
        raise Refused("This webhook was removed.", next_step="Add it again to send to it.")
    if not _paused(endpoint):
        raise Refused("This webhook is not paused.", next_step="There is nothing to confirm.")
    endpoint.added_by = by
    endpoint.save(update_fields=["added_by"])
    sentence = f"{endpoint.organisation} goes on having its notices sent to {endpoint}."
    record_change("webhook_confirmed", endpoint, sentence, by=by, now=now)


@transaction.atomic
def send_test(*, endpoint: Endpoint, by: User, now: datetime) -> WebhookDelivery:
    """Queue a test message; raises NotAllowed for other organisations' people, Refused for one removed or paused."""
    _check(endpoint, by)
    _check_standing(endpoint)
    return WebhookDelivery.objects.create(endpoint=endpoint, created_at=now, due_at=now)


@transaction.atomic
def replay_dead(*, endpoint: Endpoint, by: User, now: datetime) -> int:
    """Try everything again that was given up for this endpoint, each under its own `webhook-id`; returns how many.

    Raises NotAllowed for other organisations' people, Refused for an endpoint that was removed or is paused.
    """
    _check(endpoint, by)
    _check_standing(endpoint)
    dead = WebhookDelivery.objects.filter(endpoint=endpoint, dead_at__isnull=False)
    return dead.update(dead_at=None, attempts=0, due_at=now)


def _check(endpoint: Endpoint, by: User) -> None:
    policies.check_role(by, endpoint.organisation.acting, Role.BUYER)


def _check_standing(endpoint: Endpoint) -> None:
    if endpoint.removed_at is not None:
        raise Refused("This webhook was removed.", next_step="Add it again to send to it.")
    if _paused(endpoint):
        raise Refused("This webhook is paused.", next_step="Confirm it first.")


def _paused(endpoint: Endpoint) -> bool:
    """Whether nobody who buys there answers for it; `send_webhooks` asks the same."""
    who, organisation = endpoint.added_by, endpoint.organisation.current
    return not (who.is_active and organisation and policies.has_role(who, organisation, Role.BUYER))
