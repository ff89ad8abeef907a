"""What a scanner gives, or what a person pastes from a label: the device identifier, lot, serial number, dates. Pure.

Read are GS1 element strings (with separators or with brackets), GS1 Digital Link addresses, HIBC labels, and GTIN or
Basic UDI-DI alone. Rules: GS1 General Specifications 3 (application identifiers), 7.8 (element strings), 7.12 (years);
GS1 Digital Link URI syntax.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, unquote, urlsplit

from evidence.basic_udi import read_basic_udi
from evidence.hibc import read_hibc
from evidence.identifiers import GTIN_LENGTHS, WrongIdentifierError, only_digits, read_gtin

LONGEST = 10_000
SEPARATOR = "\x1d"
YEARS_ON, YEARS_BACK = 50, 49
GTIN, HIBC, BASIC_UDI_DI = "GTIN", "HIBC", "BASIC_UDI_DI"
# How many characters follow an application identifier whose first two digits fix its length (figure 7.8.5-2).
# All others go on to the next separator.
_FIXED = {"00": 18, "01": 14, "02": 14, "03": 14, "04": 16, "20": 2} | {str(n): 6 for n in range(11, 20)}
_FIXED_LONGER = {str(n): 6 for n in range(31, 37)} | {"41": 13}
_FOUR_DIGITS = {"31", "32", "33", "34", "35", "36", "39", "43", "70", "72", "80", "81", "82"}
_THREE_DIGITS = {"23", "24", "25", "40", "41", "42", "71"}
_KNOWN = {"01", "10", "11", "17", "21", "240", "8013"}
_BRACKETS = re.compile(r"\(([0-9]{2,4})\)")
# How an element string begins; "12 monitors" are words.
_ELEMENTS = re.compile(r"(01|1[17]|8013)\x1d?[0-9]{5}", re.ASCII)
_SEPARATORS = re.compile(r"[\x1c-\x1f\u241d]|<GS>|\{GS\}|\s+", re.IGNORECASE)


class UnknownFormError(WrongIdentifierError):
    """The text is of none of the kinds that are read here: it may well be words."""


@dataclass(frozen=True)
class Scan:
    """What a label says: `scheme` is GTIN, HIBC or BASIC_UDI_DI and `di` its normal form; expiry day inclusive."""

    scheme: str
    di: str
    expires_on: date | None = None
    made_on: date | None = None
    lot: str = ""
    serial: str = ""
    reference: str = ""


def read_scan(text: str, *, on: date) -> Scan:
    """The device that a scanned or pasted text names; `on` is today, for the century of its two-digit years.

    Raises UnknownFormError for a text of another kind, WrongIdentifierError for a wrong one of these kinds.
    """
    if len(text) > LONGEST:
        raise UnknownFormError(f"This is {len(text):,} characters long; no label has more than {LONGEST:,}.")
    # A scanner may say first which symbol it read, for example ]d2 for a GS1 DataMatrix.
    plain = re.sub(r"^\s*\][A-Za-z][0-9A-Z]", "", text).strip("\r\n\t*").lstrip()
    if re.match(r"https?://", plain, re.IGNORECASE):
        return _from_elements(_digital_link(plain), on)
    if _BRACKETS.match(plain):
        return _from_elements(list(_bracketed(plain)), on)
    if plain.startswith("++"):
        return Scan(BASIC_UDI_DI, read_basic_udi(plain))
    if re.match(r"\+[A-Z]", plain, re.IGNORECASE | re.ASCII):
        label = read_hibc(plain)
        return Scan(HIBC, label.di, label.expires_on, label.made_on, label.lot, label.serial)
    return _unmarked(plain, on)


def _unmarked(text: str, on: date) -> Scan:
    """A GTIN or a Basic UDI-DI alone, or an element string without brackets: told apart by length and start."""
    joined = re.sub(r"[\s-]", "", text)
    if only_digits(joined) and len(joined) in GTIN_LENGTHS:
        return Scan(GTIN, read_gtin(joined))
    try:
        return Scan(BASIC_UDI_DI, read_basic_udi(text))
    except WrongIdentifierError:
        elements = _SEPARATORS.sub(SEPARATOR, text).strip(SEPARATOR)
        if SEPARATOR not in text and not _ELEMENTS.match(elements):
            raise UnknownFormError("This is not an identifier that can be read here.") from None
        return _from_elements(list(_elements(elements)), on)


def _elements(text: str) -> Iterator[tuple[str, str]]:
    """Application identifiers and values of an element string."""
    while text := text.lstrip(SEPARATOR):
        start = text[:2]
        longer = 4 if start in _FOUR_DIGITS else 3 if start in _THREE_DIGITS else 2
        name, text = text[:longer], text[longer:].lstrip(SEPARATOR)
        if not only_digits(name):
            raise WrongIdentifierError(f"After a part of this label comes “{name}”, which begins no other part.")
        length = _FIXED.get(start, _FIXED_LONGER.get(start))
        if length is None:
            value, _, text = text.partition(SEPARATOR)
        else:
            value, text = text[:length], text[length:]
            if len(value) < length or SEPARATOR in value:
                raise WrongIdentifierError(f"The label ends too early: its part ({name}) has {length} characters.")
        yield name, value


def _bracketed(text: str) -> Iterator[tuple[str, str]]:
    """Application identifiers and values as printed under a bar code: (01)09506000134352(17)271231."""
    parts = _BRACKETS.split(text)
    for name, value in zip(parts[1::2], parts[2::2], strict=True):
        yield name, "".join(value.split())


def _digital_link(address: str) -> list[tuple[str, str]]:
    """Application identifiers and values of an address such as https://id.example/01/09506000134352/10/ABC?17=271231."""
    try:
        parts = urlsplit(address)
        query = parse_qsl(parts.query, max_num_fields=100)
    except ValueError as error:
        raise UnknownFormError("This address cannot be read.") from error
    path = [unquote(step) for step in parts.path.split("/")]
    first = next((i for i, step in enumerate(path) if step in {"01", "8013"}), None)
    if first is None:
        raise UnknownFormError("This address does not name a device: a GS1 Digital Link has /01/ and a GTIN in it.")
    return [*zip(path[first::2], path[first + 1 :: 2], strict=False), *query]


