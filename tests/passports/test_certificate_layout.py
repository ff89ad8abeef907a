"""What is typed without a space stays within the margins of a passport's printed certificate."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
import typst
from PIL import Image

from compass.foundation.pdf import pdf
from compass.foundation.pdf.glyphs import typefaces
from passports.presenters.printed import TEMPLATE, content
from tests.factories import NOON

LONG = "W" * 300
POINTS = 72  # an inch
MARGIN = round(2 / 2.54 * POINTS)  # of two centimetres
FACTS = {
    "number": "MTC-0000-0000-0001", "status": "VALID", "until": NOON.date(), "reasons": [LONG],
    "innovation_name": LONG, "innovator_name": "Short Ltd", "product_version": "1.0", "assessed_by_name": "A trust",
    "assessed_by_ods_code": "RGT", "issued_at": NOON, "life_ends_on": NOON.date(), "content_hash": "0" * 64,
    "conditions": [{"text": LONG, "due_on": NOON.date(), "blocking": True, "state": "OPEN"}],
}  # fmt: skip


def outside_the_margins(told):
    """The extremes of grey of the outer two centimetres at each side of the first page: 255 is paper."""
    given = {"data": json.dumps(told), "unprinted": ""}
    drawn = typst.compile(TEMPLATE, font_paths=typefaces(), format="png", ppi=POINTS, sys_inputs=given)
    page = Image.open(BytesIO(drawn[0] if isinstance(drawn, list) else drawn)).convert("L")
    sides = ((0, 0, MARGIN, page.height), (page.width - MARGIN, 0, page.width, page.height))
    return [page.crop(side).getextrema() for side in sides]


@pytest.mark.parametrize("name", ["innovation_name", "innovator_name", "product_version", "assessed_by_name"])
def test_a_name_without_a_space_breaks_at_the_end_of_the_line(name):
    told = content(FACTS | {name: f"Älteste {LONG}"}, NOON)
    assert outside_the_margins(told) == [(255, 255), (255, 255)]
    assert pdf(TEMPLATE, told, made_at=NOON).startswith(b"%PDF")
