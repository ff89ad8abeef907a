"""A cost model and its result in words: tables in plain English, money in pounds, low beside central and high."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from compass.foundation.words import money, plural
from evidence.cost import CostModel, Problem, Result, Scenario
from evidence.cost.model import COST_KINDS
from evidence.cost.units import words as unit_words

# The parts in the order in which they are filled in: slug, title, and what it is about.
PARTS = {
    "basis": ("Year, VAT and discounting", "What counts for the whole model."),
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


def pounds(amount: Decimal | None) -> str:
    """`£1,250`, `−£12.50`, or that it is not known."""
    if amount is None:
        return "Not known"
    return ("−" if amount < 0 else "") + money(abs(amount))


def number(value: Decimal) -> str:
    """`1,200`, `−0.4`: no noughts at the end."""
    text = f"{abs(value):,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return ("−" if value < 0 else "") + text


def tables(model: CostModel, result: Result) -> list[Table]:
    """The worked example: results first, then what they are made of, then the numbers they rest on."""
    return [_results(model, result), _lines(model, result), years(result.central), _numbers(model, result)] + (
        [_swings(result)] if result.swings else []
    )


def _three(result: Result, say: Callable[[Scenario], str]) -> tuple[str, str, str]:
    return (say(result.low), say(result.central), say(result.high))


def _results(model: CostModel, result: Result) -> Table:
    life = plural(model.life_years, "year")
    borne = "without VAT, which buyers get back" if model.vat_recoverable else "with VAT"
    said: list[tuple[str, Callable[[Scenario], str]]] = [
        (f"Whole-life cost over {life}, without VAT", lambda s: pounds(s.cost_without_vat)),
        (f"Whole-life cost over {life}, with VAT", lambda s: pounds(s.cost_with_vat)),
        (f"Cost per patient, {borne}", lambda s: pounds(s.cost_per_patient)),
        (f"Cash released over {life}", lambda s: pounds(s.cash)),
        (f"Net present cost: cost {borne}, less cash released", lambda s: pounds(s.net_present_cost)),
        ("Cash released covers the cost", _break_even),
        (f"Capacity released over {life}, no budget spends less", lambda s: pounds(s.capacity)),
        ("Present value of the capacity released", lambda s: pounds(s.present_capacity)),
    ]
    return Table(
        "Results",
        ("", *CASES),
        tuple((label, *_three(result, say)) for label, say in said),
        f"In pounds of {model.price_year}. Present values are discounted at {number(model.discount_rate)}% a year from "
        f"year 2 on ({model.discount_source_title}). No figure adds cash and capacity together. "
        f"{HOW_CASES_ARE_CHOSEN}",
    )


def _break_even(one: Scenario) -> str:
    return f"From year {one.break_even_year} on" if one.break_even_year else "Not within the years of use"


def _lines(model: CostModel, result: Result) -> Table:
    when = {"ONCE": "once, in year 1", "YEARLY": "each year", "LAST": "once, in the last year"}
    groups = {"PRICE": "Price", "CASH_RELEASING": "Cash released", "CAPACITY_RELEASING": "Capacity released"}
    rows = []
    for kind in ("costs", "effects"):
        for low, central, high in zip(
            *(getattr(s, kind) for s in (result.low, result.central, result.high)), strict=True
        ):
            label = f"{(groups | COST_KINDS)[central.group]}: {central.title}, {when[central.due]}"
            if kind == "effects":
                rows.append((label, *(pounds(one.pounds) for one in (low, central, high))))
                continue
            rows.append((f"{label}, without VAT", *(pounds(one.pounds) for one in (low, central, high))))
            if model.vat_rate and central.vat:
                rows.append((f"{label}, with VAT", *(pounds(one.pounds + one.vat) for one in (low, central, high))))
    return Table("What it is made of", ("", *CASES), tuple(rows))


def years(one: Scenario, case: str = "central case") -> Table:
    """What each year of one case costs and releases; cash and capacity in columns of their own."""
    return Table(
        f"Year by year, {case}",
        ("Year", "Cost without VAT", "Cost with VAT", "Cash released", "Cash so far, less cost", "Capacity released"),
        tuple(
            (
                f"Year {year.number}",
                *(
                    pounds(amount)
                    for amount in (
                        year.cost_without_vat, year.cost_with_vat, year.cash, year.cash_so_far, year.capacity,
                    )
                ),
            )
            for year in one.years
        ),
    )  # fmt: skip


def _numbers(model: CostModel, result: Result) -> Table:
    return Table(
        "The numbers it rests on",
        ("", *CASES, "Source"),
        tuple(
            (
                f"{row.title} ({unit_words(row.unit)})",
                *_three(result, lambda s, name=row.name: number(s.numbers[name])),  # type: ignore[misc]
                row.source_title,
            )
            for row in model.ranged
        ),
        "Least favourable takes from each range the number that makes the result worse, which may be the larger one.",
    )


def _swings(result: Result) -> Table:
    return Table(
        "What one number alone changes",
        (
            "", "Net present cost at its lowest", "Net present cost at its highest", "Present capacity at its lowest",
            "Present capacity at its highest",
        ),
        tuple(
            (
                f"{swing.title}: {number(swing.low)} to {number(swing.high)}",
                *(
                    pounds(amount)
                    for amount in (
                        swing.cost_at_low, swing.cost_at_high, swing.capacity_at_low, swing.capacity_at_high,
                    )
                ),
            )
            for swing in result.swings
        ),
        "All other numbers are central. The widest range of net present cost comes first. A price, or a "
        "number without a range, is not in this table. That does not make it certain.",
    )  # fmt: skip


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
