"""The check of accessible PDFs finds what is not there; the PDFs of the product are checked where they are made."""

from __future__ import annotations

from io import BytesIO

import pikepdf

from tests.foundation.accessible import faults


def test_a_page_without_tags_has_every_fault():
    with pikepdf.new() as file:
        page = file.add_blank_page()
        page.Contents = file.make_stream(b"BT (x) Tj ET")
        page.Annots = pikepdf.Array([pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link)])
        content = BytesIO()
        file.save(content)
    assert faults(content.getvalue()) == [
        "It does not say that its content is marked.",
        "Its language is not said.",
        "It has no title.",
        "Its file name is shown in place of its title.",
        "It does not claim PDF/UA-1.",
        "It has no structure.",
        "Page 1 does not lead to the structure.",
        "Something on page 1 is neither content nor decoration.",
        "A link on page 1 has no place in the structure, or no words of its own.",
        "The links of page 1 are not gone through in the order of reading.",
    ]
