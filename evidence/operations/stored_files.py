"""Keeping the bytes of documents and pictures: each once, never lost while a row names them, gone when none does."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import structlog
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import Q

from compass.foundation.errors import Unavailable
from evidence.models import Document, Picture, RenewalDocument

# Documents lie by innovator, pictures by the first two digits of their names.
FOLDERS = ("documents", "pictures")
PIECE = 64 * 1024
# Longer than any upload takes: until then a file without a row may be one whose transaction is still open.
GRACE = timedelta(days=1)

# Which of some places a row names.
Named = Callable[[Collection[str]], set[str]]

log = structlog.get_logger(__name__)


@contextmanager
def reaching_storage() -> Iterator[None]:
    """Raise Unavailable for whatever goes wrong inside: each kind of storage has errors of its own."""
    try:
        yield
    except Exception as error:
        log.exception("storage_unavailable")
        raise Unavailable(
            "The place where documents are kept cannot be reached.",
            next_step="Nothing was changed. Try again in a few minutes.",
        ) from error


def opened(place: str) -> File[bytes]:
    """The file at the place, ready to read; raises Unavailable when it cannot be had."""
    with reaching_storage():
        file = default_storage.open(place)
        try:
            file.seek(0)  # a bucket hands over the bytes only now: later, an answer would break off in the middle
        except BaseException:
            file.close()
            raise
    return file


def pieces(file: File[bytes]) -> Iterator[bytes]:
    """The bytes from the beginning, a piece at a time."""
    file.seek(0)
    while piece := file.read(PIECE):
        yield piece


def sha256_of(file: File[bytes]) -> str:
    """The SHA-256 of the bytes as 64 hexadecimal digits."""
    digest = hashlib.sha256()
    for piece in pieces(file):
        digest.update(piece)
    return digest.hexdigest()


def picture_place(sha256: str) -> str:
    """Where a picture lies: whoever made it, the same bytes lie there once."""
    return f"pictures/{sha256[:2]}/{sha256}.webp"


def hold(place: str) -> None:
    """Keep others from storing or deleting at this place until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [place])


def keep(place: str, file: File[bytes], sha256: str) -> bool:
    """Have the bytes at the place; whether they were written now. The caller holds the place. Raises Unavailable."""
    with reaching_storage():
        if default_storage.exists(place):
            # A file can be half written by a process that was killed, or damaged since: only its bytes prove it.
            with default_storage.open(place) as kept:
                if sha256_of(kept) == sha256:
                    return False
            log.warning("stored_file_replaced", place=place)
            default_storage.delete(place)
        file.seek(0)
        stored = default_storage.save(place, file)
        if stored != place:
            default_storage.delete(stored)
            raise OSError(f"The storage kept {place} under another name.")
    return True


def release(place: str) -> bool:
    """Delete what lies at the place, unless a row names it; whether it was deleted. Raises Unavailable."""
    return _release(place, _named)


@transaction.atomic
def _release(place: str, named: Named) -> bool:
    hold(place)
    if named([place]):
        return False
    with reaching_storage():
        default_storage.delete(place)
    return True


def sweep_files(*, now: datetime) -> int:
    """Delete the files that no row names and that are older than a day; how many. May be run at any time."""
    return sum(sweep_folder(top, _named, now=now) for top in FOLDERS)


def sweep_folder(top: str, named: Named, *, now: datetime) -> int:
    """Delete the files two levels below a folder that are older than a day and not `named`; how many."""
    deleted = 0
    for folder in _listed(top)[0]:
        places = {f"{top}/{folder}/{name}" for name in _listed(f"{top}/{folder}")[1]}
        unnamed = sorted(places - named(places))
        deleted += sum(_release(place, named) for place in unnamed if _age(place, now) > GRACE)
    return deleted


def _named(places: Collection[str]) -> set[str]:
    """Those of the places that a document, of a pack or of a renewal, or a picture names."""
    digits = [place.rpartition("/")[2].removesuffix(".webp") for place in places if place.startswith("pictures/")]
    drawn = Picture.objects.filter(Q(large__in=digits) | Q(small__in=digits)).values_list("large", "small")
    of_pictures = {picture_place(one) for row in (drawn if digits else ()) for one in row} & set(places)
    of_packs = Document.objects.filter(stored_as__in=places).values_list("stored_as")
    of_renewals = RenewalDocument.objects.filter(stored_as__in=places).values_list("stored_as")
    return of_pictures | {place for (place,) in of_packs.union(of_renewals)}


def _listed(folder: str) -> tuple[list[str], list[str]]:
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:  # nothing was uploaded yet
        return [], []


def _age(place: str, now: datetime) -> timedelta:
    try:
        return now - default_storage.get_modified_time(place)
    except FileNotFoundError:
        return timedelta(0)
