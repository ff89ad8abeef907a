"""Pictures as people upload them, made for each test."""

from __future__ import annotations

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

SECRET = b"51.5014N 0.1419W, taken by Ann Example"


def drawing(colour: str = "teal", size: tuple[int, int] = (800, 600), form: str = "PNG") -> SimpleUploadedFile:
    """A picture of one colour with a mark in its upper left corner; a JPEG says where it was taken and lies on its
    side."""
    image = Image.new("RGB", size, colour)
    image.paste("white", (0, 0, size[0] // 4, size[1] // 4))
    file, more = BytesIO(), {}
    if form == "JPEG":
        exif = Image.Exif()
        exif[0x0112] = 6  # turned by a quarter
        exif[0x010E] = SECRET.decode()
        more = {"exif": exif, "comment": SECRET}
    image.save(file, form, **more)
    return SimpleUploadedFile(f"picture.{form.lower()}", file.getvalue())
