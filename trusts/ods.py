"""Reading NHS organisation files: bytes in, rows and reported problems out. Never raises, knows no database."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from trusts.ods_lines import (
    LeftOutError,
    MalformedError,
    Parsed,
    R,
    code_of,
    collect,
    date_of,
    lines_of,
    nhs_title,
    refused,
    shown,
    text_of,
)

# Kept equal to trusts.models.organisations by a test, because this module imports no Django.
NAME_LIMIT, TOWN_LIMIT, POSTCODE_LIMIT = 200, 80, 10

BOARDS_BEGAN = date(2022, 7, 1)  # Health and Care Act 2022
BOARDS_REFORMED = date(2026, 4, 1)  # six new boards took over from twelve
SUCCESSION_KINDS = ("MERGER", "ACQUISITION", "SPLIT")

# Columns of `etr`, counted from 0; the whole layout has 27.
ETR_WIDTH = 27
REGION, ICB, TOWN, POSTCODE, OPENED, CLOSED, PARENT, COUNTRY = 2, 3, 7, 9, 10, 11, 14, 23


@dataclass(frozen=True)
class Row:
    """One organisation as a file describes it; `region` and `icb` are codes, empty when the file gives none."""

    line: int
    code: str
    name: str
    region: str = ""
    icb: str = ""
    town: str = ""
    postcode: str = ""
    opened_on: date | None = None
    closed_on: date | None = None

    @property
    def key(self) -> str:
        """The code: one row each."""
        return self.code


@dataclass(frozen=True)
class SuccessionRow:
    """One successor of one organisation; `kind` is one of SUCCESSION_KINDS."""

    line: int
    predecessor: str
    successor: str
    on: date
    kind: str

    @property
    def key(self) -> str:
        """The pair: one row each."""
        return f"{self.predecessor} to {self.successor}"


def parse_trusts(content: bytes, file: str) -> Parsed[Row]:
    """The trusts of an ODS `etr` file: no header, 27 quoted columns, dates as YYYYMMDD."""
    parsed: Parsed[Row] = Parsed(file)
    if refused(content, parsed):
        return parsed
    widths = 0
    named = 0

    def row(line: int, values: list[str]) -> Row:
        nonlocal widths, named
        if len(values) != ETR_WIDTH:
            raise MalformedError(f"the number of columns is {len(values)} where an ODS etr file has {ETR_WIDTH}")
        widths += 1
        named += not values[1] or "TRUST" in values[1].upper()
        return _trust(line, values)

    collect(lines_of(content), row, parsed)
    if not widths:
        parsed.unusable = f"{file} is not an ODS etr file: no line of it has {ETR_WIDTH} columns."
    elif named * 2 < widths:  # all ODS files have 27 columns: practices, sites and others look alike
        parsed.unusable = f"{file} is not a file of NHS trusts: most names in it do not say “trust”."
    return parsed


def parse_regions(content: bytes, file: str) -> Parsed[Row]:
    """NHS England regions: a header with `ods_code` and `name`."""
    return _table(
        content,
        file,
        ("ods_code", "name"),
        lambda line, given: Row(line, code_of(given["ods_code"]), _name(given["name"])),
    )


def parse_boards(content: bytes, file: str) -> Parsed[Row]:
    """Integrated care boards: `created_2026` or `closed_2026_04_01` is 1 for those that the reform touched."""

    def board(line: int, given: Mapping[str, str]) -> Row:
        return Row(
            line,
            code_of(given["ods_code"]),
            _name(given["name"]),
            region=code_of(given["region_ods"]),
            opened_on=BOARDS_REFORMED if given.get("created_2026") == "1" else BOARDS_BEGAN,
            closed_on=BOARDS_REFORMED if given.get("closed_2026_04_01") == "1" else None,
        )

    return _table(content, file, ("ods_code", "name", "region_ods"), board)


def parse_successions(content: bytes, file: str) -> Parsed[SuccessionRow]:
    """Who took over from whom: `predecessor_ods`, `successor_ods`, `date` and `type`; names are not read."""

    def succession(line: int, given: Mapping[str, str]) -> SuccessionRow:
        predecessor, successor = code_of(given["predecessor_ods"]), code_of(given["successor_ods"])
        kind = given["type"].upper()
        if predecessor == successor:
            raise MalformedError(f"{predecessor} cannot succeed itself")
        if kind not in SUCCESSION_KINDS:
            raise MalformedError(f"{shown(given['type'])} is not merger, acquisition or split")
        on = date_of(given["date"], "date")
        if on is None:
            raise MalformedError("the date is empty")
        return SuccessionRow(line, predecessor, successor, on, kind)

    return _table(content, file, ("predecessor_ods", "successor_ods", "date", "type"), succession)


def _trust(line: int, values: Sequence[str]) -> Row:
    code, region = code_of(values[0]), values[REGION]
    if region.startswith("W") or (not region and values[COUNTRY] == "W"):
        raise LeftOutError(f"{code} left out: outside England")
    if values[PARENT]:
        raise MalformedError(f"{code} belongs to {shown(values[PARENT])}: it is a site, not a trust")
    opened_on, closed_on = date_of(values[OPENED], "opening date"), date_of(values[CLOSED], "closing date")
    if opened_on and closed_on and closed_on < opened_on:
        raise MalformedError(f"{code} closes on {closed_on} before it opens on {opened_on}")
    return Row(
        line,
        code,
        _name(nhs_title(values[1])),
        region=region,
        icb=values[ICB],
        town=text_of(nhs_title(values[TOWN]), "town", TOWN_LIMIT),
        postcode=text_of(values[POSTCODE], "postcode", POSTCODE_LIMIT),
        opened_on=opened_on,
        closed_on=closed_on,
    )


def _table(
    content: bytes, file: str, columns: tuple[str, ...], make: Callable[[int, Mapping[str, str]], R]
) -> Parsed[R]:
    parsed: Parsed[R] = Parsed(file)
    if refused(content, parsed):
        return parsed
    lines = lines_of(content)
    _, header = next(lines)
    if isinstance(header, str) or not set(columns) <= set(header):
        parsed.unusable = f"{file} is not the right kind of file: its first line must name {', '.join(columns)}."
        return parsed

    def row(line: int, values: list[str]) -> R:
        if len(values) != len(header):
            raise MalformedError(f"the number of columns is {len(values)} where the first line has {len(header)}")
        return make(line, dict(zip(header, values, strict=True)))

    collect(lines, row, parsed)
    return parsed


def _name(value: str) -> str:
    if not value:
        raise MalformedError("the name is empty")
    return text_of(value, "name", NAME_LIMIT)
