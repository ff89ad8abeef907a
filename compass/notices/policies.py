"""Who may do what with a colleague's subscriptions."""

from __future__ import annotations

from compass.accounts.models import User
from compass.foundation.errors import NotAllowed
from compass.notices.models import Subscription
from trusts import policies
from trusts.models import Role


def check_own(person: User, subscription: Subscription) -> None:
    """Raise NotAllowed unless they follow it themselves, and still buy for the organisation."""
    policies.check_role(person, subscription.organisation.acting, Role.BUYER)
    if subscription.person_id != person.pk:
        raise NotAllowed(
            "A colleague follows this, and chooses how they are told.", next_step="Follow it yourself to be told too."
        )


def check_can_stop(person: User, subscription: Subscription) -> None:
    """Raise NotAllowed unless they follow it themselves, or a colleague did who does not buy there any more."""
    organisation = subscription.organisation.acting
    policies.check_role(person, organisation, Role.BUYER)
    who = subscription.person
    if who.pk != person.pk and who.is_active and policies.has_role(who, organisation, Role.BUYER):
        raise NotAllowed("A colleague follows this.", next_step=f"Ask {who} to stop following it.")
