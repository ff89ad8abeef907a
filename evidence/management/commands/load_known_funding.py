"""`manage.py load_known_funding`: real technologies that a national programme pays for, each with its source."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from compass.foundation import clock
from evidence.operations.known_funding import load_known_funding


class Command(BaseCommand):
    """Makes the technologies public, with the facts of `evidence/market/funding.csv`."""

    help = "Load real technologies that a national programme pays for. Running it again changes nothing."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{load_known_funding(now=clock.now())} technologies with who pays for them.")
