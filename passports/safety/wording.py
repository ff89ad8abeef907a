"""Finding identifiers, lots, makers and products in the words of a notice. Pure; finds nothing rather than fails."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from evidence.basic_udi import read_basic_udi
from evidence.hibc import read_hibc_di
from evidence.identifiers import WrongIdentifierError, read_gtin
from passports.safety.markup import Line
from passports.safety.notices import LIST_MAX, NAME_MAX, lines

# 12 to 14 digits may be a GTIN by themselves. Eight are too often a lot or a date: only where the text says GTIN.
_DIGITS = re.compile(r"(?<![\d.,/-])\d{12,14}(?![\d/-])", re.ASCII)
_MARKED = re.compile(r"(?:GTIN|EAN|UDI|\(01\))[^\d+]{0,20}(\d{8,14})(?!\d)", re.ASCII | re.IGNORECASE)
_HIBC = re.compile(r"(?<![\w+])\+[A-Z][A-Z0-9]{5,22}(?![A-Z0-9])", re.ASCII)
_BASIC = re.compile(r"Basic UDI(?:-DI)?[\s:#]{1,5}([!-~]{8,25})", re.IGNORECASE)

_LOTS = re.compile(
    r"\b(?:lots?|batch(?:es)?)\b(?:\s*(?:numbers?|nos?\b\.?|codes?|#))?[\s:#]{0,5}", re.ASCII | re.IGNORECASE
)
_LOT = re.compile(r"(?=[A-Z/-]{0,15}\d)([A-Z0-9][A-Z0-9/-]{2,29})(?![A-Z0-9])", re.ASCII | re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:(,|;|and|&|or)|(thru|through|to|–|-))\s*(?:and\s+)?(?:lots?\s+)?", re.IGNORECASE)
_EXPIRY = re.compile(r"\s*[,(]?\s*exp(?:\.|iry|ir\w*)?\s*(?:date)?:?\s*[A-Za-z]{3,9}\.? \d{4}\)?", re.IGNORECASE)
RANGE = ".."

_MADE_BY = re.compile(
    r",?\s*\b(?:manufactured|made|supplied) by\s+([^,;:()–]{2,120}?)(?=\s[-–]\s|[,;:()–]|$)", re.IGNORECASE
)
_MAKER_LINE = re.compile(r"(?:legal )?manufacturer(?: name)?\s*:\s*(.{2,150})", re.IGNORECASE)
_MAKER_HEADING = re.compile(r"manufacturer(?:'s|s)?(?: contacts?| details?)?", re.IGNORECASE)
# What follows says what is wrong, not what it is.
_FAULT = re.compile(r"\s[-–—]\s|:\s")
_PREFIX = re.compile(r"^(?:field safety notice|fsn|urgent|recall of|removal of|class [1-4])\b[\s:,-]*", re.IGNORECASE)
_SUFFIX = re.compile(r"\s+from service$|\s*\((?:all models|various)\)", re.IGNORECASE)
_PRODUCT_COLUMN = re.compile(r"product|device|model|brand|description", re.IGNORECASE)
_LEGAL = re.compile(r"(?:Inc|LLC|L\.L\.C|Ltd|Limited|LP|Corp|Corporation|Co|GmbH|AG|plc|S\.?A)\.?", re.IGNORECASE)


def identifiers_in(text: str) -> tuple[str, ...]:
    """The device identifiers that a text names, as `SCHEME VALUE` in normal form."""
    found: list[str] = []
    for number in (*_MARKED.findall(text), *_DIGITS.findall(text)):
        found += _read("GTIN", read_gtin, number)
    for label in _HIBC.findall(text):
        found += _read("HIBC", read_hibc_di, label)
    for name in _BASIC.findall(text):
        found += _read("BASIC_UDI_DI", read_basic_udi, name.rstrip(".,;)"))
    return tuple(dict.fromkeys(found))[:LIST_MAX]


def _read(scheme: str, reader: object, typed: str) -> list[str]:
    try:
        return [f"{scheme} {reader(typed)}"] if callable(reader) else []
    except WrongIdentifierError:
        return []


def lots_in(text: str) -> tuple[str, ...]:
    """The lots that a text names, in capitals, and ranges as `FIRST..LAST`."""
    return tuple(dict.fromkeys(lot for start in _LOTS.finditer(text) for lot in _lots_from(text, start.end())))[
        :LIST_MAX
    ]


def _lots_from(text: str, place: int) -> Iterator[str]:
    held = ""
    for _ in range(LIST_MAX):
        found = _LOT.match(text, place)
        if found is None:
            break
        lot = found[1].strip("-/").upper()
        held = f"{held}{lot}"
        place = found.end()
        aside = _EXPIRY.match(text, place)
        place = aside.end() if aside else place
        between = _BETWEEN.match(text, place)
        if between and between[2] and RANGE not in held:
            held, place = f"{held}{RANGE}", between.end()
            continue
        yield held
        held = ""
        if between is None:
            break
        place = between.end()
    if held:
        yield held.removesuffix(RANGE)


def names_lot(lots: Iterable[str], lot: str) -> bool:
    """Whether a lot is among these, or lies in one of their ranges (numbers of the same length)."""
    wanted = lot.strip().upper()
    for one in lots:
        first, is_range, last = one.partition(RANGE)
        if wanted == first or (is_range and wanted == last):
            return True
        same = is_range and len(first) == len(last) == len(wanted)
        if same and all(n.isascii() and n.isdigit() for n in (first, last, wanted)) and first < wanted < last:
            return True
    return False


def products_in_title(title: str) -> tuple[str, ...]:
    """What a title names before it says what is wrong."""
    named = _MADE_BY.sub("", _FAULT.split(_PREFIX.sub("", title))[0] or title)
    return lines((_SUFFIX.sub("", one) for one in re.split(r",\s+", named)), NAME_MAX)


def products_in_tables(seen: Sequence[Line]) -> tuple[str, ...]:
    """The cells of tables that stand in a column of products."""
    names: list[str] = []
    heads: list[bool] = []
    row, column = 0, -1
    for line in seen:
        if line.kind not in {"td", "th"}:
            continue
        column = column + 1 if line.row == row else 0
        if line.row != row and line.kind == "th":
            heads = []
        row = line.row
        if line.kind == "th":
            heads.append(bool(_PRODUCT_COLUMN.search(line.text)))
        elif column < len(heads) and heads[column]:
            names.append(line.text)
    return lines(names)


def maker_in(texts: Iterable[str], seen: Sequence[Line]) -> str:
    """The maker that titles, a line “Manufacturer: …” or a section of that name say; empty when none does."""
    for text in texts:
        found = _MADE_BY.search(text)
        if found:
            return found[1].strip()[:NAME_MAX]
    for place, line in enumerate(seen):
        named = _MAKER_LINE.fullmatch(line.text)
        if named:
            return company(named[1])
        if line.kind == "heading" and _MAKER_HEADING.fullmatch(line.text) and place + 1 < len(seen):
            return company(seen[place + 1].text)
    return ""


def company(text: str) -> str:
    """A company's name from a text that goes on with its town and how it told its customers."""
    name, *rest = re.split(r",\s+", text.split(" by ", maxsplit=1)[0].strip())
    inside = re.search(rf"\s{_LEGAL.pattern}(?=\s)", name)
    if inside:
        return name[: inside.end()][:NAME_MAX].strip()
    if rest and _LEGAL.fullmatch(rest[0].strip()):
        name = f"{name}, {rest[0].strip()}"
    return name.strip(" .;")[:NAME_MAX] if not name.endswith((" Inc.", " Ltd.", " Co.")) else name[:NAME_MAX]
