"""`manage.py load_demo`: invented companies, products and people with eighteen months of history."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from compass.demo.accounts import let_in_again, password, password_file
from compass.demo.people import PEOPLE
from compass.demo.play import load
from compass.foundation import clock
from compass.foundation.errors import Refused


class Command(BaseCommand):
    """Loads the demonstration once, and says how to sign in."""

    help = "Load the demonstration. Running it again changes nothing; after an interruption it is completed."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--small", action="store_true", help="one technology of each stage, for tests")
        parser.add_argument("--quiet", action="store_true", help="only the table of people")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError(
                "Invented data is loaded only where the DEMONSTRATION setting is on, never in production. "
                "`make run` turns it on for a laptop; COMPASS_DEMONSTRATION=true does for another environment."
            )
        begun = time.monotonic()
        say = (lambda _: None) if options["quiet"] else self.stdout.write
        try:
            loaded = load(now=clock.now(), say=say, small=options["small"])
        except Refused as error:
            raise CommandError(f"The demonstration cannot be loaded into this database. {error.whole}") from error
        if loaded:
            self.stdout.write(f"The demonstration was loaded in {time.monotonic() - begun:.0f} seconds.")
        else:
            self.stdout.write("The demonstration is there already: nothing was changed.")
        if let_in_again():
            self.stdout.write("The password was made new, because the accounts had another than the file.")
        self._show_people()

    def _show_people(self) -> None:
        wide = max(len(person.role) for person in PEOPLE), max(len(person.email) for person in PEOPLE)
        self.stdout.write("\nSign in as:")
        for person in PEOPLE:
            self.stdout.write(f"  {person.role:<{wide[0]}}  {person.email:<{wide[1]}}  {person.sees_first}")
        self.stdout.write(f"\nPassword for all of them: {password()}")
        self.stdout.write(f"It is kept in {password_file()}\n")
