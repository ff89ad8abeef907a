"""`manage.py load_organisations`: NHS regions, integrated care boards, trusts and their successors."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from compass.foundation import clock
from compass.foundation.errors import Refused
from compass.foundation.words import civil_date, plural
from trusts.operations.organisation_intake import Report
from trusts.operations.organisations import load_organisations

SHOWN = 50  # of each list; a file of the wrong month could have hundreds
VERBS = ("added", "renamed", "moved", "closed", "reopened", "corrected", "succeeded", "unchanged")


def civil(text: str) -> date:
    """A date of the command line; raises ArgumentTypeError."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is not a date, for example 2026-04-01") from error


class Command(BaseCommand):
    """Loads the shipped reference files, or newer ones."""

    help = "Load NHS regions, integrated care boards, trusts and successions. Running it again changes nothing twice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="a newer ODS etr file, in place of the shipped one")
        parser.add_argument("--successions", type=Path, help="a newer file of successions, columns as the shipped one")
        parser.add_argument("--on", type=civil, help="the civil date the run is about (default: today in London)")
        parser.add_argument("--dry-run", action="store_true", help="say what would change and write nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        on = options["on"] or clock.today()
        try:
            report = load_organisations(
                on=on,
                now=clock.now(),
                trusts=options["file"],
                successions=options["successions"],
                dry_run=options["dry_run"],
            )
        except Refused as error:
            raise CommandError(error.whole) from error
        self.stdout.write(f"Organisations on {civil_date(on)}")
        for line in lines_of(report):
            self.stdout.write(line)
        if options["dry_run"]:
            self.stdout.write("This was a dry run: nothing was written.")


def lines_of(report: Report) -> list[str]:
    """The report as lines of text."""
    counted = [f"{report.counts[verb]} {verb.replace('reopened', 're-opened')}" for verb in VERBS]
    counted += [f"{len(report.left_out)} left out", f"{len(report.malformed)} malformed"]
    lines = ["  " + ", ".join(counted)]
    for title, entries in (
        ("Malformed, not loaded", report.malformed),
        ("Loaded without a region or board", report.incomplete),
        ("Left out", report.left_out),
        ("Missing from the file, kept as they are", report.missing),
        ("Note", report.notes),
    ):
        lines += [f"  {title}: {entry}" for entry in entries[:SHOWN]]
        if len(entries) > SHOWN:
            lines.append(f"  {title}: and {len(entries) - SHOWN} more")
    lines += [
        f"  {kind}: {still_open} open, {everything} in all" for kind, (still_open, everything) in report.stored.items()
    ]
    lines.append(f"  Members without a current organisation: {sum(report.stranded.values())}")
    lines += [f"    {plural(members, 'member')} of {name}" for name, members in report.stranded.items()]
    return lines
