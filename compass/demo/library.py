"""Reading the reference files of this package: products, their journeys, organisations, names, sentences."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "reference"


@dataclass(frozen=True)
class Product:
    """An invented technology; from `who` on, the facts that its evidence is written from."""

    name: str
    company: str
    kind: str
    clinical_area: str
    summary: str
    problem: str
    description: str
    price: Decimal | None
    unit: str
    who: str
    against: str
    result: str
    use: str
    saving: str
    extra: str
    change: str
    trouble: str


@dataclass(frozen=True)
class Journey:
    """How far a version of a product came. Days count back from the day of the load; a negative one lies ahead.

    `ago` is the day of the last main step, `turn` of what happened after (or of a condition's due date),
    `expires_in` says in how many days the first certificate expires.
    """

    technology: str
    version: str
    stage: str
    panel: str
    ago: int
    turn: int
    expires_in: int
    adopters: int
    nominated: bool
    reason: str


@dataclass(frozen=True)
class Asked:
    """A nomination that did not lead to a technology (yet)."""

    technology: str
    company: str
    kind: str
    clinical_area: str
    organisation: str
    ago: int
    answer: str
    answered_ago: int
    problem: str


@dataclass(frozen=True)
class Known:
    """A real technology with what a public body published of it."""

    product: str
    company: str
    kind: str
    clinical_area: str
    what: str
    indication: str
    reference: str
    topic: str
    status: str
    source_url: str


@dataclass(frozen=True)
class Organisations:
    """ODS codes by the part that the organisations play."""

    assessing: tuple[str, ...]
    adopting: tuple[str, ...]
    merged: tuple[str, ...]
    adopted_before_merger: date


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def toml(path: Path) -> dict[str, Any]:
    """A reference file; read once, so nobody may change what is returned."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def products() -> dict[str, Product]:
    """Every invented technology by name; the file it stands in names its clinical area."""
    found = {}
    for path in sorted((FOLDER / "technologies").glob("*.toml")):
        for row in toml(path)["technology"]:
            given = {"price": None, "unit": ""} | row
            price = None if given["price"] is None else Decimal(given["price"])
            found[given["name"]] = Product(clinical_area=path.stem.upper(), **{**given, "price": price})
    return found


@cache
def journeys() -> tuple[Journey, ...]:
    """Every journey, in the order of the file; an earlier version stands before a later one."""
    return tuple(
        Journey(
            technology=row["technology"],
            version=row["version"],
            stage=row["stage"],
            panel=row["panel"],
            ago=int(row["ago"]),
            turn=int(row["turn"] or 0),
            expires_in=int(row["expires_in"] or 0),
            adopters=int(row["adopters"] or 0),
            nominated=row["nominated"] == "yes",
            reason=row["reason"],
        )
        for row in _rows("journeys.csv")
    )


@cache
def nominations() -> tuple[Asked, ...]:
    """Nominations beside those of the journeys."""
    numbers = ("ago", "answered_ago")
    return tuple(
        Asked(**{key: int(value or 0) if key in numbers else value for key, value in row.items()})  # type: ignore[arg-type]
        for row in _rows("nominations.csv")
    )


@cache
def known_technologies() -> tuple[Known, ...]:
    """Real technologies; one with two published statements has two rows."""
    return tuple(Known(**row) for row in _rows("real_technologies.csv"))


@cache
def organisations() -> Organisations:
    """Who assesses, who adopts, who merged."""
    given = toml(FOLDER / "organisations.toml")
    return Organisations(
        tuple(given["assessing"]), tuple(given["adopting"]), tuple(given["merged"]), given["adopted_before_merger"]
    )


@cache
def fragments() -> dict[str, Any]:
    """The sentences that texts are put together from."""
    return toml(FOLDER / "fragments.toml")


@cache
def full_name(number: int) -> str:
    """The name of invented person `number`; the two lists have no common divisor, so names do not repeat."""
    given = toml(FOLDER / "names.toml")
    return f"{given['first'][number % len(given['first'])]} {given['family'][number % len(given['family'])]}"
