"""A comparison as CSV (RFC 4180, UTF-8 with a mark, so that spreadsheets read it as what it is)."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

from compass.guide.exports.taken import Taken, with_mark

# What a spreadsheet would take for the beginning of a formula (OWASP, "CSV injection"), also after blanks.
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_file(taken: Taken) -> bytes:
    """A line for each row, the sources of each product in columns of their own at the end."""
    written = StringIO(newline="")
    lines = csv.writer(written, lineterminator="\r\n")
    names = [product.name for product in taken.products]
    _write(lines, ["Group", "Row", *names, *(f"Sources: {name}" for name in names)])
    addresses = [product.address for product in taken.products]
    _write(lines, ["", "Page of the product", *addresses, *("" for _ in names)])
    for group in taken.groups:
        for line in group.lines:
            said = [with_mark(cell, mark) for cell, mark in zip(line.cells, line.marks, strict=True)]
            sources = ["\n".join(taken.sources(cell)) for cell in line.cells]
            _write(lines, [group.title, f"{line.label} ({line.note})" if line.note else line.label, *said, *sources])
    for label, said_of_all in taken.facts:
        _write(lines, ["About this file", label, said_of_all, *("" for _ in names[1:]), *("" for _ in names)])
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def _write(lines: Any, cells: list[str]) -> None:
    lines.writerow([harmless(cell) for cell in cells])


def harmless(said: str) -> str:
    """The words with an apostrophe before them when a spreadsheet would run them as a formula."""
    return f"'{said}" if said.startswith(_BEGINS_FORMULA) or said.lstrip().startswith(_BEGINS_FORMULA) else said
