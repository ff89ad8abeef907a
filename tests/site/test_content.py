"""Each page of the product stands in the record of who read its words (docs/content.md), with what was found."""

from __future__ import annotations

import re
from pathlib import Path

from tests.browser.screens.routes import NO_PAGE, routes

RECORD = (Path(__file__).resolve().parents[2] / "docs" / "content.md").read_text(encoding="utf-8")
ROW = re.compile(
    r"^\| `(?P<route>[\w-]+)` \| (?P<task>.+) \| (?P<found>.+) \| (?P<day>\d{4}-\d{2}-\d{2}) \|$", re.MULTILINE
)


ROWS = list(ROW.finditer(RECORD))


def test_every_page_was_read_once():
    read = [row["route"] for row in ROWS]
    assert len(read) == len(set(read))
    assert set(read) <= routes()
    assert set(read) >= routes() - set(NO_PAGE), "Read the page and add its row to docs/content.md."


def test_each_row_says_what_was_found():
    for row in ROWS:
        assert row["found"].startswith(("Changed: ", "As it was")), row[0]
    assert RECORD.count("\n| `") == len(ROWS)
