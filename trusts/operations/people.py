"""Giving people roles and seats."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from compass.accounts.models import User
from compass.foundation.history import record_change
from evidence.models import Section
from trusts.models import Member, Organisation, Panel, PanelMember, Role, Seat

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
    """Set up a panel; its quorum counts the chair."""
    panel = Panel.objects.create(organisation=organisation, name=name, quorum=quorum)
    record_change("panel_created", panel, f"{panel} was set up.", by=by, now=now)
    return panel


@transaction.atomic
def seat_member(
    *, panel: Panel, person: User, seat: Seat, by: User | None, now: datetime, sections: Sequence[Section] | None = None
) -> PanelMember:
    """Give a person a seat; without `sections` the seat's usual ones."""
    chosen = SECTIONS_OF_SEAT[seat] if sections is None else sections
    member = PanelMember.objects.create(panel=panel, person=person, seat=seat, sections=[str(s) for s in chosen])
    record_change("panel_member_seated", panel, f"{member} joined the panel.", by=by, now=now)
    return member
