"""A comparison as an accessible PDF (PDF/UA-1)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from compass.foundation.pdf import UNPRINTED
from compass.foundation.pdf.once import pdf_once
from compass.guide.comparison import Cell
from compass.guide.exports.taken import Taken

TEMPLATE = Path(__file__).parent / "comparison.typ"
# Columns are narrow: what goes on for long without a place to break can be broken after every so many characters.
_UNBROKEN = re.compile(r"[^\s\u200b]{12}(?=[^\s\u200b]{4})")


def pdf_file(taken: Taken) -> bytes:
    """The PDF, with the addresses of sources numbered at the end; made once for everybody who asks that day.

    Raises compass.foundation.pdf.PdfError, and Busy while others are being made.
    """
    return pdf_once(TEMPLATE, content(taken), made_at=taken.made_at)


def content(taken: Taken) -> dict[str, Any]:
    """What the template is filled with."""
    numbers: dict[str, int] = {}
    groups = [
        {
            "title": group.title,
            "alike": f"{group.alike} left out: all say the same." if group.alike else "",
            "rows": [
                {
                    "label": line.label,
                    "note": line.note,
                    "cells": [
                        _cell(taken, cell, mark, numbers) for cell, mark in zip(line.cells, line.marks, strict=True)
                    ],
                }
                for line in group.lines
            ],
        }
        for group in taken.groups
    ]
    return {
        "title": taken.title,
        "author": "MedTech Compass",
        "mark": taken.mark,
        "facts": [[label, breakable(said)] for label, said in taken.facts],
        "products": [breakable(product.name) for product in taken.products],
        "groups": groups,
        "sources": [breakable(source) for source in numbers],
        "unprinted": UNPRINTED,
    }


def _cell(taken: Taken, cell: Cell, mark: str, numbers: dict[str, int]) -> dict[str, Any]:
    cited = [numbers.setdefault(source, len(numbers) + 1) for source in taken.sources(cell)]
    return {
        "lines": [breakable(line) for line in cell.words.split("\n")],
        "missing": cell.missing,
        "mark": mark,
        "cited": ", ".join(map(str, cited)),
    }


def breakable(said: str) -> str:
    """The words with places to break in what goes on for long without any."""
    return _UNBROKEN.sub("\\g<0>\u200b", said)
