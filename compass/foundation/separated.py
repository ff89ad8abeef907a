"""Tables as CSV (RFC 4180, UTF-8 with a mark, so that spreadsheets read it as what it is), formulas disarmed."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

MARK = b"\xef\xbb\xbf"
# What a spreadsheet would take for the beginning of a formula (OWASP, "CSV injection"), also after blanks.
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """The rows as a file, every cell `harmless`."""
    written = StringIO(newline="")
    lines = csv.writer(written, lineterminator="\r\n")
    lines.writerows([harmless(cell) for cell in row] for row in rows)
    return MARK + written.getvalue().encode()


def harmless(said: str) -> str:
    """The words with an apostrophe before them when a spreadsheet would run them as a formula."""
    return f"'{said}" if said.startswith(_BEGINS_FORMULA) or said.lstrip().startswith(_BEGINS_FORMULA) else said