def _from_elements(elements: list[tuple[str, str]], on: date) -> Scan:
    found: dict[str, str] = {}
    for name, value in elements:
        if name in _KNOWN and found.setdefault(name, value) != value:
            raise WrongIdentifierError(f"The label says two different things in its part ({name}).")
    if "01" not in found and "8013" not in found:
        raise WrongIdentifierError(
            "The label has no device identifier: its part (01) is missing.",
            next_step="Scan the other bar code of the label too, or type the GTIN.",
        )
    is_device = "01" in found
    return Scan(
        GTIN if is_device else BASIC_UDI_DI,
        read_gtin(found["01"]) if is_device else read_basic_udi(found["8013"]),
        expires_on=_date(found.get("17", ""), on),
        made_on=_date(found.get("11", ""), on),
        lot=found.get("10", ""),
        serial=found.get("21", ""),
        reference=found.get("240", ""),
    )


def _date(text: str, on: date) -> date | None:
    """YYMMDD; day 00 is the last of the month. Two digits of a year are at most 50 years on or 49 back."""
    if not text:
        return None
    if len(text) != len("YYMMDD") or not only_digits(text):
        raise WrongIdentifierError(f"“{text[:20]}” is not a date: a date on a label has 6 digits.")
    short, month, day = int(text[:2]), int(text[2:4]), int(text[4:])
    apart = short - on.year % 100
    century = on.year // 100 + (-1 if apart > YEARS_ON else 1 if apart < -YEARS_BACK else 0)
    try:
        first = date(century * 100 + short, month, 1)
        return first.replace(day=day or monthrange(first.year, month)[1])
    except ValueError as error:
        raise WrongIdentifierError(f"The label has a date that does not exist: {text}.") from error
