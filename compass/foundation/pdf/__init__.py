"""Accessible PDFs: a Typst template of ours filled with data, as PDF/UA-1 (ISO 14289-1). Knows no domain word.

The data reaches the template as one JSON text, so nothing that a person typed is ever read as markup, and the template
can read no file but those of its own folder. Only the typefaces inside the `typst` wheel are used, so that a PDF looks
the same on every machine. PDF/UA forbids characters without a glyph: those are written out in brackets.

Each PDF is made by a process of its own (`__main__`): the compiler keeps what it has laid out, a thousand pages take
two gigabytes, and all of it is given back when the process ends.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from compass.foundation.turns import Turns

ROOT = Path(__file__).resolve().parents[3]
SECONDS = 60.0
# What a template says where `sys.inputs.unprinted` is not empty.
UNPRINTED = "Some characters have no shape in this typeface and are described in square brackets."
# One at a time for each process of ours, which bounds the memory they take together.
_press = Turns("Other PDFs are being made at the moment.", waiting=1, seconds=5.0)


class PdfError(RuntimeError):
    """No PDF was made; `str()` says why. The template is wrong, or it took too long: no text makes it so."""


def pdf(template: Path, data: Mapping[str, Any], *, made_at: datetime) -> bytes:
    """The PDF of a template and its data: plain JSON values, which it finds in `sys.inputs.data`.

    `sys.inputs.unprinted` is not empty when characters had to be written out. Raises PdfError, and Busy while others
    are being made.
    """
    asked = json.dumps({"template": str(template), "data": data, "made_at": made_at.timestamp()})
    with _press.taken():
        try:
            made = subprocess.run(
                [sys.executable, "-m", "compass.foundation.pdf"],
                input=asked.encode(),
                capture_output=True,
                cwd=ROOT,
                env={"PATH": os.defpath, "PYTHONDONTWRITEBYTECODE": "1"},
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise PdfError(f"It was not ready after {SECONDS:.0f} seconds.") from error
    if made.returncode or not made.stdout.startswith(b"%PDF"):
        raise PdfError(made.stderr.decode(errors="replace").strip()[-2000:])
    return made.stdout
