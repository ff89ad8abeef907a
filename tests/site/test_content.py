"""Each page of the product stands in the record of who read its words (docs/content.md), with what was found."""

from __future__ import annotations

import re
from pathlib import Path

from tests.browser.screens.routes import NO_PAGE, routes

DOCS = Path(__file__).resolve().parents[2] / "docs"
RECORD, REST = DOCS / "content.md", DOCS / "content_b.md"
ROW = re.compile(
    r"^\| `(?P<route>[\w-]+)` \| (?P<task>.+) \| (?P<found>.+) \| (?P<day>\d{4}-\d{2}-\d{2}) \|$", re.MULTILINE
)


def rows(path: Path) -> list[re.Match[str]]:
    return list(ROW.finditer(path.read_text(encoding="utf-8")))


def test_every_page_was_read():
    read = [row["route"] for path in (RECORD, REST) if path.exists() for row in rows(path)]
    assert set(read) <= routes()
    assert len(rows(RECORD)) == len({row["route"] for row in rows(RECORD)})
    awaited = REST.name in RECORD.read_text(encoding="utf-8") and not REST.exists()
    assert awaited or set(read) >= routes() - set(NO_PAGE), "Read the page and add its row to docs/content.md."


def test_each_row_says_what_was_found():
    for row in rows(RECORD):
        assert row["found"].startswith(("Changed: ", "As it was")), row[0]
    listed = RECORD.read_text(encoding="utf-8").count("\n| `")
    assert listed == len(rows(RECORD))
