"""A cost model and its result in words: tables in plain English, money in pounds, low beside central and high."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from compass.foundation.words import money, plural, rounded_sum
from evidence.cost import Assumption, Cost, CostModel, Price, Problem, Result, Scenario, inputs_of
from evidence.cost.model import COST_KINDS
from evidence.cost.units import words as unit_words

# The parts in the order in which they are filled in: slug, title, and what it is about.
PARTS = {
    "basis": ("Year, VAT and discounting", "What applies to the whole model."),
    "assumptions": (
        "Assumptions",
        "Every number that the result rests on: how many patients, how often, how much. Buyers can put in their own.",
    ),
    "prices": ("Prices", "Your list prices without VAT, with lower or higher prices by volume if you have them."),
    "costs": (
        "Other costs",
        "What a buyer pays besides your price: installation, training, running, staff time, disposal and the like.",
    ),
    "effects": (
        "Effects",
        (
            "What changes for the buyer. Cash-releasing means that a budget spends less. Capacity-releasing means that "
            "time or beds are free for other work. The two are never added together."
        ),
    ),
}
_BASIS = {"price_year", "life_years", "vat", "discount", "version", "currency"}
CASES = ("Least favourable", "Central", "Most favourable")
HOW_CASES_ARE_CHOSEN = (
    "Which numbers are least and most favourable is judged by cash and capacity released, less cost. "
    "That sum only chooses the numbers."
)


@dataclass(frozen=True)
class Table:
    """A table: its caption, column heads (the first one over the row heads) and rows of words."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def part_of(problem: Problem) -> str:
    """The part on whose page a problem is put right."""
    first = str(problem.path[0]) if problem.path else "basis"
    return "basis" if first in _BASIS or first not in PARTS else first


def exact_pounds(amount: Decimal | None) -> str:
    """`£1,250.60`, `−£12.50`, or that it is not known."""
    if amount is None:
        return "Not known"
    return ("−" if amount < 0 else "") + money(abs(amount))


def pounds(amount: Decimal | None) -> str:
    """The same of a sum, rounded: `£1,251`, `−£12.50`."""
    return exact_pounds(None if amount is None else rounded_sum(amount))


# How the sums of a table are said: `pounds` on a page, `exact_pounds` in a file.
Say = Callable[[Decimal | None], str]


def rounding(say: Say, amounts: Iterable[Decimal | None]) -> str:
    """That sums are rounded, where one of these is; else nothing."""
    rounded = any(say(one) != exact_pounds(one) for one in amounts)
    return "Sums of £100 or more are rounded to the pound." if rounded else ""


def number(value: Decimal) -> str:
    """`1,200`, `−0.4`: no noughts at the end."""
    text = f"{abs(value):,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return ("−" if value < 0 else "") + text


def tables(model: CostModel, result: Result, say: Say = pounds, *, own: Collection[str] = ()) -> list[Table]:
    """The worked example: results first, then what they are made of, then the numbers they rest on.

    `own` names the numbers that are the reader's own: no source of the innovator's says those.
    """
    first = [_results(model, result, say), _lines(model, result, say), years(result.central, say=say)]
    return [*first, _numbers(model, result, own), *([_swings(result, say)] if result.swings else [])]


def _three(result: Result, say: Callable[[Scenario], str]) -> tuple[str, str, str]:
    return (say(result.low), say(result.central), say(result.high))


def _results(model: CostModel, result: Result, say: Say) -> Table:
    life = plural(model.life_years, "year")
    borne = "without VAT, which buyers get back" if model.vat_recoverable else "with VAT"
    sums = {
        "cost_without_vat": f"Whole-life cost over {life}, without VAT",
        "cost_with_vat": f"Whole-life cost over {life}, with VAT",
        "cost_per_patient": f"Cost per patient, {borne}",
        "cash": f"Cash released over {life}",
        "net_present_cost": f"Net present cost: cost {borne}, less cash released",
        "capacity": f"Capacity released over {life}, no budget spends less",
        "present_capacity": "Present value of the capacity released",
    }
    each = (result.low, result.central, result.high)
    rows = [(label, *(say(getattr(case, name)) for case in each)) for name, label in sums.items()]
    rows.insert(list(sums).index("capacity"), ("Cash released covers the cost", *map(_break_even, each)))
    basis = (
        f"In pounds of {model.price_year}. Present values are discounted at {number(model.discount_rate)}% a year from "
        f"year 2 on ({model.discount_source_title}). No figure adds cash and capacity together."
    )
    notes = (
        basis,
        HOW_CASES_ARE_CHOSEN,
        _against_cash(result),
        rounding(say, (getattr(case, name) for case in each for name in sums)),
    )
    return Table("Results", ("", *CASES), tuple(rows), " ".join(filter(None, notes)))


def _against_cash(result: Result) -> str:
    """That capacity outweighs cash in the choice of the numbers, where it does."""
    costs = [case.net_present_cost for case in (result.high, result.central, result.low)]
    if costs == sorted(costs):
        return ""
    return (
        "Here a more favourable case costs more net of cash, because it releases more capacity. "
        "If cash alone counts for you, see what one number alone changes."
    )


