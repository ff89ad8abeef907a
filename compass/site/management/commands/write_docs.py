"""`manage.py write_docs [--check]`: write the generated documents, or fail when one is stale."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from compass.site.documents import documents


class Command(BaseCommand):
    """Flow diagrams, the map of the house, and the OpenAPI document, in `docs/`."""

    help = "Write the documents that are generated from the code (docs/)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; fail when a document is stale")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        stale = [
            (path, content)
            for path, content in documents()
            if not path.exists() or path.read_text(encoding="utf-8") != content
        ]
        names = ", ".join(str(path.relative_to(settings.BASE_DIR)) for path, _ in stale)
        if check and stale:
            raise CommandError(f"Stale: {names}. Run `make manage ARGS=write_docs` and commit the result.")
        for path, content in stale:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        self.stdout.write(f"Written: {names}." if stale else "Every generated document is up to date.")
