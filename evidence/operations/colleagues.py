"""Colleagues invite one another to act for their company, and take leave of it."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from compass.accounts.models import User
from compass.accounts.operations import revoke_clients_of
from compass.foundation.errors import NotAllowed, Refused
from compass.foundation.history import record_change
from compass.foundation.mail import post_email
from evidence import policies
from evidence.machines import key_of
from evidence.models import ColleagueInvitation, Innovator, InnovatorMember
from evidence.operations.innovators import add_colleague
from evidence.queries import colleagues as people_queries
from evidence.states import COLLEAGUE_INVITATION, InvitationState

INVITATION_DAYS = 7


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _lock(innovator: Innovator) -> Innovator:
    """The company, kept still: who belongs to it and who is invited changes one at a time."""
    return Innovator.objects.select_for_update(no_key=True).get(pk=innovator.pk)


@transaction.atomic
def invite_colleague(*, innovator: Innovator, email: str, by: User, now: datetime) -> ColleagueInvitation:
    """Invite the reader of an address by e-mail; an open invitation of that address gets a new link and seven days.

    Raises NotAllowed for other companies' people, Refused when the address belongs to a colleague already.
    """
    innovator = _lock(innovator)
    policies.check_member(by, innovator)
    email = email.strip().lower()
    if people_queries.colleagues_of(innovator).filter(person__email=email).exists():
        raise Refused(f"{email} can act for {innovator} already.", field="email")
    token = secrets.token_urlsafe(32)
    terms = {
        "token_hash": _hash(token), "invited_by": by, "invited_at": now,
        "expires_at": now + timedelta(days=INVITATION_DAYS),
    }  # fmt: skip
    invitation, new = ColleagueInvitation.objects.update_or_create(
        innovator=innovator, email=email, state=InvitationState.OPEN, defaults=terms
    )
    sentence = f"{email} was invited to act for {innovator}{'' if new else ' again'}."
    change = record_change("colleague_invited", innovator, sentence, by=by, now=now)
    post_email(
        key=f"colleague-invited-{change.pk}",
        recipient=email,
        subject=f"{by} invites you to work on {innovator}'s evidence",
        text=_invitation_text(innovator, token, by),
        now=now,
    )
    return invitation


def _invitation_text(innovator: Innovator, token: str, by: User) -> str:
    return (
        f"{by} invites you to act for {innovator} in MedTech Compass. You can then describe its technologies and write "
        "their evidence packs.\n\n"
        f"Open this link within {INVITATION_DAYS} days to join:\n{settings.SITE_URL}/colleague-invitations/{token}/\n\n"
        "The link is for you only: do not pass it on. "
        f"If you do not know {by} or {innovator}, do nothing.\n"
    )


def invitation_of_token(*, token: str, now: datetime) -> ColleagueInvitation:
    """The open invitation behind a link; raises Refused for one that does not work (any more)."""
    found = ColleagueInvitation.objects.select_related("innovator", "invited_by")
    invitation = found.filter(token_hash=_hash(token)).first()
    if invitation is None:
        raise Refused(
            "This invitation link does not work.",
            next_step="If you were invited more than once, open the link of the newest email, in one piece.",
        )
    _check_open(invitation, now)
    return invitation


def _check_open(invitation: ColleagueInvitation, now: datetime) -> None:
    if invitation.state != InvitationState.OPEN:
        raise Refused(
            f"This invitation is closed: {invitation.get_state_display().lower()}.",
            next_step=f"If you did not expect this, contact {invitation.invited_by}.",
        )
    if invitation.expires_at <= now:
        raise Refused(
            f"This invitation is older than {INVITATION_DAYS} days.",
            next_step=f"Ask {invitation.invited_by} to invite you again.",
        )


def _locked(invitation: ColleagueInvitation) -> ColleagueInvitation:
    """The invitation as it is now, with its company kept still (which is always locked first)."""
    _lock(invitation.innovator)
    found = ColleagueInvitation.objects.select_for_update(of=("self",)).select_related("innovator", "invited_by")
    return found.get(pk=invitation.pk)


def _close(invitation: ColleagueInvitation, move: str, by: User, now: datetime) -> None:
    invitation.state = COLLEAGUE_INVITATION.target(move, invitation.state)
    invitation.closed_at, invitation.closed_by = now, by
    invitation.save(update_fields=["state", "closed_at", "closed_by"])


@transaction.atomic
def accept_invitation(*, token: str, by: User, now: datetime) -> InnovatorMember:
    """Join the company; raises NotAllowed for another person than the invited one, Refused when it is closed."""
    # Read again under the lock: a link that was renewed in the meantime no longer works.
    _locked(invitation_of_token(token=token, now=now))
    invitation = invitation_of_token(token=token, now=now)
    if by.email != invitation.email:
        raise NotAllowed(
            "This invitation was sent to another email address than the one you are signed in with.",
            next_step="Sign in with the address that the invitation was sent to, or ask for a new invitation.",
        )
    _close(invitation, "accept", by, now)
    return add_colleague(innovator=invitation.innovator, person=by, by=by, now=now)


@transaction.atomic
def withdraw_invitation(*, invitation: ColleagueInvitation, by: User, now: datetime) -> None:
    """Make an invitation's link useless; raises NotAllowed for other companies' people, Refused when it is closed."""
    invitation = _locked(invitation)
    policies.check_member(by, invitation.innovator)
    _close(invitation, "withdraw", by, now)
    sentence = f"The invitation of {invitation.email} was withdrawn."
    record_change("colleague_invitation_withdrawn", invitation.innovator, sentence, by=by, now=now)


@transaction.atomic
def remove_colleague(*, member: InnovatorMember, by: User, now: datetime) -> None:
    """End somebody's membership and their programs' access at once, and tell them unless they leave by themselves.

    Raises NotAllowed for other companies' people, Refused for the last one there and for one who is gone already.
    """
    innovator, person = _lock(member.innovator), member.person
    policies.check_member(by, innovator)
    policies.check_not_last(innovator)
    deleted, _ = InnovatorMember.objects.filter(pk=member.pk).delete()
    if not deleted:
        raise Refused(f"{person} has been removed already.")
    left = person.pk == by.pk
    sentence = f"{person} left {innovator}." if left else f"{person} can no longer act for {innovator}."
    change = record_change("colleague_removed", innovator, sentence, by=by, now=now)
    revoke_clients_of(owner=person, acts_for=key_of(innovator), by=by, now=now)
    for invitation in people_queries.open_invitations_of(innovator).filter(email=person.email).select_for_update():
        _close(invitation, "withdraw", by, now)  # or a link from before would bring them back
    if not left:
        post_email(
            key=f"colleague-removed-{change.pk}",
            recipient=person.email,
            subject=f"You can no longer act for {innovator}",
            text=(
                f"{by} removed you from the people who act for {innovator} in MedTech Compass.\n\n"
                "Your account stays, and so does everything you wrote there. "
                f"If this is a mistake, ask {by} or another colleague to invite you again.\n"
            ),
            now=now,
        )