def _break_even(one: Scenario) -> str:
    return f"From year {one.break_even_year} on" if one.break_even_year else "Not within the years of use"


def _lines(model: CostModel, result: Result, say: Say) -> Table:
    when = {"ONCE": "once, in year 1", "YEARLY": "each year", "LAST": "once, in the last year"}
    groups = {"PRICE": "Price", "CASH_RELEASING": "Cash released", "CAPACITY_RELEASING": "Capacity released"}
    rows: list[tuple[str, ...]] = []
    shown: list[Decimal] = []

    def add(label: str, sums: list[Decimal]) -> None:
        shown.extend(sums)
        rows.append((label, *map(say, sums)))

    for kind in ("costs", "effects"):
        for low, central, high in zip(
            *(getattr(s, kind) for s in (result.low, result.central, result.high)), strict=True
        ):
            label = f"{(groups | COST_KINDS)[central.group]}: {central.title}, {when[central.due]}"
            if kind == "effects":
                add(label, [one.pounds for one in (low, central, high)])
                continue
            add(f"{label}, without VAT", [one.pounds for one in (low, central, high)])
            if any(one.vat for one in (low, central, high)):
                add(f"{label}, with VAT", [one.pounds + one.vat for one in (low, central, high)])
    return Table("What it is made of", ("", *CASES), tuple(rows), rounding(say, shown))


def years(one: Scenario, case: str = "central case", say: Say = pounds) -> Table:
    """What each year of one case costs and releases; cash and capacity in columns of their own."""
    shown = [[getattr(year, name) for name in _OF_A_YEAR] for year in one.years]
    note = rounding(say, (amount for row in shown for amount in row))
    if note and not _adds_up(one):
        note = f"{note} So they may not add up."
    return Table(
        f"Year by year, {case}",
        ("Year", "Cost without VAT", "Cost with VAT", "Cash released", "Cash so far, less cost", "Capacity released"),
        tuple((f"Year {year.number}", *map(say, row)) for year, row in zip(one.years, shown, strict=True)),
        note,
    )


_OF_A_YEAR = ("cost_without_vat", "cost_with_vat", "cash", "cash_so_far", "capacity")


def _adds_up(one: Scenario) -> bool:
    """Whether the rounded sums of the years come to the rounded whole, and to what is left year after year."""
    whole = all(
        sum(rounded_sum(getattr(year, name)) for year in one.years) == rounded_sum(getattr(one, name))
        for name in ("cost_without_vat", "cost_with_vat", "cash", "capacity")
    )
    so_far, left = Decimal(0), True
    for year in one.years:
        left = left and rounded_sum(year.cash_so_far) == so_far + rounded_sum(year.cash) - rounded_sum(year.counted)
        so_far = rounded_sum(year.cash_so_far)
    return whole and left


def _numbers(model: CostModel, result: Result, own: Collection[str]) -> Table:
    def source(row: Assumption | Price | Cost) -> str:
        if isinstance(row, Price):
            return "Your own price"
        return "Your own number" if row.name in own else row.source_title

    return Table(
        "The numbers it rests on",
        ("", *CASES, "Source"),
        tuple(
            (
                f"{row.title} ({unit_words(row.unit)})",
                *_three(result, lambda s, name=row.name: number(s.numbers[name])),  # type: ignore[misc]
                source(row),
            )
            for row in inputs_of(model)
            if row.name in result.central.numbers
        ),
        "Least favourable takes from each range the number that makes the result worse, which may be the larger one.",
    )


_OF_A_SWING = ("cost_at_low", "cost_at_high", "capacity_at_low", "capacity_at_high")
NO_RANGE = "A number without a range, as a list price is, is not here. That does not make it certain."


def _swings(result: Result, say: Say) -> Table:
    note = rounding(say, (getattr(swing, name) for swing in result.swings for name in _OF_A_SWING))
    return Table(
        "What one number alone changes",
        (
            "",
            "Net present cost at its lowest",
            "Net present cost at its highest",
            "Present capacity at its lowest",
            "Present capacity at its highest",
        ),
        tuple(
            (
                f"{swing.title}: {number(swing.low)} to {number(swing.high)}",
                *(say(getattr(swing, name)) for name in _OF_A_SWING),
            )
            for swing in result.swings
        ),
        f"All other numbers are central. The widest range of net present cost comes first. {NO_RANGE} {note}".rstrip(),
    )


def tasks(typed: dict[str, Any], problems: Iterable[Problem], address: Callable[[str], str], *, editable: bool) -> Any:
    """One row for each part: where it leads, and how it stands."""
    troubled: dict[str, int] = {}
    for problem in problems:
        troubled[part_of(problem)] = troubled.get(part_of(problem), 0) + 1
    rows = []
    for slug, (title, about) in PARTS.items():
        begun = ("vat" if slug == "basis" else slug) in typed
        if not begun:
            status: dict[str, Any] = {"tag": {"text": "To do", "colour": "blue"}}
        elif slug in troubled:
            status = {"tag": {"text": plural(troubled[slug], "problem"), "colour": "red"}}
        else:
            status = {"text": "Complete"}
        rows.append({"heading": title, "hint": about, "status": status, "href": address(slug) if editable else None})
    return rows
