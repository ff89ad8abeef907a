"""The picture of a technology. What is uploaded is treated as hostile: only its pixels are kept, in files made here."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from compass.accounts.models import User
from compass.foundation.errors import Invalid, Refused, Unavailable
from compass.foundation.history import record_change
from evidence import policies
from evidence.inspection.chamber import CHAMBER
from evidence.inspection.verdicts import Drawn, UnacceptableError
from evidence.models import Innovation, Picture
from evidence.operations.documents import lying_at
from evidence.operations.stored_files import hold, keep, picture_place, release

MOST_BYTES = 8 * 1024 * 1024


def set_picture(*, innovation: Innovation, upload: UploadedFile, alternative: str, by: User, now: datetime) -> Picture:
    """Show a PNG or JPEG image of up to 8 MB with a technology, told in words as `alternative`; it takes the old one's
    place.

    Raises Invalid for any other file or no words, Unavailable when it cannot be stored. The virus scanner is not asked:
    no byte of the upload is kept.
    """
    policies.check_member(by, innovation.innovator)
    words = _checked_words(alternative)
    drawn = _drawn(upload)
    written: list[str] = []
    try:
        with transaction.atomic():
            innovation = Innovation.objects.select_for_update().get(pk=innovation.pk)
            old = Picture.objects.filter(innovation=innovation).first()
            for one in sorted(drawn.values(), key=lambda one: one.sha256):
                place = picture_place(one.sha256)
                hold(place)
                if keep(place, ContentFile(one.content), one.sha256):
                    written.append(place)
            sizes = {
                f"{name}{end}": value
                for name, one in drawn.items()
                for end, value in (("", one.sha256), ("_width", one.width), ("_height", one.height))
            }
            picture, _ = Picture.objects.update_or_create(
                innovation=innovation, defaults={**sizes, "alternative": words, "changed_at": now, "changed_by": by}
            )
            record_change("picture_set", innovation, f"A picture of {innovation} was set.", by=by, now=now)
            _let_go(old)
    except BaseException:
        for place in written:
            with suppress(Unavailable):  # then the sweep finds it
                release(place)
        raise
    return picture


@transaction.atomic
def tell_picture(*, innovation: Innovation, alternative: str, by: User, now: datetime) -> Picture:
    """Say in other words what is to be seen on the picture; raises Invalid for none, Refused without a picture."""
    policies.check_member(by, innovation.innovator)
    words = _checked_words(alternative)
    picture = Picture.objects.select_for_update().filter(innovation=innovation).first()
    if picture is None:
        raise Refused("There is no picture yet.", next_step="Choose a file.", field="upload")
    picture.alternative, picture.changed_at, picture.changed_by = words, now, by
    picture.save(update_fields=["alternative", "changed_at", "changed_by"])
    record_change("picture_told", innovation, f"The words for the picture of {innovation} changed.", by=by, now=now)
    return picture


@transaction.atomic
def remove_picture(*, innovation: Innovation, by: User, now: datetime) -> None:
    """Show no picture any more; raises Refused when there is none."""
    policies.check_member(by, innovation.innovator)
    picture = Picture.objects.select_for_update().filter(innovation=innovation).first()
    if picture is None:
        raise Refused("There is no picture any more.", next_step="There is nothing more to do.")
    picture.delete()
    record_change("picture_removed", innovation, f"The picture of {innovation} was removed.", by=by, now=now)
    _let_go(picture)


def _checked_words(alternative: str) -> str:
    words = " ".join(alternative.split())
    if not words:
        raise Invalid(
            "Say in words what the picture shows.",
            next_step="People who cannot see it read this instead.",
            field="alternative",
        )
    return words


def _drawn(upload: UploadedFile) -> dict[str, Drawn]:
    if not upload.size or upload.size > MOST_BYTES:
        told = f"The file is larger than {MOST_BYTES // 1024 // 1024} MB." if upload.size else "The file is empty."
        raise Invalid(told, next_step="Choose another one.", field="upload")
    try:
        with lying_at(upload) as path:
            return CHAMBER.draw_again(path)
    except UnacceptableError as refusal:
        raise Invalid(refusal.sentence, next_step=refusal.next_step, field="upload") from refusal


def _let_go(old: Picture | None) -> None:
    """Release the files of a picture that is shown no more; another technology may show the same ones."""
    for place in {picture_place(old.large), picture_place(old.small)} if old else ():
        # Robust: a file that the storage does not let go of now is found by the sweep.
        transaction.on_commit(lambda place=place: release(place), robust=True)  # type: ignore[misc]
