"""The first day: organisations as they stood then, accounts, roles and panels."""

from __future__ import annotations

from datetime import date, datetime

from compass.demo.accounts import hashed_password, open_account
from compass.demo.cast import PANEL_NAME, Cast
from compass.demo.library import organisations
from compass.demo.roster import OPERATORS, buying, roster, seats_of
from evidence.operations.nomenclatures import load_emdn
from evidence.operations.standards import load_standards
from passports.operations.operators import appoint_operator
from trusts.models import Role, Seat
from trusts.operations.organisations import load_organisations
from trusts.operations.people import add_member, create_panel, seat_member


def organisations_as_of(day: date, now: datetime) -> None:
    """Load the shipped organisations as they stood on a civil date, so that closed ones act until they close."""
    load_organisations(on=day, now=now)


def everybody(cast: Cast, *, now: datetime) -> None:
    """Standards, nomenclatures, accounts, operators, roles and panels."""
    load_standards()
    load_emdn()
    hashed = hashed_password()
    for person in roster().values():
        open_account(person, hashed)
    for part in OPERATORS:
        appoint_operator(person=cast.person(part), now=now)
    for code in buying():
        add_member(
            organisation=cast.organisation(code), person=cast.person(f"buyer@{code}"), role=Role.BUYER, by=None, now=now
        )
    for code in organisations().assessing:
        panel_at(cast, code, now=now)


def panel_at(cast: Cast, code: str, *, now: datetime) -> None:
    """A panel with its members, an innovation lead and a nominator."""
    organisation = cast.organisation(code)
    lead = cast.person(f"lead@{code}")
    add_member(organisation=organisation, person=lead, role=Role.INNOVATION_LEAD, by=None, now=now)
    add_member(
        organisation=organisation, person=cast.person(f"nominator@{code}"), role=Role.NOMINATOR, by=lead, now=now
    )
    seats = seats_of(code)
    quorum = 4 if len(seats) > 6 else 3
    panel = create_panel(organisation=organisation, name=PANEL_NAME, quorum=quorum, by=lead, now=now)
    for seat in seats:
        seat_member(panel=panel, person=cast.person(f"{seat}@{code}"), seat=Seat(seat), by=lead, now=now)
