"""Word and Excel files (Office Open XML): no macros, nothing fetched, nothing inside that is not checked too. Pure."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import IO
from xml.parsers import expat
from zipfile import ZipFile, ZipInfo

from evidence.inspection.archives import damaged, open_archive, pieces
from evidence.inspection.fields import Fields, HarmfulFieldError, check_field
from evidence.inspection.verdicts import DOCX, XLSX, Found, UnacceptableError

_PDF = "Save it as a PDF and upload that."
_MAIN = {f"{DOCX}.main+xml": DOCX, f"{XLSX}.main+xml": XLSX}
_LISTS_PARTS = "[Content_Types].xml"
_MACRO = re.compile(r"macro|vba|activex|xlm", re.IGNORECASE)
_OLE = re.compile(r"oleobject|control$", re.IGNORECASE)
_CHUNK = re.compile(r"/afchunk$", re.IGNORECASE)
_LINK = re.compile(r"(https?|mailto|tel):|#", re.IGNORECASE)
_XML = re.compile(r"\.(xml|rels|vml)$", re.IGNORECASE)
# What may stand before the first "<", whatever the encoding.
_BEFORE_XML = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
_EMBEDDED = re.compile(r"/embeddings/", re.IGNORECASE)
_EMBEDDED_MAX = 20 * 1024 * 1024


def inspect_office(path: Path) -> Found:
    """Accept a .docx or .xlsx, or raise UnacceptableError."""
    with path.open("rb") as file:
        return _inspect(file, embedded=False)


def _inspect(file: IO[bytes], *, embedded: bool) -> Found:
    archive = open_archive(file)
    names = {entry.filename: entry for entry in archive.infolist()}
    if _LISTS_PARTS not in names:
        raise UnacceptableError("The file is an archive, not a Word or Excel file.", "Upload its contents one by one.")
    kind = ""
    # The list of parts comes first: it tells the kind, and so the best reason for a refusal.
    for entry in sorted(names.values(), key=lambda e: e.filename != _LISTS_PARTS):
        part = _Part(entry.filename)
        if _XML.search(entry.filename):
            part.read(archive, entry)
        elif _EMBEDDED.search(entry.filename) and not entry.is_dir():
            _check_embedded(archive, entry, embedded=embedded)
        elif _MACRO.search(entry.filename):
            raise _macros()
        elif _holds_xml(archive, entry):  # the name says nothing: the list of parts can call any of them a document
            part.read(archive, entry)
        else:
            for _piece in pieces(archive, entry):  # whole, and as large as it says
                pass
        kind = kind or part.kind
    if not kind:
        raise UnacceptableError("The file is not a Word or Excel document of today's format.", _PDF)
    return Found(kind)


def _holds_xml(archive: ZipFile, entry: ZipInfo) -> bool:
    first = next(pieces(archive, entry), b"")
    return bool(first) and first.lstrip(_BEFORE_XML)[:1] in {b"<", b""}


def _check_embedded(archive: ZipFile, entry: ZipInfo, *, embedded: bool) -> None:
    """A chart carries its figures as a workbook: that is inspected like a file of its own, one level deep."""
    if embedded or not entry.filename.lower().endswith((".xlsx", ".docx")) or entry.file_size > _EMBEDDED_MAX:
        raise _file_inside()
    _inspect(io.BytesIO(b"".join(pieces(archive, entry))), embedded=True)


def _file_inside() -> UnacceptableError:
    return UnacceptableError("The file contains another file inside.", f"Take it out, or: {_PDF.lower()}")


def _macros() -> UnacceptableError:
    return UnacceptableError("The file contains macros.", "Save it as .docx or .xlsx without macros, or as a PDF.")


class _Part:
    """One XML part: well-formed, no document type, and what it says about itself and its relations."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.kind = ""
        self.in_field = False
        self.fields = Fields()

    def read(self, archive: ZipFile, entry: ZipInfo) -> None:
        """Parse without building anything; raises UnacceptableError."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._document_type
        parser.EntityDeclHandler = self._document_type
        parser.StartElementHandler = self._element
        parser.CharacterDataHandler = self._text
        isfinal = True
        try:
            for piece in pieces(archive, entry):
                parser.Parse(piece)
            parser.Parse(b"", isfinal)
            self.fields.close()
        except expat.ExpatError as error:
            raise damaged() from error
        except HarmfulFieldError as harmful:
            raise UnacceptableError(
                f"The file fetches something from elsewhere when it is opened, or may do so by the field “{harmful}”.",
                f"Take the field out, or: {_PDF.lower()}",
            ) from harmful

    def _document_type(self, *_: object) -> None:
        raise UnacceptableError("The file contains definitions that no Word or Excel file has.", _PDF)

    def _element(self, name: str, given: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        self.in_field = local in {"instrText", "delInstrText"}
        if self.name == _LISTS_PARTS:
            self._listed(given)
        elif local == "Relationship":
            self._relation(given)
        elif local == "fldChar":
            self.fields.mark(_told(given, "fldCharType"))
        elif local == "fldSimple":
            check_field(_told(given, "instr"))
        elif local == "ddeLink":
            raise _fetches()

    def _listed(self, given: dict[str, str]) -> None:
        content_type = given.get("ContentType", "")
        # "macroEnabled" stands in the content type of the main part; "vbaProject" is a part of its own.
        if _MACRO.search(content_type) or _MACRO.search(given.get("PartName", "")):
            raise _macros()
        self.kind = self.kind or _MAIN.get(content_type, "")

    def _relation(self, given: dict[str, str]) -> None:
        kind, target = given.get("Type", ""), given.get("Target", "")
        if _MACRO.search(kind):
            raise _macros()
        if given.get("TargetMode", "Internal") == "Internal":
            if _OLE.search(kind):
                raise UnacceptableError("The file contains another program's object.", _PDF)
            if _CHUNK.search(kind):
                raise _file_inside()
            return
        if not kind.endswith("/hyperlink") or not _LINK.match(target):
            raise _fetches()

    def _text(self, text: str) -> None:
        if self.in_field:
            self.fields.text(text)


def _told(given: dict[str, str], wanted: str) -> str:
    """The value of an attribute, whatever the prefix of its namespace."""
    return next((value for name, value in given.items() if name.rpartition(":")[2] == wanted), "")


def _fetches() -> UnacceptableError:
    return UnacceptableError(
        "The file fetches something from elsewhere when it is opened (a linked file, picture or template).",
        f"Break its links, or: {_PDF.lower()}",
    )
