"""A filled-in standard as a spreadsheet. Everything typed by people is written as text, never as a formula or link."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

import xlsxwriter

from evidence.exports import wording
from evidence.filled import APPLIES, FilledSet, Row

# Excel's own limit for the text of a cell.
CELL_MAX = 32_767
_SHORTENED = " … [shortened: Excel takes no more; the JSON form has it whole]"
COLUMNS = (
    ("Part", 24), ("Code", 10), ("Requirement", 40), ("Mandatory or recommended", 16), ("Assessed under", 24),
    ("Applies", 12), ("Answer", 70), ("Documents, certificates and claims", 50),
    ("Missing, or why it does not apply", 34),
    ("Met", 8),
)  # fmt: skip
_APPLIES = {"APPLIES": "Yes", "DOES_NOT_APPLY": "No", "NOT_KNOWN": "Not known yet"}


def spreadsheet_file(filled: FilledSet, made_at: datetime) -> bytes:
    """The workbook: a sheet of facts and a sheet with a row for each requirement."""
    written = BytesIO()
    told = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = xlsxwriter.Workbook(written, told)
    book.set_properties(
        {
            "title": wording.heading(filled)[:255],
            "author": filled.innovator,
            "created": made_at.replace(tzinfo=None),
            "comments": wording.mark(filled),
        }
    )
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"text_wrap": True, "valign": "top", "bold": True, "bg_color": "#E8EDEE"})
    _facts(book.add_worksheet("About"), filled, wrapped, bold)
    _rows(book.add_worksheet("Requirements"), filled, wrapped, bold)
    book.close()
    return written.getvalue()


def _facts(sheet: xlsxwriter.worksheet.Worksheet, filled: FilledSet, wrapped: object, bold: object) -> None:
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90)
    _page(sheet, filled)
    lines = [
        ("Title", wording.heading(filled)),
        *wording.facts(filled),
        ("How far it is met", " ".join(wording.summary(filled))),
        ("What this is", wording.STATEMENT),
    ]
    for number, (label, said) in enumerate(lines):
        sheet.write_string(number, 0, label, bold)
        sheet.write_string(number, 1, _fitting(said), wrapped)


def _rows(sheet: xlsxwriter.worksheet.Worksheet, filled: FilledSet, wrapped: object, bold: object) -> None:
    for place, (title, width) in enumerate(COLUMNS):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, title, bold)
    sheet.freeze_panes(1, 3)
    sheet.repeat_rows(0)
    _page(sheet, filled)
    number = 0
    for group in filled.groups:
        for row in group.rows:
            number += 1
            for place, said in enumerate(_cells(group.title, row)):
                sheet.write_string(number, place, _fitting(said), wrapped)
    sheet.autofilter(0, 0, number, len(COLUMNS) - 1)


def _page(sheet: xlsxwriter.worksheet.Worksheet, filled: FilledSet) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    if mark := wording.mark(filled):
        sheet.set_header(f"&R{mark}")
    sheet.set_footer("&RPage &P of &N")


def _fitting(text: str) -> str:
    return text if len(text) <= CELL_MAX else text[: CELL_MAX - len(_SHORTENED)] + _SHORTENED


def _cells(part: str, row: Row) -> tuple[str, ...]:
    return (
        part,
        row.code,
        row.title,
        "Mandatory" if row.mandatory else "Recommended",
        row.section,
        _APPLIES[row.applies],
        row.answer,
        "\n".join(piece.text for piece in row.pieces),
        wording.standing(row),
        ("Yes" if row.met else "No") if row.applies == APPLIES else "",
    )
