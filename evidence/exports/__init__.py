"""A filled-in standard as a file: PDF, Word, spreadsheet or JSON, all from the one structure of `evidence.filled`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.text import slugify

from evidence.exports import machine, portable, spreadsheet, word
from evidence.filled import FilledSet


@dataclass(frozen=True)
class Format:
    """A kind of file: what a link calls it, its media type, and how it is made (`made_at`: the present instant)."""

    title: str
    content_type: str
    make: Callable[[FilledSet, datetime], bytes]


_OFFICE = "application/vnd.openxmlformats-officedocument"
FORMATS: Mapping[str, Format] = {
    "pdf": Format("PDF", "application/pdf", portable.pdf_file),
    "docx": Format("Word document", f"{_OFFICE}.wordprocessingml.document", word.word_file),
    "xlsx": Format("Excel spreadsheet", f"{_OFFICE}.spreadsheetml.sheet", spreadsheet.spreadsheet_file),
    "json": Format("JSON, for machines", "application/json", machine.json_file),
}


def file_name(filled: FilledSet, ending: str) -> str:
    """`wound-sensor-1-0-dtac-2-0-draft.pdf`: plain letters, so that every system keeps it."""
    parts = [filled.technology[:60], filled.product_version, filled.code, filled.version]
    return (
        "-".join(filter(None, (slugify(part.replace(".", "-")) for part in parts)))
        + ("-draft" if filled.is_draft else "")
        + f".{ending}"
    )
