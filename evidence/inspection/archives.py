"""ZIP containers: one plain archive from the first byte to the last, that does not swell. Pure."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from evidence.inspection.verdicts import SAVE_AGAIN, UnacceptableError

ENTRIES_MAX = 2_000
EXPANDED_MAX = 200 * 1024 * 1024
# XML shrinks to a fiftieth at most in documents that people write; a bomb reaches a thousandth.
RATIO_MAX, RATIO_FROM = 150, 1024 * 1024
PIECE = 64 * 1024
_LOCAL_HEADER, _END_RECORD = 30, 22
_ENCRYPTED = 0x1
_NAME = re.compile(r"[^\x00-\x1f\x7f\\:]{1,250}")


def damaged() -> UnacceptableError:
    """The refusal of a container that cannot be read."""
    return UnacceptableError("The file is damaged or incomplete.", SAVE_AGAIN)


def open_archive(file: IO[bytes]) -> zipfile.ZipFile:
    """The archive with its directory checked; raises UnacceptableError. No entry is expanded yet."""
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise damaged() from error
    entries = archive.infolist()
    if len(entries) > ENTRIES_MAX:
        raise UnacceptableError("The file has too many parts to check.", "Save it as a PDF and upload that.")
    for entry in entries:
        _check_entry(entry)
    names = {entry.filename.lower() for entry in entries}
    if len(names) != len(entries):
        raise UnacceptableError("The file is damaged: two of its parts have the same name.", SAVE_AGAIN)
    if sum(entry.file_size for entry in entries) > EXPANDED_MAX:
        raise too_large()
    _check_edges(file, archive, entries)
    return archive


def too_large() -> UnacceptableError:
    """The refusal of what would fill memory or disk."""
    return UnacceptableError(
        "The file expands to far more than its size, so it cannot be checked.", "Save it as a PDF and upload that."
    )


def _check_entry(entry: zipfile.ZipInfo) -> None:
    # `orig_filename` is what is written; `filename` is cut at a NUL byte.
    parts = entry.orig_filename.split("/")
    if not _NAME.fullmatch(entry.orig_filename) or parts[0] == "" or ".." in parts or "." in parts:
        raise UnacceptableError("The file has a part with a forbidden name.", SAVE_AGAIN)
    if entry.flag_bits & _ENCRYPTED:
        raise UnacceptableError("The file is protected with a password.", "Save it without one and upload that.")
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise UnacceptableError("The file is compressed in a way that Word and Excel do not use.", SAVE_AGAIN)
    if entry.file_size > RATIO_FROM and entry.file_size > RATIO_MAX * max(entry.compress_size, 1):
        raise too_large()


def _check_edges(file: IO[bytes], archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Entries begin at the first byte and do not overlap, and nothing follows the directory."""
    end = file.seek(0, 2)
    file.seek(max(end - _END_RECORD, 0))
    if not file.read(4) == b"PK\x05\x06":
        raise UnacceptableError("The file has other data after its end.", SAVE_AGAIN)
    place = 0
    for number, entry in enumerate(sorted(entries, key=lambda e: e.header_offset)):
        if number == 0 and entry.header_offset != 0:
            raise UnacceptableError("The file has other data before its beginning.", SAVE_AGAIN)
        if entry.header_offset < place:
            raise UnacceptableError("The file is damaged: its parts overlap.", SAVE_AGAIN)
        place = entry.header_offset + _LOCAL_HEADER + entry.compress_size
    if place > archive.start_dir:
        raise damaged()


def pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """One entry's bytes, a piece at a time; raises UnacceptableError when they are not as the directory says."""
    read = 0
    try:
        with archive.open(entry) as stream:
            while piece := stream.read(PIECE):
                read += len(piece)
                if read > entry.file_size:
                    raise damaged()
                yield piece
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError) as error:
        raise damaged() from error
    if read != entry.file_size:
        raise damaged()
