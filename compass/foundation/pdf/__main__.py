"""The process that makes one PDF: JSON on its input, the PDF on its output."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import typst

from compass.foundation.pdf.glyphs import STANDARD, named, sound, typefaces, without_glyph, written_out

TRIES = 4


def made(template: Path, text: str, made_at: int) -> bytes:
    """The PDF; what has no glyph is written out. Raises typst.TypstError for a template that is wrong."""
    missing = without_glyph(text)
    for _ in range(TRIES):
        try:
            return compiled(template, text, missing, made_at)
        except typst.TypstError as error:
            # Some characters have a glyph alone and none in the company they are in.
            found = {c for c in named(error) if not c.isascii()} - missing
            if not found:
                raise
            missing |= found
    return compiled(template, text, {c for c in text if not c.isascii()}, made_at)


def compiled(template: Path, text: str, missing: set[str], made_at: int) -> bytes:
    """The PDF with these characters written out."""
    return typst.compile(
        template,
        root=template.parent,
        font_paths=typefaces(),
        sys_inputs={"data": written_out(text, missing), "unprinted": "yes" if missing else ""},
        format="pdf",
        pdf_standards=STANDARD,
        timestamp=made_at,
    )


def main() -> None:
    """Reads what is asked and writes the PDF."""
    asked = json.loads(sys.stdin.buffer.read())
    text = json.dumps(sound(asked["data"]), ensure_ascii=False)
    sys.stdout.buffer.write(made(Path(asked["template"]), text, int(asked["made_at"])))


main()
