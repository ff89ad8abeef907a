"""What innovators show of their technologies: drawings made here, taken in as any upload is."""

from __future__ import annotations

from datetime import datetime

import vl_convert
from django.core.files.uploadedfile import SimpleUploadedFile

from compass.demo.cast import Cast
from compass.demo.drawing import pictures, svg
from evidence.models import Innovation
from evidence.operations.pictures import set_picture


def show(cast: Cast, name: str, *, now: datetime) -> None:
    """Set the drawing of an invented technology, told in words."""
    innovation = (
        Innovation.objects.select_related("innovator")
        .filter(name=name, innovator__is_demonstration=True)
        .order_by("id")
        .first()
    )
    if innovation is None:
        return
    upload = SimpleUploadedFile("drawing.png", vl_convert.svg_to_png(svg(name)))
    _, words = pictures()[name]
    by = cast.person(f"maker@{innovation.innovator.name}")
    set_picture(innovation=innovation, upload=upload, alternative=words, by=by, now=now)
