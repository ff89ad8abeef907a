"""Pictures made anew from the pixels of an image: nothing else of what was sent is kept. Pure."""

from __future__ import annotations

import base64
import hashlib
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from evidence.inspection.kinds import inspect
from evidence.inspection.verdicts import UnacceptableError

# Pixels: twice as large as they are shown, for sharp screens.
BOXES = {"large": (640, 480), "small": (192, 144)}
LEAST = (240, 180)
# Bytes: a page with one large one and a page with twenty small ones stay within 120 kB, styles and script included.
_MOST = {"large": 40_000, "small": 3_000}
_STARTS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_QUALITIES = (80, 65, 50, 35, 20, 10)
_SCALES = (1.0, 0.75, 0.5)


def draw_again(path: Path) -> dict[str, Any]:
    """The image at the path as WebP in each of BOXES: name → file (base64), sha256, width, height.

    Raises UnacceptableError for what is no PNG or JPEG image that may be taken in, or is too small to show.
    """
    with path.open("rb") as file:
        if not file.read(8).startswith(_STARTS):
            raise UnacceptableError("This is not a PNG or JPEG picture.", "Choose one in one of these forms.")
    inspect(path)
    with Image.open(path, formats=["PNG", "JPEG"]) as image:
        if image.width < LEAST[0] or image.height < LEAST[1]:
            raise UnacceptableError(
                f"The picture is smaller than {LEAST[0]} by {LEAST[1]} pixels.", "Choose a larger one."
            )
        image.thumbnail(BOXES["large"], reducing_gap=3)
        # A camera says in metadata how it was held; those go, so the picture itself is turned.
        upright = ImageOps.exif_transpose(image).convert("RGBA")
    # On white: what was transparent must not depend on the page.
    plain = Image.new("RGB", upright.size, "white")
    plain.paste(upright, mask=upright.getchannel("A"))
    return {name: _rendition(plain, name) for name in BOXES}


def _rendition(picture: Image.Image, name: str) -> dict[str, Any]:
    """The best that fits: less sharp first, then smaller."""
    for scale in _SCALES:
        sized = picture.copy()
        sized.thumbnail((round(BOXES[name][0] * scale), round(BOXES[name][1] * scale)))
        for quality in _QUALITIES:
            content = _encoded(sized, quality)
            if len(content) <= _MOST[name]:
                return {
                    "file": base64.b64encode(content).decode(),
                    "sha256": hashlib.sha256(content).hexdigest(),
                    "width": sized.width,
                    "height": sized.height,
                }
    raise UnacceptableError("The picture has too much detail to be shown small.", "Choose a plainer one.")


def _encoded(picture: Image.Image, quality: int) -> bytes:
    file = BytesIO()
    encode = picture.save  # into a file, not a row
    encode(file, "WEBP", quality=quality, method=4)
    return file.getvalue()
