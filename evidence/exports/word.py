"""A filled-in standard as a Word document: real headings, tables with a header row that repeats, language and title."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.pkgwriter import PackageWriter
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from evidence.exports import wording
from evidence.filled import FilledSet, Group, Row

LANGUAGE = "en-GB"
_WIDTHS = (Cm(1.9), Cm(6.2), Cm(8.9))
_RED = RGBColor(0xA0, 0x18, 0x1F)
# XML has no place for these.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def word_file(filled: FilledSet, made_at: datetime) -> bytes:
    """The Word document; every page of a draft says that it is one."""
    document = Document()
    _prepare(document, filled, made_at)
    document.add_heading(_plain(wording.heading(filled)), level=1)
    for label, said in wording.facts(filled):
        line = document.add_paragraph()
        line.paragraph_format.space_after = Pt(2)
        line.add_run(f"{label}: ").bold = True
        line.add_run(_plain(said))
    document.add_heading("How far it is met", level=2)
    for sentence in (*wording.summary(filled), wording.STATEMENT):
        document.add_paragraph(sentence)
    for group in filled.groups:
        _group(document, group)
    return _written(document)


def _written(document: Any) -> bytes:
    """The bytes of the document, as its own `save` puts them down: that name is kept for rows here."""
    package, written = document.part.package, BytesIO()
    for part in package.parts:
        part.before_marshal()
    write: Any = PackageWriter.write  # it has no types
    write(written, package.rels, package.parts)
    return written.getvalue()


def _prepare(document: Any, filled: FilledSet, made_at: datetime) -> None:
    told = document.core_properties
    told.title, told.author, told.language = _plain(wording.heading(filled))[:255], _plain(filled.innovator), LANGUAGE
    told.created = told.modified = made_at.replace(tzinfo=None)
    told.comments = wording.mark(filled)
    for style in document.styles:
        if style.type == 1 and style.element.rPr is not None and style.font.name:
            style.font.name = "Arial"
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(10.5)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGE)
    normal.element.get_or_add_rPr().append(language)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    mark = section.header.paragraphs[0]
    mark.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _mark(mark, wording.mark(filled))
    foot = section.footer.paragraphs[0]
    foot.add_run(_plain(f"{filled.technology}, version {filled.product_version}. Page "))
    _page_number(foot)


def _page_number(paragraph: Any) -> None:
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    paragraph._p.append(number)


def _group(document: Any, group: Group) -> None:
    document.add_heading(group.title, level=2)
    if group.note:
        document.add_paragraph(group.note)
    table = document.add_table(rows=1 + len(group.rows), cols=len(wording.COLUMNS), style="Table Grid")
    table.autofit = False
    # Each look at `cells` walks the whole table, so it is read once.
    cells = table._cells
    for place, (title, width) in enumerate(zip(wording.COLUMNS, _WIDTHS, strict=True)):
        table.columns[place].width = width
        cells[place].paragraphs[0].add_run(title).bold = True
    _repeats(table.rows[0])
    for number, row in enumerate(group.rows, start=1):
        _row(cells[number * len(wording.COLUMNS) :][: len(wording.COLUMNS)], row)
    for place, cell in enumerate(cells):
        cell.width = _WIDTHS[place % len(_WIDTHS)]


def _repeats(row: Any) -> None:
    """Marks a row as the table's header: read as such, and repeated on each page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _row(cells: Any, row: Row) -> None:
    code, requirement, answer = cells
    code.paragraphs[0].add_run(row.code).bold = True
    requirement.paragraphs[0].add_run(_plain(row.title)).bold = True
    requirement.add_paragraph(wording.about(row))
    texts = [*wording.paragraphs(row.answer)]
    standing = wording.standing(row)
    lines = [(text, None) for text in texts] + [(piece.text, "List Bullet") for piece in row.pieces]
    for text, style in lines:
        _next(answer).text = _plain(text)
        if style:
            answer.paragraphs[-1].style = style
    if standing:
        said = _next(answer)
        if row.applies == "APPLIES":
            _mark(said, standing)
        else:
            said.add_run(_plain(standing)).italic = True


def _next(cell: Any) -> Any:
    """The cell's first paragraph while it is empty, then new ones."""
    first = cell.paragraphs[0]
    return first if len(cell.paragraphs) == 1 and not first.text else cell.add_paragraph()


def _mark(paragraph: Any, text: str) -> None:
    run = paragraph.add_run(_plain(text))
    run.bold, run.font.color.rgb = True, _RED


def _plain(text: str) -> str:
    return _CONTROL.sub("\ufffd", text)
