"""One scenario of a cost model: every number fixed, money worked out year by year. Pure.

Rounding: a line's amount for a year is worked out exactly and rounded half-up to the penny; totals add what is shown.
Timing: what comes to pounds is paid in year 1 (disposal: in the last year), pounds a year in every year. Year 1 is not
discounted; year t is divided by (1 + rate) to the power t − 1 and rounded half-up to the penny.
The cost that counts is with VAT, or without where the buyer gets VAT back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from evidence.cost.model import MARKINGS, PATIENTS, Cost, CostModel, Effect, Price
from evidence.cost.units import YEARLY, multiplied, unit

# Seven factors of eighteen digits multiply without loss.
EXACT = Context(prec=160)
PENNY = Decimal("0.01")
HUNDRED = Decimal(100)


DUE = ("ONCE", "YEARLY", "LAST")


def falls_due(due: str, year: int, life: int) -> bool:
    """Whether what is due ONCE, YEARLY or LAST is paid or released in a year, counted from 1."""
    return due == "YEARLY" or year == (life if due == "LAST" else 1)


def to_pence(amount: Decimal) -> Decimal:
    """Pounds rounded half-up to the penny (half away from nought)."""
    return amount.quantize(PENNY, ROUND_HALF_UP, context=EXACT)


@dataclass(frozen=True)
class Amount:
    """One line: pounds each time it falls due. `group` is PRICE, a kind of cost, or a marking; `vat` comes on top."""

    name: str
    title: str
    group: str
    due: str
    pounds: Decimal
    vat: Decimal


@dataclass(frozen=True)
class Year:
    """What one year costs and releases; `counted` is the cost with or without VAT, as the buyer bears it."""

    number: int
    cost_without_vat: Decimal
    cost_with_vat: Decimal
    counted: Decimal
    cash: Decimal
    capacity: Decimal
    cash_so_far: Decimal


@dataclass(frozen=True)
class Scenario:
    """Everything worked out from one set of numbers. `present_…` is discounted; cash and capacity stay apart."""

    numbers: Mapping[str, Decimal]
    costs: tuple[Amount, ...]
    effects: tuple[Amount, ...]
    years: tuple[Year, ...]
    cost_without_vat: Decimal
    cost_with_vat: Decimal
    counted: Decimal
    cash: Decimal
    capacity: Decimal
    present_cost: Decimal
    present_cash: Decimal
    present_capacity: Decimal
    net_present_cost: Decimal
    cost_per_patient: Decimal | None
    break_even_year: int | None

    @property
    def favour(self) -> Decimal:
        """How favourable the numbers are; only ever used to put scenarios in order, never shown."""
        return EXACT.subtract(self.present_capacity, self.net_present_cost)


@dataclass(frozen=True)
class _Term:
    """A row made ready once for many scenarios: its factors, what their units come to, when it falls due."""

    factors: tuple[str, ...]
    scale: tuple[Decimal, Decimal]
    due: str

    def product(self, numbers: Mapping[str, Decimal]) -> Decimal:
        """The factors multiplied, in the units they come to."""
        product = self.scale[0]
        for name in self.factors:
            product = EXACT.multiply(product, numbers[name])
        return EXACT.divide(product, self.scale[1])


@dataclass(frozen=True)
class Plan:
    """A model whose units are worked out."""

    model: CostModel
    paid: tuple[tuple[Price | Cost, _Term], ...]
    effects: tuple[tuple[Effect, _Term], ...]


def plan(model: CostModel) -> Plan:
    """Make a model ready for `scenario`."""
    units = {row.name: unit(row.unit) for row in model.assumptions}

    def term(row: Price | Cost | Effect) -> _Term:
        names = (row.change, row.unit_cost, *row.times) if isinstance(row, Effect) else row.times
        factors = multiplied(units[name] for name in names)
        due = "YEARLY"
        if not isinstance(row, Effect) and multiplied((unit(row.unit), factors)).powers != YEARLY:
            due = "LAST" if isinstance(row, Cost) and row.kind == "DISPOSAL" else "ONCE"
        return _Term(names, (Decimal(factors.scale.numerator), Decimal(factors.scale.denominator)), due)

    return Plan(model, tuple((row, term(row)) for row in model.paid), tuple((row, term(row)) for row in model.effects))


def scenario(ready: Plan, numbers: Mapping[str, Decimal]) -> Scenario:
    """Work out a model with `numbers` for its assumptions and costs, and for prices agreed in place of listed ones."""
    model = ready.model
    costs = tuple(_paid(row, term, model, numbers) for row, term in ready.paid)
    effects = tuple(_released(row, term, numbers) for row, term in ready.effects)
    years = tuple(_years(model, costs, effects))
    present = {
        name: total(_discounted(getattr(year, name), year.number, model.discount_rate) for year in years)
        for name in ("counted", "cash", "capacity")
    }
    whole = {
        name: total(getattr(year, name) for year in years)
        for name in ("cost_without_vat", "cost_with_vat", "counted", "cash", "capacity")
    }
    patients = EXACT.multiply(numbers[PATIENTS], Decimal(model.life_years))
    return Scenario(
        numbers=dict(numbers),
        costs=costs,
        effects=effects,
        years=years,
        **whole,
        present_cost=present["counted"],
        present_cash=present["cash"],
        present_capacity=present["capacity"],
        net_present_cost=EXACT.subtract(present["counted"], present["cash"]),
        cost_per_patient=to_pence(EXACT.divide(whole["counted"], patients)) if patients > 0 else None,
        break_even_year=_break_even(years) if whole["cash"] > 0 else None,
    )


def _paid(row: Price | Cost, term: _Term, model: CostModel, numbers: Mapping[str, Decimal]) -> Amount:
    volume = term.product(numbers)
    if isinstance(row, Price):
        group, each = "PRICE", numbers[row.name] if row.name in numbers else price_at(row, volume)
    else:
        group, each = row.kind, numbers[row.name]
    pounds = to_pence(EXACT.multiply(each, volume))
    rate = model.vat_rate if row.vat else Decimal(0)
    vat = to_pence(EXACT.divide(EXACT.multiply(pounds, rate), HUNDRED))
    return Amount(row.name, row.title, group, term.due, pounds, vat)


def _released(row: Effect, term: _Term, numbers: Mapping[str, Decimal]) -> Amount:
    saved = to_pence(EXACT.minus(term.product(numbers)))
    return Amount(row.name, row.title, row.marking, term.due, saved, Decimal(0))


def price_at(price: Price, volume: Decimal) -> Decimal:
    """The listed price of one unit when this volume is bought: that of the last tier which starts at or below it."""
    return [tier.price for tier in price.tiers if tier.start <= max(volume, Decimal(0))][-1]


def _years(model: CostModel, costs: tuple[Amount, ...], effects: tuple[Amount, ...]) -> Iterable[Year]:
    cash_marking, capacity_marking = MARKINGS
    cash = total(one.pounds for one in effects if one.group == cash_marking)
    capacity = total(one.pounds for one in effects if one.group == capacity_marking)
    pounds = {due: total(one.pounds for one in costs if one.due == due) for due in DUE}
    vat = {due: total(one.vat for one in costs if one.due == due) for due in DUE}
    so_far = Decimal(0)
    for number in range(1, model.life_years + 1):
        now_due = [due for due in DUE if falls_due(due, number, model.life_years)]
        without = total(pounds[due] for due in now_due)
        including = total((without, *(vat[due] for due in now_due)))
        counted = without if model.vat_recoverable else including
        so_far = total((so_far, cash, EXACT.minus(counted)))
        yield Year(number, without, including, counted, cash, capacity, so_far)


def total(amounts: Iterable[Decimal]) -> Decimal:
    """The exact sum."""
    found = Decimal(0)
    for amount in amounts:
        found = EXACT.add(found, amount)
    return found


def _discounted(amount: Decimal, year: int, rate: Decimal) -> Decimal:
    factor = EXACT.power(EXACT.add(1, EXACT.divide(rate, HUNDRED)), year - 1)
    return to_pence(EXACT.divide(amount, factor))


def _break_even(years: tuple[Year, ...]) -> int | None:
    """The first year from whose end on the cash released has covered the cost, and covers it to the end of life."""
    short = [year.number for year in years if year.cash_so_far < 0]
    first = max(short, default=0) + 1
    return first if first <= len(years) else None
