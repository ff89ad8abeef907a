"""`manage.py verify_log`: is the change log as it was sealed? Names each row that is not, and then exits with 1."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from compass.foundation import clock
from compass.foundation.transparency.queries import totals
from compass.foundation.transparency.verification import verify_log
from compass.foundation.words import plural


class Command(BaseCommand):
    help = "Checks every sealed change against the public seals, and names what was changed, removed or slipped in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--published",
            type=Path,
            help="A file of signed seals that were kept from /log/, one a line: they must still stand.",
        )

    def handle(self, *args: Any, published: Path | None = None, **options: Any) -> None:
        kept = published.read_text(encoding="utf-8").split() if published else []
        wrong = 0
        for found in verify_log(on=clock.today(), published=kept):
            wrong += 1
            self.stderr.write(f"{found.what}: {found.sentence}")
        days, changes, waiting = totals()
        sealed = f"{plural(changes, 'change')} under {plural(days, 'seal')}"
        if wrong:
            self.stderr.write(f"{plural(wrong, 'thing')} wrong in {sealed}.")
            sys.exit(1)
        self.stdout.write(f"{sealed}: all as they were sealed. {plural(waiting, 'change')} not sealed yet.")
