"""CSV files: text in a known encoding, in rows and columns. Pure."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from evidence.inspection.verdicts import Found, UnacceptableError

FIELD_MAX, COLUMNS_MAX, ALIKE = 100_000, 2_000, 0.8
DELIMITERS = ",;\t|"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MARKUP = re.compile(r"\s*(<[!?a-z/]|#!|\{\\rtf|%!)", re.IGNORECASE)
_FORMULA = re.compile(r"[=+\-@]")
_NUMBER = re.compile(r"[+-]?[\d., ]+%?$|[+-]$")


def not_taken() -> UnacceptableError:
    """The refusal of a file of some other kind."""
    return UnacceptableError(
        "The file is not a PDF, Word, Excel, CSV, PNG or JPEG file.", "Save it as a PDF and upload that."
    )


def inspect_csv(path: Path) -> Found:
    """Accept a CSV in UTF-8 or, failing that, Windows-1252; raises UnacceptableError for anything else."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return Found("text/csv", _notes(path, encoding))
        except UnicodeDecodeError:
            continue
    raise not_taken()


def _lines(path: Path, encoding: str) -> Iterator[str]:
    """The text in pieces of a bounded size that end at a line's end where there is one."""
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        kept = ""
        while piece := file.read(65536):
            kept += decoder.decode(piece)
            *whole, kept = kept.splitlines(keepends=True) or [""]
            yield from whole
            if len(kept) > FIELD_MAX * 4:
                raise not_taken()
        yield kept + decoder.decode(b"", final=True)


def _text_only(lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        if _CONTROL.search(line) or (number == 0 and _MARKUP.match(line)):
            raise not_taken()
        yield line


def _notes(path: Path, encoding: str) -> list[str]:
    first = next(_text_only(_lines(path, encoding)), "")
    delimiter = max(DELIMITERS, key=first.count)
    csv.field_size_limit(FIELD_MAX)
    rows = alike = formulas = columns = 0
    try:
        for row in csv.reader(_text_only(_lines(path, encoding)), delimiter=delimiter, strict=True):
            columns = columns or len(row)
            rows += bool(row)
            alike += len(row) == columns > 1
            if len(row) > COLUMNS_MAX:
                raise not_taken()
            formulas += sum(1 for cell in row if _FORMULA.match(cell) and not _NUMBER.match(cell))
    except csv.Error as error:
        raise UnacceptableError(
            "The CSV file is damaged: its quotation marks or columns do not add up.", "Export it again and upload that."
        ) from error
    # Prose and programs have commas too; a table has as many of them in nearly every line.
    if rows <= 1 or alike < rows * ALIKE:
        raise not_taken()
    # Kept as it is, for it is evidence. The guard against formulas is where we write files of our own.
    return [f"{formulas} cells begin like a formula"] if formulas else []
