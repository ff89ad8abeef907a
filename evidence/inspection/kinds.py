"""Which kind of file it is, by its first bytes and never by its name, and its inspection. Pure."""

from __future__ import annotations

from pathlib import Path

from evidence.inspection.images import inspect_image
from evidence.inspection.office import inspect_office
from evidence.inspection.pdfs import inspect_pdf
from evidence.inspection.tables import inspect_csv
from evidence.inspection.verdicts import Found, UnacceptableError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def inspect(path: Path) -> Found:
    """The content type and notes of an acceptable file; raises UnacceptableError for every other."""
    with path.open("rb") as file:
        start = file.read(16)
    if not start:
        raise UnacceptableError("The file is empty.", "Choose the file again.")
    if start.startswith(b"%PDF-"):
        return inspect_pdf(path)
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return inspect_image(path, "PNG")
    if start.startswith(b"\xff\xd8\xff"):
        return inspect_image(path, "JPEG")
    if start.startswith(b"PK"):
        return inspect_office(path)
    if start.startswith(_OLE):
        # A Word or Excel file with a password is wrapped in the same container as the formats from before 2007.
        raise UnacceptableError(
            "The file is protected with a password, or in an old format (.doc, .xls).",
            "Save it as .docx or .xlsx without a password, or as a PDF, and upload that.",
        )
    return inspect_csv(path)
