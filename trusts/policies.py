"""Who may do what for an NHS organisation. `check_…` raises a sentence; `can_…` wraps it."""

from __future__ import annotations

from collections.abc import Collection

from compass.accounts.models import User
from compass.foundation.errors import Invalid, NotAllowed, Refused, passes
from evidence.models import Confidentiality, Document, Innovation
from evidence.policies import is_member as works_for_innovator
from trusts.models import (
    Assessment,
    Exclusion,
    Interest,
    Member,
    Need,
    Nomination,
    Organisation,
    PanelMember,
    Role,
    Seat,
)
from trusts.states import NeedState


def has_role(person: User, organisation: Organisation, *roles: Role) -> bool:
    """Whether the person holds one of the roles there, or at an organisation that it took over."""
    return Member.objects.filter(person_id=person.pk, organisation__current_id=organisation.pk, role__in=roles).exists()


def check_role(person: User, organisation: Organisation, *roles: Role) -> None:
    """Raise NotAllowed unless the person holds one of the roles at this organisation."""
    if not has_role(person, organisation, *roles):
        wanted = " or ".join(map(_called, roles))
        raise NotAllowed(
            f"This needs the role of {wanted} at {organisation}.",
            next_step="Ask the innovation lead of your organisation to give you that role.",
        )


def check_somewhere(organisations: Collection[Organisation], deed: str, *roles: Role, instead: str = "") -> None:
    """Raise NotAllowed when there is no organisation where the person holds one of the roles, or any if none is named.

    `deed` is what only they can do; `instead` what somebody else may ask for, beside a role.
    """
    if not organisations:
        holders = " and ".join(f"{_called(role)}s" for role in roles)
        who, which = (f"{holders} of", "that") if roles else ("people with a role at", "a")
        raise NotAllowed(
            f"Only {who} an NHS organisation can {deed}.",
            next_step=f"Ask the innovation lead of your organisation to give you {which} role{instead}.",
        )


def _called(role: Role) -> str:
    return role.label.partition(":")[0].lower()


def check_open(organisation: Organisation) -> None:
    """Raise Refused when the organisation is closed."""
    if organisation.current_id != organisation.pk:
        raise Refused(
            f"{organisation} has closed.", next_step="Choose the organisation that took over its responsibilities."
        )


def check_can_withdraw(person: User, nomination: Nomination) -> None:
    """Raise NotAllowed unless the person nominates for the organisation that made the nomination."""
    check_role(person, nomination.organisation.acting, Role.NOMINATOR)


def check_can_answer(person: User, need: Need, innovation: Innovation) -> None:
    """Raise NotAllowed for another company's technology, Refused for a closed need, Invalid for what is not public."""
    if not works_for_innovator(person, innovation.innovator):
        raise NotAllowed(
            f"Only people who work for {innovation.innovator} can answer with {innovation}.",
            next_step="Choose a technology of your own company.",
        )
    check_answerable(need)
    if innovation.published_at is None:
        raise Invalid(
            f"{innovation} is not public, so nobody could look at it.",
            next_step="A technology becomes public when it gets its passport. Then you can answer with it.",
        )


def check_answerable(need: Need) -> None:
    """Raise Refused when the need is closed."""
    if need.state != NeedState.OPEN:
        raise Refused("This need is closed.", next_step="Look at the needs that are open.")


def check_can_tend(person: User, need: Need) -> None:
    """Raise NotAllowed for changing or closing it, unless the person nominates for whoever published it."""
    check_role(person, need.organisation.acting, Role.NOMINATOR)


def can_tend(person: User, need: Need) -> bool:
    """Whether `check_can_tend` would pass."""
    return passes(check_can_tend, person, need)


def seat_of(person: User, assessment: Assessment) -> PanelMember | None:
    """The person's seat on the assessing panel, if any."""
    return (
        PanelMember.objects.filter(panel_id=assessment.panel_id, person_id=person.pk).select_related("person").first()
    )


def check_seated(person: User, assessment: Assessment) -> PanelMember:
    """The person's seat on the assessing panel; raises NotAllowed without one, or for the innovator's own people."""
    seat = seat_of(person, assessment)
    if seat is None:
        raise NotAllowed(
            "Only members of the assessing panel can do this.", next_step="Ask the chair of the panel for a seat."
        )
    if works_for_innovator(person, assessment.innovation.innovator):
        raise NotAllowed(
            "You work for the innovator whose technology this is, so you cannot take part.",
            next_step="Tell the chair, so that another member can take your place.",
        )
    return seat


def check_chair(person: User, assessment: Assessment) -> PanelMember:
    """The chair's seat; raises NotAllowed for everybody else."""
    seat = check_seated(person, assessment)
    if seat.seat != Seat.CHAIR:
        raise NotAllowed("Only the chair of the panel can close an assessment.", next_step="Ask the chair to decide.")
    return seat


def check_can_read_whole_pack(person: User, assessment: Assessment) -> None:
    """Raise NotAllowed unless the person may read everything in the pack: they sit on the panel, with no full interest.

    A filled-in standard names every document, those in commercial confidence too, so innovation leads do not get it.
    """
    check_can_read(person, assessment)
    if seat_of(person, assessment) is None:
        raise NotAllowed(
            "A standard as a whole names documents in commercial confidence: only the assessing panel can read it.",
            next_step="Read the answers and the documents that are open to you on the assessment's page.",
        )


def check_can_read_document(person: User, assessment: Assessment, document: Document) -> None:
    """Raise NotAllowed unless the person may read the assessment, and this document of its pack.

    What is in commercial confidence is for the panel alone, not for the innovation leads of its organisation.
    """
    check_can_read(person, assessment)
    if document.confidentiality == Confidentiality.COMMERCIAL and seat_of(person, assessment) is None:
        raise NotAllowed(
            "This document is in commercial confidence: only the members of the assessing panel can read it.",
            next_step="Ask the chair of the panel if you need to know more.",
        )


def check_can_read(person: User, assessment: Assessment) -> None:
    """Raise NotAllowed unless the person sits on the panel or is an innovation lead of its organisation.

    The innovator's own people, and members with an interest in the whole, read neither evidence nor scores.
    """
    organisation = assessment.panel.organisation
    if seat_of(person, assessment) is None and not has_role(person, organisation.acting, Role.INNOVATION_LEAD):
        raise NotAllowed(
            f"Only the panel and the innovation leads of {organisation} can read this assessment.",
            next_step="Ask its chair if you need to know more.",
        )
    if works_for_innovator(person, assessment.innovation.innovator):
        raise NotAllowed(
            "You work for the innovator whose technology this is, so you cannot read what a panel does with it.",
            next_step="Read what the innovator sees: the panel and its decision.",
        )
    if Interest.objects.filter(assessment=assessment, member__person_id=person.pk, exclusion=Exclusion.FULL).exists():
        raise NotAllowed(
            "You declared an interest that keeps you out of this assessment.",
            next_step="Ask its chair if that has changed.",
        )
