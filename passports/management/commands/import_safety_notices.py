"""`manage.py import_safety_notices <file>…`: safety notices of the MHRA and recalls of the FDA, from files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from compass.foundation import clock
from passports.operations.safety_notices import import_notices
from passports.safety.notices import Reading
from passports.safety.reading import read_file

SHOWN = 20


class Command(BaseCommand):
    """Takes files in, one after another; again changes nothing."""

    help = (
        "Import safety notices: documents and search results of GOV.UK's content API, its Atom feed, FDA enforcement "
        "reports and recalls (JSON, or one object a line). Running it again changes nothing twice."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, help="files as they were downloaded")

    def handle(self, *_args: Any, **options: Any) -> None:
        for path in options["files"]:
            try:
                reading = read_file(path.read_bytes())
            except OSError as error:
                raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
            self.stdout.write(f"{path.name}: {import_notices(reading=reading, now=clock.now()).sentence}")
            for line in lines_of(reading):
                self.stdout.write(f"  {line}")


def lines_of(reading: Reading) -> list[str]:
    """What was set aside, item by item, and why items were left out, in numbers."""
    lines = [f"Set aside: {one.reference or 'an item'}: {one.reason}" for one in reading.malformed[:SHOWN]]
    if len(reading.malformed) > SHOWN:
        lines.append(f"Set aside: and {len(reading.malformed) - SHOWN} more")
    reasons: dict[str, int] = {}
    for one in reading.left_out:
        reasons[one.reason] = reasons.get(one.reason, 0) + 1
    return lines + [f"Left out: {count}: {reason}" for reason, count in sorted(reasons.items())]
