"""Reading one line at a time: values or the reason why there are none. Pure, never raises out of `collect`.

Files of the Organisation Data Service (ODS) have no line breaks inside a value, so every line is read by itself: a
broken line harms no other and its number is exact.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, Protocol, TypeVar

# Kept equal to trusts.models.organisations by a test, because this module imports no Django.
CODE = re.compile(r"[A-Z0-9]{3,10}")
FIRST_CODE = re.compile(rb'(?:^|[\r\n])\s*"?([A-Z0-9]{3,10})"?,')
BOM = b"\xef\xbb\xbf"

_SMALL = frozenset(("and", "at", "by", "for", "in", "le", "of", "on", "super", "the", "to", "under", "upon", "with"))
_CAPITALS = frozenset(("NHS", "ICB", "UK"))
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_IRISH = re.compile(r"([OD]['’])([^\W\d_]{2,})")


@dataclass(frozen=True)
class Problem:
    """Something to tell the person who gave the file."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.reason}"


class Keyed(Protocol):
    """A row: where it stands, and what may occur only once in its file."""

    @property
    def line(self) -> int: ...
    @property
    def key(self) -> str: ...


R = TypeVar("R", bound=Keyed)


@dataclass
class Parsed(Generic[R]):
    """What a file holds; `unusable` is a sentence when it is not such a file at all, else empty."""

    file: str
    rows: list[R] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: list[Problem] = field(default_factory=list)
    mentioned: set[str] = field(default_factory=set)  # the code that begins each line, of broken lines too
    unusable: str = ""


class MalformedError(ValueError):
    """A line that cannot be taken, with its reason."""


class LeftOutError(ValueError):
    """A line that is right but not for this service."""


def nhs_title(text: str) -> str:
    """An upper-case ODS name in NHS style, `St George's NHS Trust`; a name with lower-case letters stays as it is."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    return text if any(character.islower() for character in text) else _WORD.sub(_cased, text)


def _cased(found: re.Match[str]) -> str:
    word, start = found.group(), found.start()
    if word in _CAPITALS:
        return word
    after_digit = start > 0 and found.string[start - 1].isdigit()
    if after_digit or (start > 0 and word.lower() in _SMALL):
        return word.lower()
    if irish := _IRISH.fullmatch(word):
        return irish[1] + irish[2].capitalize()
    return word.capitalize()


def refused(content: bytes, parsed: Parsed[R]) -> bool:
    """Whether the content is no text of ours at all; `parsed` then says why."""
    parsed.mentioned = {code.decode() for code in FIRST_CODE.findall(content.removeprefix(BOM))}
    if not content.removeprefix(BOM).strip():
        parsed.unusable = f"{parsed.file} is empty."
    elif content.startswith((b"\xff\xfe", b"\xfe\xff")):
        parsed.unusable = f"{parsed.file} is UTF-16 text. Save it as UTF-8."
    return bool(parsed.unusable)


def collect(
    lines: Iterator[tuple[int, list[str] | str]], make: Callable[[int, list[str]], R], parsed: Parsed[R]
) -> None:
    """Make a row of each line, or report why not; the second line with the same key is reported too."""
    first: dict[str, int] = {}
    for line, values in lines:
        try:
            if isinstance(values, str):
                raise MalformedError(values)
            row = make(line, values)
            if row.key in first:
                raise MalformedError(f"{row.key} is on line {first[row.key]} already")
        except MalformedError as error:
            parsed.problems.append(Problem(parsed.file, line, str(error)))
        except LeftOutError as error:
            parsed.left_out.append(Problem(parsed.file, line, str(error)))
        else:
            first[row.key] = line
            parsed.rows.append(row)


def lines_of(content: bytes) -> Iterator[tuple[int, list[str] | str]]:
    """Each line that is not blank, with its number: its values, or the reason why it has none."""
    for number, raw in enumerate(re.split(rb"\r\n|\r|\n", content.removeprefix(BOM)), start=1):
        if raw.strip():
            yield number, _values(raw)


def _values(raw: bytes) -> list[str] | str:
    try:
        values = [value.strip() for value in next(csv.reader([raw.decode()], strict=True))]
    except UnicodeDecodeError as error:
        return f"byte 0x{raw[error.start]:02X} is not UTF-8 text. Save the file as UTF-8 (it may be Windows-1252)"
    except csv.Error as error:
        return f"its quotes or commas are broken ({error})"
    if any(unicodedata.category(character)[0] == "C" for value in values for character in value):
        return "it has a character that cannot be shown"
    return values


def code_of(value: str) -> str:
    """An ODS code; raises MalformedError."""
    if not CODE.fullmatch(value):
        raise MalformedError(f"{shown(value)} is not an ODS code: 3 to 10 capital letters and digits")
    return value


def text_of(value: str, what: str, limit: int) -> str:
    """A text of at most `limit` characters; raises MalformedError."""
    if len(value) > limit:
        raise MalformedError(f"the {what} has {len(value)} characters, more than {limit}")
    return value


def date_of(value: str, what: str) -> date | None:
    """A date written YYYYMMDD or YYYY-MM-DD, None when empty; raises MalformedError."""
    if not value:
        return None
    found = re.fullmatch(r"([12][0-9]{3})(-?)([0-9]{2})\2([0-9]{2})", value)
    try:
        if found is None:
            raise ValueError(value)
        return date(int(found[1]), int(found[3]), int(found[4]))
    except ValueError as error:
        raise MalformedError(f"{shown(value)} is not a real {what}") from error


def shown(value: str) -> str:
    """A value of the file that is safe to print."""
    return repr(value[:40])
