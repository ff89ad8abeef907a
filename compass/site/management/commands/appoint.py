"""`manage.py appoint`: the first people of a deployment, whom nobody could invite from a page."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from compass.accounts.first_passwords import let_in
from compass.accounts.models import User
from compass.foundation import clock
from compass.foundation.errors import Invalid, Refused
from passports.operations.operators import appoint_operator
from trusts.models import Organisation, Panel, Role, Seat
from trusts.operations.people import add_member, create_panel, seat_member
from trusts.queries import organisation_by_code


def open_organisation(code: str) -> Organisation:
    """The organisation of an ODS code; raises Invalid for an unknown one and for one that has closed."""
    try:
        found = organisation_by_code(code)
    except Organisation.DoesNotExist as error:
        raise Invalid(
            f"No organisation has the ODS code {code}.",
            next_step="Check it on the page “Organisations”, or load newer ones with load_organisations.",
        ) from error
    if found.current != found:
        heir = f" Use {found.current.ods_code}, {found.current}, in its place." if found.current else ""
        raise Invalid(f"{found} has closed.{heir}")
    return found


class Command(BaseCommand):
    """One person or panel at a time; all of it, or nothing."""

    help = (
        "Appoint the first people of a deployment. Somebody without an account gets one, and an email with a link "
        "to choose a password."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_subparsers(dest="what", required=True, metavar="operator|member|panel|seat")
        operator = what.add_parser("operator", help="a person who works for the national operator")
        member = what.add_parser("member", help="a person with a role at an NHS organisation")
        panel = what.add_parser("panel", help="a panel of an NHS organisation, still without members")
        seat = what.add_parser("seat", help="a person with a seat on a panel")
        for one in (operator, member, seat):
            one.add_argument("email")
            one.add_argument("name", help="the person's full name, in quotes")
        for one in (member, panel, seat):
            one.add_argument("organisation", help="its ODS code, for example RJ1")
        member.add_argument("role", type=str.upper, choices=Role.values)
        for one in (panel, seat):
            one.add_argument("panel", help="the panel's name, in quotes")
        panel.add_argument("--quorum", type=int, default=3, help="members for a decision, the chair counted; usually 3")
        seat.add_argument("seat", type=str.upper, choices=Seat.values)

    @transaction.atomic
    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            self.stdout.write(getattr(self, f"_{options['what']}")(options))
        except Refused as error:
            raise CommandError(error.whole) from error

    def _person(self, options: dict[str, Any]) -> User:
        person, is_new = let_in(email=options["email"], name=options["name"], now=clock.now())
        mailed = "gets an email with a link to choose a password" if is_new else "had an account already, and no email"
        self.stdout.write(f"{person.email}: {person} {mailed}.")
        return person

    def _operator(self, options: dict[str, Any]) -> str:
        return f"{appoint_operator(person=self._person(options), now=clock.now())} works for the national operator."

    def _member(self, options: dict[str, Any]) -> str:
        organisation = open_organisation(options["organisation"])
        person, role = self._person(options), Role(options["role"])
        return f"{add_member(organisation=organisation, person=person, role=role, by=None, now=clock.now())}."

    def _panel(self, options: dict[str, Any]) -> str:
        organisation = open_organisation(options["organisation"])
        panel = create_panel(
            organisation=organisation, name=options["panel"], quorum=options["quorum"], by=None, now=clock.now()
        )
        return f"{panel}, decides with at least {panel.quorum} members."

    def _seat(self, options: dict[str, Any]) -> str:
        organisation = open_organisation(options["organisation"])
        try:
            panel = Panel.objects.select_related("organisation").get(organisation=organisation, name=options["panel"])
        except Panel.DoesNotExist as error:
            raise Invalid(
                f"{organisation} has no panel called {options['panel']}.",
                next_step=f'Set it up first: appoint panel {organisation.ods_code} "{options["panel"]}"',
            ) from error
        person = self._person(options)
        seated = seat_member(panel=panel, person=person, seat=Seat(options["seat"]), by=None, now=clock.now())
        return f"{seated}: {panel}."
