"""Local costs as files: CSV for spreadsheets, with formulas disarmed, and JSON with exact numbers as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from decimal import Decimal
from typing import Any

from compass.foundation.separated import csv_bytes
from compass.guide.local_cost import Worked
from compass.guide.presenters.local_costs import basis, inputs, own_numbers, result_tables
from compass.guide.queries.local_costs import Costed, Saved
from evidence.cost import Scenario
from evidence.cost_words import Table, exact_pounds

_CASES = ("low", "central", "high")


def as_csv(given: Iterable[Table]) -> bytes:
    """The tables under one another with their captions and notes, an empty line between them."""
    return csv_bytes(_lines(given))


def _lines(given: Iterable[Table]) -> Iterator[Sequence[str]]:
    for table in given:
        yield [table.caption]
        yield table.heads
        yield from table.rows
        yield [table.note]
        yield []


def all_tables(worked: Worked) -> list[Table]:
    """Everything that the page of one technology says in tables, to the penny."""
    first, rest = result_tables(worked, exact_pounds)
    held = Table("What holds for the whole model", ("", "Value"), tuple(basis(worked.model)))
    return [first, *([own_numbers(worked)] if worked.own else []), *rest, held]


def as_json(technology: Costed, saved: Saved | None, worked: Worked | None) -> dict[str, Any]:
    """One technology: inputs with both numbers, and the three cases year by year; money in pounds as text."""
    current = technology.model_hash if technology.model else None
    head: dict[str, Any] = {
        "innovation": technology.slug,
        "name": technology.name,
        "passport_number": technology.passport_number,
        "model_hash": saved.model_hash if saved else current,
        "model_is_current": not technology.changed_since(saved),
        "current_model_hash": current,
        "revision": saved.revision if saved else 0,
        "saved_at": saved.changed_at.isoformat() if saved else None,
    }
    if worked is None:
        return head | {"inputs": None, "cases": None}
    return head | {
        "currency": "GBP",
        "inputs": [
            {
                "name": one.name,
                "title": one.title,
                "unit": one.unit,
                "innovators": one.innovators,
                "source": one.source,
                "own": str(worked.own[one.name]) if one.name in worked.own else None,
                "own_range": [str(end) for end in worked.range_of(one.name) or ()] or None,
            }
            for one in inputs(worked.model)
        ],
        "basis": dict(basis(worked.model)),
        "cases": {case: _case(getattr(worked.result, case)) for case in _CASES},
        "swings": [
            {field.name: _plain(getattr(swing, field.name)) for field in fields(swing)}
            for swing in worked.result.swings
        ],
    }


def _case(case: Scenario) -> dict[str, Any]:
    sums = {
        field.name: _plain(getattr(case, field.name))
        for field in fields(case)
        if field.name not in {"numbers", "costs", "effects", "years"}
    }
    years = [{field.name: _plain(getattr(year, field.name)) for field in fields(year)} for year in case.years]
    return sums | {"years": years}


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value
