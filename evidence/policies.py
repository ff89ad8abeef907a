"""Who may do what in the innovator's workplace. `check_…` raises a sentence; `can_…` wraps it."""

from __future__ import annotations

from compass.accounts.models import User
from compass.foundation.errors import NotAllowed, Refused, passes
from evidence.models import Innovator, InnovatorMember, Pack
from evidence.states import PackState


def is_member(person: User, innovator: Innovator) -> bool:
    """Whether the person works for this innovator."""
    return InnovatorMember.objects.filter(person_id=person.pk, innovator=innovator).exists()


def check_member(person: User, innovator: Innovator) -> None:
    """Raise NotAllowed unless the person works for this innovator."""
    if not is_member(person, innovator):
        raise NotAllowed(
            f"Only people who work for {innovator} can do this.",
            next_step="Ask a colleague there, or sign in with the account that belongs to it.",
        )


def check_not_last(innovator: Innovator) -> None:
    """Raise Refused unless somebody would be left when one person goes; holds only while the innovator is locked."""
    if InnovatorMember.objects.filter(innovator=innovator).count() <= 1:
        raise Refused(
            f"{innovator} would have nobody left to act for it.",
            next_step="Invite a colleague first. When they have joined, the last person can go.",
        )


def check_editable(person: User, pack: Pack) -> None:
    """Raise NotAllowed or Refused unless the person may change this pack now."""
    check_member(person, pack.innovation.innovator)
    if pack.state != PackState.DRAFT:
        raise Refused(
            "This evidence pack was submitted and cannot be changed any more.",
            next_step="What was submitted stays as it is, so that a decision can always be checked against it.",
        )


def check_renewable(person: User, pack: Pack) -> None:
    """Raise NotAllowed or Refused unless the person may renew certificates of this pack."""
    check_member(person, pack.innovation.innovator)
    if pack.state != PackState.FROZEN:
        raise Refused(
            "This evidence pack is in draft.",
            next_step="Remove the certificate from it and add the renewed one instead.",
        )


def is_open(pack: Pack) -> bool:
    """Whether `can_edit` holds for whoever works for its innovator: for pages that found the pack through its owner."""
    return pack.state == PackState.DRAFT


def can_edit(person: User, pack: Pack) -> bool:
    """Whether `check_editable` would pass."""
    return passes(check_editable, person, pack)
