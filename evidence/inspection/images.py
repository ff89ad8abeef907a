"""PNG and JPEG images: complete, of a size that can be shown, with nothing after their end. Pure."""

from __future__ import annotations

import mmap
import re
import warnings
from pathlib import Path

from PIL import Image

from evidence.inspection.verdicts import SAVE_AGAIN, Found, UnacceptableError

PIXELS_MAX = 50_000_000
_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg"}
# JPEG markers (ITU-T T.81, table B.1).
_FILL, _END, _SCAN, _ALONE = 0xFF, 0xD9, 0xDA, {0x01, *range(0xD0, 0xD9)}
_NEXT = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_HEADER = 8  # of a PNG: signature; of a chunk: length and name


def inspect_image(path: Path, kind: str) -> Found:
    """Accept a `PNG` or `JPEG`, or raise UnacceptableError."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        end = _png_end(content) if kind == "PNG" else _jpeg_end(content)
        if end is None:
            raise UnacceptableError("The image is damaged or incomplete.", SAVE_AGAIN)
        if content[end : end + 4096].strip(b"\r\n \0") or len(content) > end + 4096:
            raise UnacceptableError("The image has other data after its end.", SAVE_AGAIN)
    _decode(path, kind)
    return Found(_TYPES[kind])


def _decode(path: Path, kind: str) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            Image.MAX_IMAGE_PIXELS = PIXELS_MAX
            with Image.open(path, formats=[kind]) as image:
                image.verify()
            # `verify` leaves the image unusable, and does not decode: only loading shows that it is whole.
            with Image.open(path, formats=[kind]) as image:
                image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnacceptableError(
            f"The image has more than {PIXELS_MAX // 1_000_000} million pixels.", "Make it smaller and upload that."
        ) from error
    except (OSError, SyntaxError, ValueError, EOFError, Warning) as error:
        raise UnacceptableError("The image is damaged or incomplete.", SAVE_AGAIN) from error


def _png_end(content: mmap.mmap) -> int | None:
    """Where the PNG ends, after its IEND chunk; None when there is none."""
    place = _HEADER
    while place + _HEADER <= len(content):
        length = int.from_bytes(content[place : place + 4], "big")
        name = content[place + 4 : place + 8]
        place += _HEADER + length + 4
        if name == b"IEND":
            return place if place <= len(content) else None
    return None


def _jpeg_end(content: mmap.mmap) -> int | None:
    """Where the JPEG ends, after its EOI marker; None when there is none."""
    place = 2
    while place + 2 <= len(content):
        if content[place] != _FILL:
            return None
        marker = content[place + 1]
        if marker == _FILL:
            place += 1
        elif marker == _END:
            return place + 2
        elif marker in _ALONE:
            place += 2
        else:
            place += 2 + int.from_bytes(content[place + 2 : place + 4], "big")
            if marker == _SCAN:
                # Coded data runs to the next marker that is neither a stuffed byte nor a restart.
                following = _NEXT.search(content, place)
                if following is None:
                    return None
                place = following.start()
    return None
