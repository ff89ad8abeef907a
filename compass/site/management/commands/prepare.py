"""`manage.py prepare`: the database made ready before servers start. Quick when nothing is to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from compass.foundation import clock
from compass.foundation.errors import Refused
from evidence.operations.known_funding import load_known_funding
from evidence.operations.nomenclatures import load_emdn
from evidence.operations.standards import load_standards
from passports.operations.cutoffs import load_cutoffs
from trusts.operations.organisation_intake import Report
from trusts.operations.organisations import load_organisations

_LOCK = 0x50524550  # "PREP"


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Wait until nobody else prepares this database: several servers may start at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def migrate() -> bool:
    """Apply migrations; without any to apply, skip what `migrate` does besides. Whether there were any."""
    executor = MigrationExecutor(connection)
    waiting = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if waiting:
        call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    return waiting


def worth_saying(report: Report) -> list[str]:
    """What a person has to know of a run that nobody asked for; the rest is said by `load_organisations`."""
    lines = [f"Not loaded: {entry}" for entry in report.malformed]
    lines += [f"Loaded without a region or board: {entry}" for entry in report.incomplete]
    lines += [f"{people} people at {name}, which nobody carries on" for name, people in report.stranded.items()]
    return lines


class Command(BaseCommand):
    """Migrations, standards, organisations and, where it is allowed, the demonstration."""

    help = "Prepare the database for the servers. Running it again does only what is left to do."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        with one_at_a_time():
            if migrate():
                self.stdout.write("The database has the newest tables.")
            load_standards()
            load_emdn()
            # The demonstration comes first: on an empty database it lets organisations begin as they stood when its
            # history begins, so that those that have merged since can act until their last day.
            if settings.DEMONSTRATION:
                call_command("load_demo", stdout=self.stdout)
                load_known_funding(now=clock.now())
            self._load_organisations()
            # Last: the demonstration's own history is told in order.
            moved = load_cutoffs(now=clock.now())
            if moved:
                self.stdout.write(moved)

    def _load_organisations(self) -> None:
        try:
            report = load_organisations(on=clock.today(), now=clock.now())
        except Refused as error:
            raise CommandError(error.whole) from error
        if sum(report.counts.values()) > report.counts["unchanged"]:
            self.stdout.write(f"Organisations: {report.counts['added']} added, others brought up to date.")
        for line in worth_saying(report):
            self.stdout.write(line)
