"""Local costs in words: the inputs with the innovator's numbers beside one's own, and the results in tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from compass.foundation.words import civil_date, money, plural
from compass.guide.local_cost import Worked
from compass.guide.queries.local_costs import Costed, Saved
from evidence.cost import HIGHEST, LOWEST, Assumption, Cost, CostModel, Price, Scenario, base_of, inputs_of
from evidence.cost.units import words as unit_words
from evidence.cost_words import CASES, HOW_CASES_ARE_CHOSEN, Say, Table, number, pounds, rounding, tables, years

PARTS = {Assumption: "Assumptions", Price: "Prices, without VAT", Cost: "Other costs, without VAT"}
NO_MODEL = "No model"


@dataclass(frozen=True)
class Input:
    """One number of a model that an organisation may replace, in words."""

    name: str
    title: str
    unit: str
    part: str
    innovators: str
    source: str
    source_url: str


def inputs(model: CostModel) -> list[Input]:
    """Every number that may be replaced, in the order of the model, with what the innovator says."""
    return [
        Input(
            row.name,
            row.title,
            unit_words(row.unit),
            PARTS[type(row)],
            innovators_number(row),
            "Price list of the innovator" if isinstance(row, Price) else row.source_title,
            "" if isinstance(row, Price) else row.source_url,
        )
        for row in inputs_of(model)
    ]


def innovators_number(row: Assumption | Price | Cost) -> str:
    """`80 to 120, best estimate 100`, `£12 from 0, £10 from 200`, or the one number there is."""
    if isinstance(row, Price):
        if len(row.tiers) == 1:
            return money(row.tiers[0].price)
        return ", ".join(f"{money(tier.price)} from {number(tier.start)}" for tier in row.tiers)
    if row.low == row.high:
        return number(row.central)
    return f"{number(row.low)} to {number(row.high)}, best estimate {number(row.central)}"


def own_numbers(worked: Worked) -> Table:
    """The own numbers beside the innovator's."""
    return Table(
        "Your numbers",
        ("", "The innovator's", "Yours", "Source"),
        tuple(
            (f"{one.title} ({one.unit})", one.innovators, _own(worked, one.name), one.source)
            for one in inputs(worked.model)
            if one.name in worked.own
        ),
        "Your number takes the place of the whole range, or of the price and its tiers. Where you gave no range of "
        "your own, no case shows how sure you are of it.",
    )


def _own(worked: Worked, name: str) -> str:
    """`50`, or `40 to 60, best estimate 50` for somebody who gave a range."""
    ends, own = worked.range_of(name), number(worked.own[name])
    return f"{number(ends[0])} to {number(ends[1])}, best estimate {own}" if ends else own


def basis(model: CostModel) -> list[tuple[str, str]]:
    """What holds for the whole model and is the innovator's."""
    return [
        ("Years of use", plural(model.life_years, "year")),
        ("Prices of the year", str(model.price_year)),
        ("VAT", f"{number(model.vat_rate)}%, which buyers {'get' if model.vat_recoverable else 'do not get'} back"),
        ("Discount rate", f"{number(model.discount_rate)}% a year from year 2 on ({model.discount_source_title})"),
    ]


def result_tables(worked: Worked, say: Say = pounds) -> tuple[Table, list[Table]]:
    """The results first; then what they are made of, year by year in each case, and the numbers they rest on."""
    first, lines, central, *rest = tables(worked.model, worked.result, say, own=worked.own)
    each = [central]
    if worked.result.low != worked.result.high:
        cases = ((worked.result.low, "least favourable case"), (worked.result.high, "most favourable case"))
        each += [years(case, words, say) for case, words in cases]
    return first, [lines, *each, *rest]


def said_of(saved: Saved) -> str:
    """`Saved by Ada Obi on 2 March 2026, for version 1.0.`"""
    return f"Saved by {saved.changed_by} on {civil_date(saved.changed_at)}, for version {saved.product_version}."


