"""The fields of a Word document (ECMA-376, part 1, 17.16): which of them may be there. Pure.

Some fetch a file, or start a program, when the document is opened. So only those are let in that are known to work with
what the document itself holds.
"""

from __future__ import annotations

import re

_NAME = re.compile(r"\s*([^\s\\\"]*)")
# Those of reference managers begin with ADDIN; a sum of a table with "=".
_HARMLESS = re.compile(
    r"=.*|ADDIN|ADVANCE|AUTHOR|AUTONUM(LGL|OUT)?|(DISPLAY)?BARCODE|BIBLIOGRAPHY|CITATION|COMMENTS|COMPARE|CREATEDATE|DATE"
    r"|DOCPROPERTY|EDITTIME|EQ|FILENAME|FILESIZE|FORM(CHECKBOX|DROPDOWN|TEXT)|GOTOBUTTON|HYPERLINK|IF|INDEX|KEYWORDS"
    r"|LASTSAVEDBY|LISTNUM|MERGEFIELD|NOTEREF|NUM(CHARS|PAGES|WORDS)|PAGE(REF)?|PRINTDATE|REF|REVNUM|SAVEDATE"
    r"|SECTION(PAGES)?|SEQ|SET|STYLEREF|SUBJECT|SYMBOL|TA|TC|TEMPLATE|TIME|TITLE|TOA|TOC|USER(ADDRESS|INITIALS|NAME)|XE",
    re.IGNORECASE,
)


class HarmfulFieldError(ValueError):
    """A field that may fetch or start something; `str()` is its name."""


class Fields:
    """Gathers instructions as a part is read: one may be split over many runs, and hold further fields."""

    def __init__(self) -> None:
        # Of each field that is open, the innermost last: its instruction, and whether its result has begun.
        self._open: list[tuple[str, bool]] = []

    def mark(self, kind: str) -> None:
        """A `fldChar` of the kind begin, separate or end; raises HarmfulFieldError."""
        if kind == "begin":
            # What an inner field comes to would be the name of the outer one.
            if self._open and not self._open[-1][1]:
                check_field(self._open[-1][0] or "a field that is named by another one")
            self._open.append(("", False))
        elif kind == "separate" and self._open:
            instruction, _ = self._open.pop()
            check_field(instruction)
            self._open.append((instruction, True))
        elif kind == "end" and self._open:
            check_field(self._open.pop()[0])

    def text(self, text: str) -> None:
        """More of the instruction of the innermost field; raises HarmfulFieldError."""
        if not self._open or self._open[-1][1]:
            check_field(text)
        else:
            self._open[-1] = (self._open[-1][0] + text, False)

    def close(self) -> None:
        """The part ends; raises HarmfulFieldError for a field that was never ended."""
        for instruction, _ in self._open:
            check_field(instruction)


def check_field(instruction: str) -> None:
    """Raise HarmfulFieldError unless the field is known to be harmless, or empty."""
    found = _NAME.match(instruction)
    name = found[1] if found else ""
    if name and not _HARMLESS.fullmatch(name):
        raise HarmfulFieldError(name[:40])
