"""A comparison as a file: exactly the rows that its page shows, in the same words and order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from compass.guide.exports import machine, portable, separated, spreadsheet
from compass.guide.exports.taken import Taken


@dataclass(frozen=True)
class Format:
    """A kind of file: what a link calls it, its media type, and how it is made."""

    title: str
    content_type: str
    make: Callable[[Taken], bytes]


FORMATS: Mapping[str, Format] = {
    "pdf": Format("PDF", "application/pdf", portable.pdf_file),
    "xlsx": Format(
        "Excel spreadsheet",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        spreadsheet.spreadsheet_file,
    ),
    "csv": Format("CSV", "text/csv; charset=utf-8", separated.csv_file),
    "json": Format("JSON, for machines", "application/json", machine.json_file),
}
