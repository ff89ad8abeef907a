"""How the parts of a cost model fit: names that are there, units that cancel. Pure."""

from __future__ import annotations

from evidence.cost.model import PATIENTS, PATIENTS_UNIT, Assumption, Cost, CostModel, Effect, Price
from evidence.cost.units import ONCE, YEARLY, multiplied, unit
from evidence.cost.values import Path, Values


def check_fit(model: CostModel, values: Values) -> None:
    """Report names used twice or nowhere defined, and rows whose units do not cancel to pounds, or pounds a year."""
    _check_names(model, values)
    known = {row.name: row for row in model.assumptions if row.name}
    patients = known.get(PATIENTS)
    if patients is None or patients.unit not in {PATIENTS_UNIT, ""}:
        values.say(
            ("assumptions",),
            "The number of patients a year is missing.",
            f"Add an assumption of the name “{PATIENTS}” in patients a year; cost per patient rests on it.",
        )
    for n, price in enumerate(model.prices):
        _check_paid(price, ("prices", n), known, values)
    for n, cost in enumerate(model.costs):
        _check_paid(cost, ("costs", n), known, values)
        if cost.kind == "DISPOSAL" and comes_to_years(cost, known):
            values.say(
                ("costs", n, "unit"), "Disposal is paid once, in the last year.", "Give it in pounds, not per year."
            )
    for n, effect in enumerate(model.effects):
        path: Path = ("effects", n)
        factors = [
            _found(effect.change, (*path, "change"), known, values),
            _found(effect.unit_cost, (*path, "unit_cost"), known, values),
            *(_found(name, (*path, "times", k), known, values) for k, name in enumerate(effect.times)),
        ]
        symbols = [one.unit for one in factors if one is not None and one.unit]
        if len(symbols) == len(factors):
            _check_units(symbols, (YEARLY,), (*path, "times"), "pounds a year", values)


def _check_names(model: CostModel, values: Values) -> None:
    seen: set[str] = set()
    parts: tuple[tuple[str, tuple[Assumption | Price | Cost | Effect, ...]], ...] = (
        ("assumptions", model.assumptions),
        ("prices", model.prices),
        ("costs", model.costs),
        ("effects", model.effects),
    )
    for part, rows in parts:
        for n, row in enumerate(rows):
            name = row.name
            if name and name in seen:
                values.say((part, n, "name"), f"The name “{name}” is used twice.", "Give each row a name of its own.")
            seen.add(name)


def _found(name: str, path: Path, known: dict[str, Assumption], values: Values) -> Assumption | None:
    if name and name not in known:
        values.say(path, f"There is no assumption “{name}”.", "Choose one of the assumptions, or add it there.")
    return known.get(name)


def _check_paid(row: Price | Cost, path: Path, known: dict[str, Assumption], values: Values) -> None:
    """A price or a cost: its units cancel, and what it is multiplied by is never negative."""
    found = [_found(name, (*path, "times", k), known, values) for k, name in enumerate(row.times)]
    for k, one in enumerate(found):
        if one is not None and one.low < 0:
            values.say(
                (*path, "times", k),
                f"“{one.title}” can be below 0, so it cannot count what is paid for.",
                "Choose another assumption, or correct its range.",
            )
    symbols = [one.unit for one in found if one is not None and one.unit]
    if row.unit and len(symbols) == len(found):
        _check_units([row.unit, *symbols], (ONCE, YEARLY), (*path, "times"), "pounds, or pounds a year", values)


def _check_units(
    symbols: list[str], wanted: tuple[tuple[tuple[str, int], ...], ...], path: Path, words: str, values: Values
) -> None:
    units = [unit(symbol) for symbol in symbols]
    product = multiplied(units)
    if product.powers in wanted:
        return
    factors = ") × (".join(symbol.replace("GBP", "£").replace("_", " ").replace("/", " / ") for symbol in symbols)
    values.say(
        path,
        f"({factors}) comes to {product}, not to {words}.",
        "Choose what it is multiplied by so that the units above and below the line cancel.",
    )


def comes_to_years(row: Price | Cost, known: dict[str, Assumption]) -> bool:
    """Whether a price or a cost is paid every year rather than once; False while its units are not known."""
    symbols = [row.unit, *(known[name].unit for name in row.times if name in known)]
    return all(symbols) and multiplied(unit(s) for s in symbols).powers == YEARLY