def in_short(saved: Saved, worked: Worked) -> str:
    """What the organisation worked out for a technology, in a sentence for other pages of its own."""
    central = worked.result.central
    return (
        f"Your local cost of it, with your own numbers: {pounds(central.cost_without_vat)} without VAT over "
        f"{plural(worked.model.life_years, 'year')} in the central case. {said_of(saved)}"
    )


def left_behind(model: CostModel | None, saved: Saved, left: tuple[str, ...]) -> list[str]:
    """Own numbers for which a changed model has no place, as `Reader: 800 (once, in all)`."""
    old = {row.name: row for row in inputs_of(model)} if model else {}
    ends = {LOWEST: ", lowest likely", HIGHEST: ", highest likely"}
    found = []
    for name in left:
        base = base_of(name)
        called = f"{old[base].title}{ends.get(name.removeprefix(base), '')}" if base in old else name
        unit = f" ({unit_words(old[base].unit)})" if base in old else ""
        found.append(f"{called}: {saved.numbers[name]}{unit}")
    return found


def side_by_side(columns: list[tuple[Costed, Saved | None, Worked | None]], say: Say = pounds) -> Table:
    """One row a figure, one column a technology; central, then the least and the most favourable case."""
    rows = [("Version of the product", *(_version(one, saved) for one, saved, _ in columns))]
    each = [worked for _, _, worked in columns]
    for label, cells in _lines(each, say):
        rows.append((label, *cells))
    cases = [case for one in each if one for case in (one.result.low, one.result.central, one.result.high)]
    rounded = rounding(say, (getattr(case, name) for case in cases for name in _SUMS.values()))
    return Table(
        "What each would cost and save",
        ("", *(one.name for one, _, _ in columns)),
        tuple(rows),
        f"The {CASES[1].lower()} case, with the {CASES[0].lower()} and the {CASES[2].lower()} one after it. No "
        f"figure adds cash and capacity together. {HOW_CASES_ARE_CHOSEN} Each innovator chose the years of use and the "
        f"discount rate of its model. Compare these before you compare the sums. {rounded}".rstrip(),
    )


def _version(technology: Costed, saved: Saved | None) -> str:
    """The version whose cost model the figures are of."""
    if saved is None:
        return technology.product_version or "No passport"
    return f"{saved.product_version} (an earlier model)" if technology.changed_since(saved) else saved.product_version


_SUMS = {
    "Whole-life cost without VAT": "cost_without_vat",
    "Whole-life cost with VAT": "cost_with_vat",
    "Cost per patient": "cost_per_patient",
    "Cash released": "cash",
    "Net present cost: cost less cash released": "net_present_cost",
    "Capacity released, no budget spends less": "capacity",
    "Present value of the capacity released": "present_capacity",
}


def _lines(each: list[Worked | None], say: Say) -> Iterator[tuple[str, list[str]]]:
    for label, name in _SUMS.items():
        yield label, [_three(worked, name, say) for worked in each]
    yield "Cash released covers the cost", [_covers(worked.result.central) if worked else NO_MODEL for worked in each]
    bases = [dict(basis(worked.model)) if worked else {} for worked in each]
    for label in next((list(one) for one in bases if one), []):
        yield label, [one.get(label, NO_MODEL) for one in bases]
    yield (
        "Your numbers in it",
        [
            f"{len({base_of(name) for name in worked.own})} of {len(inputs_of(worked.model))}" if worked else NO_MODEL
            for worked in each
        ],
    )


def _three(worked: Worked | None, name: str, say: Say) -> str:
    if worked is None:
        return NO_MODEL
    low, central, high = (
        say(getattr(case, name)) for case in (worked.result.low, worked.result.central, worked.result.high)
    )
    return central if low == high == central else f"{central} ({low}; {high})"


def _covers(case: Scenario) -> str:
    return f"From year {case.break_even_year} on" if case.break_even_year else "Not within the years of use"
