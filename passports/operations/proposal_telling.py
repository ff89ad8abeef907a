"""Whoever may settle a proposal gets an e-mail when it is made, so that it does not wait for a chance visit."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db.models import Exists, OuterRef

from compass.accounts.models import User
from compass.foundation.errors import passes
from compass.foundation.mail import post_email
from passports import policies
from passports.models import Operator, Proposal
from trusts.models import PanelMember, Seat


def ask_for_second(*, proposal: Proposal, now: datetime) -> int:
    """Write to everybody who may settle an open proposal, in the caller's transaction; returns to how many.

    Each person is written to once for each proposal: its number and theirs are the e-mail's key.
    """
    about = f"{proposal}: {_technology(proposal)}"
    asked = [person for person in _candidates(proposal) if passes(policies.check_can_settle, person, proposal)]
    for person in asked:
        post_email(
            key=f"proposal-{proposal.pk}-{person.pk}",
            recipient=person.email,
            subject=f"Confirm or decline: {about}",
            text=(
                f"Please confirm or decline what {proposal.proposed_by} proposed. {about}\n\n{proposal.reason}\n\n"
                f"Read the proposal, then confirm or decline it:\n{settings.SITE_URL}/proposals/{proposal.pk}/\n\n"
                "You get this because it takes a second person, and you are one of those who can be it.\n"
            ),
            now=now,
        )
    return len(asked)


def _technology(proposal: Proposal) -> str:
    """The name of the technology that a proposal is about."""
    if proposal.condition is not None:
        return str(proposal.condition.passport.innovation)
    if proposal.match is not None:
        return str(proposal.match.innovation)
    if proposal.passport is not None:
        return str(proposal.passport.innovation)
    return str(proposal.submission.decision.assessment.innovation) if proposal.submission is not None else ""


def _candidates(proposal: Proposal) -> list[User]:
    """Operators; of a condition also chairs of panels, of whom the policy then leaves those who answer for it."""
    found = Exists(Operator.objects.filter(person_id=OuterRef("pk")))
    people = User.objects.filter(is_active=True).exclude(pk=proposal.proposed_by_id).order_by("id")
    if proposal.condition is None:
        return list(people.filter(found))
    passport = proposal.condition.passport
    organisations = {passport.assessed_by_id, passport.assessed_by.current_id}
    chairs = Exists(
        PanelMember.objects.filter(
            person_id=OuterRef("pk"), seat=Seat.CHAIR, panel__organisation_id__in=organisations - {None}
        )
    )
    return list(people.filter(found | chairs))
