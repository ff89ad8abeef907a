"""PDFs: whole, unprotected, and without anything that acts when they are opened. Pure."""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

from evidence.inspection.verdicts import SAVE_AGAIN, Found, UnacceptableError

PRINT = "Print it to a new PDF, which leaves such parts out, and upload that."
OBJECTS_MAX, DEPTH_MAX, PAGES_MAX = 200_000, 40, 5_000
WHITE = b" \t\r\n\f\0"

# Dictionary keys and action names (ISO 32000-2, 7.11, 12.6 and 13) that run, send, open or carry something.
_KEYS = {
    "/JS": "a script",
    "/JavaScript": "a script",
    "/EmbeddedFile": "another file inside",
    "/EmbeddedFiles": "another file inside",
    "/EF": "another file inside",
    "/RichMedia": "rich media",
    "/XFA": "a form with scripts (XFA)",
}
_ACTIONS = {
    "/JavaScript": "a script",
    "/Launch": "a command that starts a program",
    "/ImportData": "a command that reads other files",
    "/SubmitForm": "a command that sends data away",
    "/GoToE": "another file inside",
    "/Rendition": "rich media",
    "/RichMediaExecute": "rich media",
}
# A text here names a file (7.11): in a stream, an action or a picture it would be fetched, with the reader's name.
_FILE_NAMES = ("/F", "/UF", "/DOS", "/Mac", "/Unix")
_TYPES = {"/EmbeddedFile": "another file inside", "/RichMedia": "rich media", "/3D": "rich media"}


def inspect_pdf(path: Path) -> Found:
    """Accept a PDF, or raise UnacceptableError."""
    _check_edges(path)
    try:
        with pikepdf.open(path, attempt_recovery=False, suppress_warnings=True) as pdf:
            _check_document(pdf)
    except pikepdf.PasswordError as error:
        raise UnacceptableError(
            "The PDF is protected with a password.", "Save it without a password and upload that."
        ) from error
    except (pikepdf.PdfError, pikepdf.DataDecodingError, ValueError, TypeError, RuntimeError) as error:
        # The parser's own words are about bytes and offsets: of no use to the person, and not always the same.
        raise UnacceptableError("The PDF is damaged or incomplete.", SAVE_AGAIN) from error
    return Found("application/pdf")


def _check_edges(path: Path) -> None:
    """Nothing may stand before the header or after the end: it could be read as a file of another kind."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if not re.match(rb"%PDF-[12]\.\d", content[:8]):
            raise UnacceptableError("The PDF is damaged: its first line is not that of a PDF.", SAVE_AGAIN)
        end = content.rfind(b"%%EOF")
        if end < 0:
            raise UnacceptableError("The PDF is incomplete: its end is missing.", SAVE_AGAIN)
        place = end + len(b"%%EOF")
        while piece := content[place : place + 65536]:
            if piece.strip(WHITE):
                raise UnacceptableError("The PDF has other data after its end.", SAVE_AGAIN)
            place += len(piece)


def _check_document(pdf: pikepdf.Pdf) -> None:
    if pdf.is_encrypted:
        raise UnacceptableError("The PDF is protected.", "Save it without protection and upload that.")
    if len(pdf.objects) > OBJECTS_MAX or len(pdf.pages) > PAGES_MAX:
        raise UnacceptableError("The PDF has too many parts to check.", "Split it and upload the parts.")
    if not len(pdf.pages):
        raise UnacceptableError("The PDF is damaged: it has no pages.", SAVE_AGAIN)
    found = {what for whole in (pdf.trailer, *pdf.objects) for part in _dictionaries(whole) for what in _harm_in(part)}
    if found:
        raise UnacceptableError(f"The PDF contains {min(found)}.", PRINT)


def _dictionaries(whole: Any) -> Iterator[Any]:
    """Every dictionary written inside one object; what it refers to is an object of its own and comes by itself."""
    waiting = [(whole, 0)]
    while waiting:
        part, depth = waiting.pop()
        if depth > DEPTH_MAX:
            raise UnacceptableError("The PDF is damaged: its parts are nested too deep.", SAVE_AGAIN)
        if isinstance(part, pikepdf.Array):
            children = list(part)
        elif isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
            yield part
            children = [value for _key, value in part.items()]
        else:
            continue
        waiting += [(child, depth + 1) for child in children if not getattr(child, "is_indirect", False)]


def _harm_in(part: Any) -> set[str]:
    """What one dictionary has that no document needs, in words."""
    found = {_KEYS[key] for key, _value in part.items() if key in _KEYS}
    for key, names in (("/S", _ACTIONS), ("/Type", _TYPES), ("/Subtype", _TYPES)):
        value = part.get(key)
        if isinstance(value, pikepdf.Name):
            found |= {names[name] for name in (str(value),) if name in names}
    found |= {"the name of a file elsewhere" for key in _FILE_NAMES if isinstance(part.get(key), pikepdf.String)}
    found |= {"what acts when it is opened" for action in _by_themselves(part) if not _only_turns_to_a_page(action)}
    return found


def _by_themselves(part: Any) -> Iterator[Any]:
    """What a dictionary has done without a click: when the document is opened, or at another event."""
    if "/OpenAction" in part:
        yield part["/OpenAction"]
    if isinstance(events := part.get("/AA"), pikepdf.Dictionary):
        yield from (action for _event, action in events.items())


def _only_turns_to_a_page(action: Any) -> bool:
    if isinstance(action, pikepdf.Dictionary):
        return bool(action.get("/S") == pikepdf.Name.GoTo) and "/Next" not in action
    return isinstance(action, pikepdf.Array | pikepdf.String | pikepdf.Name)
