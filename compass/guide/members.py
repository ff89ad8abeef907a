"""Who may keep and see what an organisation keeps of the guide: everybody who holds a role there."""

from __future__ import annotations

from compass.accounts.models import User
from compass.foundation.errors import NotAllowed
from trusts import policies as of_trusts
from trusts.models import Organisation, Role


def check_member(person: User, organisation: Organisation) -> None:
    """Raise NotAllowed unless the person holds any role at the organisation as it stands today."""
    if not of_trusts.has_role(person, organisation.current or organisation, *Role):
        raise NotAllowed(
            f"This is for people who work for {organisation}.",
            next_step="Ask the innovation lead of your organisation to give you a role.",
        )


def check_works_somewhere(organisations: list[Organisation], verb: str) -> None:
    """Raise NotAllowed for somebody who works for no NHS organisation here."""
    if not organisations:
        raise NotAllowed(
            f"Only people with a role at an NHS organisation can {verb}.",
            next_step="Ask the innovation lead of your organisation to give you a role.",
        )
