"""PDFs that anybody may ask for: made once by each process while they say the same, and kept in its own memory.

Not in the cache: that shares its Redis with the queue of jobs, and whoever varies an address could fill it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from compass.foundation.pdf import pdf
from compass.foundation.sealing import content_hash
from compass.foundation.shelf import Shelf

MOST_BYTES = 16 * 1024 * 1024

_MADE: Shelf[tuple[Path, str], bytes] = Shelf(MOST_BYTES, len)


def pdf_once(template: Path, data: Mapping[str, Any], *, made_at: datetime) -> bytes:
    """The PDF of a template and its data, which say the day of `made_at` themselves. Raises PdfError, Busy."""
    name = template, content_hash(data)
    file = _MADE.get(name)
    if file is None:
        _MADE.put(name, file := pdf(template, data, made_at=made_at))
    return file
