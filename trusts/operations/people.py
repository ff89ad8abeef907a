"""Giving people roles and seats."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from compass.accounts.models import User
from compass.foundation.errors import Refused
from compass.foundation.history import record_change
from evidence.models import Section
from trusts.models import Member, Organisation, Panel, PanelMember, Role, Seat

LEAST_QUORUM = 2

# What each seat is qualified to score, unless a panel says otherwise. The chair moderates and does not score.
SECTIONS_OF_SEAT: dict[Seat, tuple[Section, ...]] = {
    Seat.CHAIR: (),
    Seat.CLINICAL_LEAD: (Section.CLINICAL,),
    Seat.CLINICAL_SAFETY: (Section.CLINICAL, Section.ASSURANCE),
    Seat.CIO: (Section.OPERATIONS, Section.ASSURANCE),
    Seat.INFORMATION_GOVERNANCE: (Section.ASSURANCE,),
    Seat.OPERATIONS: (Section.OPERATIONS,),
    Seat.FINANCE: (Section.VALUE,),
    Seat.PROCUREMENT: (Section.VALUE,),
}


@transaction.atomic
def add_member(*, organisation: Organisation, person: User, role: Role, by: User | None, now: datetime) -> Member:
    """Give a person a role at an organisation; a role they hold already stays as it is."""
    member, added = Member.objects.get_or_create(organisation=organisation, person=person, role=role)
    if added:
        record_change("member_added", organisation, f"{member}.", by=by, now=now)
    return member


@transaction.atomic
def create_panel(*, organisation: Organisation, name: str, quorum: int, by: User | None, now: datetime) -> Panel:
    """Set up a panel; its quorum counts the chair. Raises Refused for a name that the organisation has already."""
    if quorum < LEAST_QUORUM:
        raise Refused(
            f"A quorum is at least {LEAST_QUORUM} members.", next_step="Give a higher number.", field="quorum"
        )
    try:
        with transaction.atomic():
            panel = Panel.objects.create(organisation=organisation, name=name, quorum=quorum)
    except IntegrityError as error:
        raise Refused(
            f"{organisation} already has a panel called {name}.", next_step="Give it another name.", field="name"
        ) from error
    record_change("panel_created", panel, f"{panel} was set up.", by=by, now=now)
    return panel


@transaction.atomic
def seat_member(
    *, panel: Panel, person: User, seat: Seat, by: User | None, now: datetime, sections: Sequence[Section] | None = None
) -> PanelMember:
    """Give a person a seat; without `sections` the seat's usual ones.

    Raises Refused when they have one on this panel, or when it has a chair and the seat is the chair's.
    """
    chosen = SECTIONS_OF_SEAT[seat] if sections is None else sections
    try:
        with transaction.atomic():
            member = PanelMember.objects.create(
                panel=panel, person=person, seat=seat, sections=[str(s) for s in chosen]
            )
    except IntegrityError as error:
        if PanelMember.objects.filter(panel=panel, person=person).exists():
            raise Refused(
                f"{person} already has a seat on {panel}.",
                next_step="A person has one seat on a panel.",
                field="person",
            ) from error
        raise Refused(
            f"{panel} already has a chair.", next_step="Choose another seat for this person.", field="seat"
        ) from error
    record_change("panel_member_seated", panel, f"{member} joined the panel.", by=by, now=now)
    return member
