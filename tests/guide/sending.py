"""A web process of the tests' own: the product as its server runs it, which counts the pages that it makes.

Run as a program it answers for the database that it is told: an address a line in, what a visitor gets out as JSON.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import RequestFactory

from compass.foundation.web.page_cache import SentAgain
from compass.foundation.web.shelf import SHELF

# Whoever else uses this server of databases commits too, and then a page is looked at again.
TRIES = 300


class Site:
    """One process; `made` is how many pages it had to make, for all others it sent again."""

    def __init__(self) -> None:
        SHELF.clear()
        self.made = 0
        self._django = WSGIHandler()
        self._application = SentAgain(self._making)

    def _making(self, asked, start):
        self.made += 1
        return self._django(asked, start)

    def get(self, address: str, **headers: str) -> tuple[int, dict[str, str], str]:
        """Status, headers and page for a visitor who brings these headers."""
        told: list[Any] = []
        asked = (
            RequestFactory().get(address, headers={name.replace("_", "-"): v for name, v in headers.items()}).environ
        )
        answer = self._application(asked, lambda status, given, *_: told.extend((status, given)))
        body = b"".join(answer).decode()
        if hasattr(answer, "close"):
            answer.close()
        return int(told[0].split()[0]), dict(told[1]), body

    def again(self, address: str, **headers: str) -> tuple[int, dict[str, str], str] | None:
        """What is sent without making a page; None when it is made each time."""
        for _ in range(TRIES):
            made = self.made
            got = self.get(address, **headers)
            if self.made == made:
                return got
        return None


def answer() -> None:
    """The program: one process with a shelf of its own."""
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = sys.argv[1]
    site = Site()
    for line in sys.stdin:
        status, headers, body = site.get(line.strip())
        sys.stdout.write(f"{json.dumps([status, headers.get('ETag', ''), body, site.made])}\n")
        sys.stdout.flush()
