"""A comparison as a spreadsheet. Everything is written as text, never as a formula or link."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import xlsxwriter

from compass.guide.exports.taken import Taken, with_mark
from evidence.exports.spreadsheet import CELL_MAX

_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
_A4 = 9


def spreadsheet_file(taken: Taken) -> bytes:
    """The workbook: a sheet of the comparison, one of its sources, one of facts about the file."""
    written = BytesIO()
    book = xlsxwriter.Workbook(written, _PLAIN)
    book.set_properties({"title": taken.title[:255], "created": taken.made_at.replace(tzinfo=None)})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"text_wrap": True, "valign": "top", "bold": True, "bg_color": "#E8EDEE"})
    head = ["Group", "Row", *(product.name for product in taken.products)]
    words, sources = [], []
    for group in taken.groups:
        for line in group.lines:
            label = f"{line.label} ({line.note})" if line.note else line.label
            marked = zip(line.cells, line.marks, strict=True)
            words.append([group.title, label, *(with_mark(cell, mark) for cell, mark in marked)])
            sources.append([group.title, label, *("\n".join(taken.sources(cell)) for cell in line.cells)])
    sources.insert(0, ["", "Page of the product", *(product.address for product in taken.products)])
    for title, rows in (("Comparison", words), ("Sources", sources)):
        sheet = book.add_worksheet(title)
        sheet.set_column(0, 1, 24)
        sheet.set_column(2, len(head) - 1, 44)
        sheet.freeze_panes(1, 2)
        sheet.repeat_rows(0)
        _page(sheet, taken)
        _rows(sheet, [head], bold, 0)
        _rows(sheet, rows, wrapped, 1)
    about = book.add_worksheet("About")
    about.set_column(0, 0, 24)
    about.set_column(1, 1, 90)
    _page(about, taken)
    _rows(about, [["Title", taken.title], *map(list, taken.facts)], wrapped, 0)
    book.close()
    return written.getvalue()


def _rows(sheet: Any, rows: list[list[str]], look: object, first: int) -> None:
    for number, cells in enumerate(rows, first):
        for place, said in enumerate(cells):
            sheet.write_string(number, place, said[:CELL_MAX], look)


def _page(sheet: Any, taken: Taken) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    if taken.mark:
        sheet.set_header(f"&R{taken.mark}")
    sheet.set_footer("&RPage &P of &N")
