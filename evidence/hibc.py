"""HIBC supplier labels: `+A123BJC5D6E71G`, alone or with lot, serial number and dates. Pure.

Rule and examples: ANSI/HIBC 2.6, sections 2.1 to 2.3 and appendices B (check character) and E (link character).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from evidence.identifiers import WrongIdentifierError

# Appendix B: a character's value is its place.
PLACES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%"
# Labeller (a letter and three more), product (1 to 18), unit of measure (a digit). Without flag and check character
# this is the UDI-DI, as databases of devices keep it.
DI_FORM = r"^[A-Z][A-Z0-9]{3}[A-Z0-9]{1,18}[0-9]$"
_PRIMARY = re.compile(r"\+([A-Z][A-Z0-9]{3}[A-Z0-9]{1,18}[0-9])", re.ASCII)
# Expiry by its first digit: how many digits follow, counting that one where it is part of the month.
_EXPIRY = re.compile(
    r"(?:(?P<my>[01][0-9]{3})|2(?P<mdy>[0-9]{6})|3(?P<ymd>[0-9]{6})|4(?P<ymdh>[0-9]{8})|5(?P<yj>[0-9]{5})"
    r"|6(?P<yjh>[0-9]{7})|(?P<none>7))(?P<rest>.*)"
)
_QUANTITY = re.compile(r"8[0-9]{2}|9[0-9]{5}")
_JULIAN = re.compile(r"([0-9]{5})(.*)")
CENTURY = 2000
LONGEST = 300


@dataclass(frozen=True)
class Label:
    """What a label says; `di` has neither flag nor check character."""

    di: str
    expires_on: date | None = None
    made_on: date | None = None
    lot: str = ""
    serial: str = ""


def check_character(part: str) -> str:
    """The check character of a message of the 43 characters."""
    return PLACES[sum(PLACES.index(sign) for sign in part) % len(PLACES)]


def printed(di: str) -> str:
    """A UDI-DI as it stands on the label: with flag and check character."""
    return f"+{di}{check_character('+' + di)}"


def read_hibc(typed: str) -> Label:
    """A label's text, `+` first, capitals or not; raises WrongIdentifierError."""
    text = typed.strip("*\r\n\t\x1c\x1d\x1e\x1f").lstrip().upper()
    if len(text) > LONGEST:
        raise WrongIdentifierError(f"This is {len(text):,} characters long; no HIBC label has more than {LONGEST}.")
    strange = next((sign for sign in text if sign not in PLACES), None)
    if strange is not None:
        raise WrongIdentifierError(f"A HIBC label cannot have the character “{strange}”.")
    try:
        return _read(text)
    except WrongIdentifierError as error:
        # The check character can be a space, which typing and pasting lose.
        if text.endswith(" ") or not text:
            raise
        try:
            return _read(text + " ")
        except WrongIdentifierError:
            raise error from None


def _read(text: str) -> Label:
    found = _PRIMARY.match(text)
    if found is None:
        raise WrongIdentifierError(
            "A HIBC label begins with +, the labeller's letter and 3 characters, the product and one digit.",
            next_step="Scan the label of the device itself, the one with its name and number.",
        )
    alone = _PRIMARY.fullmatch(text[:-1])
    if alone is not None and text[-1] == check_character(text[:-1]):
        return Label(alone[1])
    if text[found.end() :].startswith("/"):
        _check(text[:-1], text[-1])
        segments = text[found.end() + 1 : -1].split("/")
    else:
        _check(text[: found.end()], text[found.end() : found.end() + 1])
        segments = list(_lines(text[found.end() + 1 :], link=text[found.end()]))
    label = Label(found[1])
    for segment in segments:
        label = _with(label, segment)
    return label


def _lines(text: str, *, link: str) -> Iterator[str]:
    """The further symbols of a label, without flag: each ends in the first one's check character and its own."""
    while text:
        ends = [i for i in range(4, len(text)) if text[i] == "+"] + [len(text)]
        whole = (text[:end] for end in ends if text[end - 2] == link)
        line = next((part for part in whole if check_character(part[:-1]) == part[-1]), None)
        if line is None or not line.startswith("+"):
            raise WrongIdentifierError(
                "A character in the second line of this HIBC label is wrong, or it belongs to another label.",
                next_step="Scan the label again, or its first line alone.",
            )
        yield line[1:-2]
        text = text[len(line) :]


def read_hibc_di(typed: str) -> str:
    """The UDI-DI of a label, or written without flag and check character; raises WrongIdentifierError."""
    bare = "".join(typed.split()).upper()
    if re.fullmatch(DI_FORM, bare, re.ASCII):
        return bare
    return read_hibc(typed).di


def _check(part: str, given: str) -> None:
    right = check_character(part)
    if given != right:
        raise WrongIdentifierError(
            f"The check character of this HIBC label should be {_said(right)}, not {_said(given)}.",
            next_step="One of its characters is wrong. Compare them with the label.",
        )


def _said(sign: str) -> str:
    return sign.strip() or ("a space" if sign else "missing")


def _with(label: Label, segment: str) -> Label:
    """The label with what one segment adds; a segment of an unknown kind adds nothing."""
    for start, name in (("$$+", "serial"), ("$$", "lot"), ("$+", "serial"), ("$", "lot"), ("14D", "expires_on"),
                        ("16D", "made_on"), ("S", "serial")):  # fmt: skip
        if segment.startswith(start):
            value = segment.removeprefix(start)
            if start.startswith("$$"):
                expires_on, value = _dated(value)
                label = replace(label, expires_on=expires_on or label.expires_on)
            if start.endswith("D"):
                return replace(label, **{name: _whole_date(value)})  # type: ignore[arg-type]
            return replace(label, **{name: value}) if value else label  # type: ignore[arg-type]
    old = _JULIAN.fullmatch(segment)
    return replace(label, expires_on=_day_of_year(old[1]), lot=old[2]) if old else label


def _dated(value: str) -> tuple[date | None, str]:
    """The expiry date, and the lot or serial number after it."""
    quantity = _QUANTITY.match(value)
    value = value[quantity.end() :] if quantity else value
    found = _EXPIRY.fullmatch(value)
    if found is None:
        return None, value
    kinds = found.groupdict()
    rest = kinds.pop("rest")
    form, digits = next((name, text) for name, text in kinds.items() if text is not None)
    if form == "none":
        return None, rest
    if form == "my":  # no day: through the last of the month
        return _day(digits[2:4], digits[:2], ""), rest
    if form == "mdy":
        return _day(digits[4:6], digits[:2], digits[2:4]), rest
    if form.startswith("yj"):
        return _day_of_year(digits[:5]), rest
    return _day(digits[:2], digits[2:4], digits[4:6]), rest


def _whole_date(text: str) -> date:
    if not re.fullmatch(r"20[0-9]{6}", text):
        raise WrongIdentifierError(f"“{text[:20]}” is not a date with year, month and day.")
    return _day(text[2:4], text[4:6], text[6:8])


def _day(year: str, month: str, day: str) -> date:
    try:
        first = date(CENTURY + int(year), int(month), 1)
        return first.replace(day=int(day) if day else monthrange(first.year, first.month)[1])
    except ValueError as error:
        raise WrongIdentifierError(f"The label has a date that does not exist: {year}-{month}-{day}.") from error


def _day_of_year(text: str) -> date:
    first = date(CENTURY + int(text[:2]), 1, 1)
    day = first + timedelta(days=int(text[2:5]) - 1)
    if day.year != first.year:
        raise WrongIdentifierError(f"The label has a date that does not exist: day {text[2:5]} of {first.year}.")
    return day
