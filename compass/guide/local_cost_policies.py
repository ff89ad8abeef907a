"""Who sees what a technology costs where. `check_…` raises a sentence.

A cost model is written for buyers: list prices, and numbers into which "buyers can put in their own". It is not public.
So whoever works for an open NHS organisation, in any role, may read the model of a published technology's current
passport, and their organisation's numbers; nobody else may read those numbers, the innovator and operators included.
"""

from __future__ import annotations

from compass.accounts.models import User
from compass.foundation.errors import NotAllowed
from trusts import policies as trust_policies
from trusts.models import Organisation, Role


def check_works_out(person: User, organisation: Organisation) -> None:
    """Raise NotAllowed unless the person works for the organisation, Refused when it is closed."""
    trust_policies.check_open(organisation)
    if not trust_policies.has_role(person, organisation, *Role):
        raise NotAllowed(
            f"Only people of {organisation} can put in its numbers.",
            next_step="Ask the innovation lead of the organisation to give you a role there.",
        )
