"""A cost model that was read and checked. Money is decimal pounds without VAT; rates are per cent."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

# Every model counts its patients under this name: cost per patient rests on it.
PATIENTS = "patients"
PATIENTS_UNIT = "patient/year"

# Green Book, HM Treasury (2022 and later), annex 6: the rate for the first thirty years.
DISCOUNT_RATE = "3.5"
DISCOUNT_SOURCE = "HM Treasury, The Green Book, annex 6"
DISCOUNT_URL = (
    "https://www.gov.uk/government/publications/the-green-book-appraisal-and-evaluation-in-central-government"
)

COST_KINDS = {
    "PURCHASE": "Purchase",
    "INSTALLATION": "Installation",
    "INTEGRATION": "Integration with other systems",
    "TRAINING": "Training",
    "RUNNING": "Running and maintenance",
    "CONSUMABLES": "Consumables",
    "STAFF_TIME": "Staff time",
    "DISPOSAL": "Decommissioning and disposal",
}
MARKINGS = {
    "CASH_RELEASING": "Cash-releasing: a budget spends less",
    "CAPACITY_RELEASING": "Capacity-releasing: time or beds are free for other work, no budget spends less",
}


@dataclass(frozen=True)
class Assumption:
    """A named number with its range (low ≤ central ≤ high as numbers), unit and source."""

    name: str
    title: str
    unit: str
    low: Decimal
    central: Decimal
    high: Decimal
    source_title: str
    source_url: str
    note: str


@dataclass(frozen=True)
class Tier:
    """From this volume on, every unit costs this price."""

    start: Decimal
    price: Decimal


@dataclass(frozen=True)
class Price:
    """A list price by volume. `times` names the assumptions whose product is the number of units bought."""

    name: str
    title: str
    unit: str
    vat: bool
    tiers: tuple[Tier, ...]
    times: tuple[str, ...]


@dataclass(frozen=True)
class Cost:
    """What is paid besides the price: an amount with its range, times the assumptions it names."""

    name: str
    title: str
    kind: str
    unit: str
    vat: bool
    low: Decimal
    central: Decimal
    high: Decimal
    source_title: str
    source_url: str
    note: str
    times: tuple[str, ...]


@dataclass(frozen=True)
class Effect:
    """What changes: a change (minus is less of it) × its unit cost × the activity it happens in."""

    name: str
    title: str
    marking: str
    change: str
    unit_cost: str
    times: tuple[str, ...]


@dataclass(frozen=True)
class CostModel:
    """The whole model; amounts in pounds of `price_year`."""

    price_year: int
    vat_rate: Decimal
    vat_recoverable: bool
    discount_rate: Decimal
    discount_source_title: str
    discount_source_url: str
    life_years: int
    assumptions: tuple[Assumption, ...]
    prices: tuple[Price, ...]
    costs: tuple[Cost, ...]
    effects: tuple[Effect, ...]

    @property
    def paid(self) -> tuple[Price | Cost, ...]:
        """Everything that is paid, prices first."""
        return (*self.prices, *self.costs)

    @property
    def ranged(self) -> tuple[Assumption | Cost, ...]:
        """Everything that has a range, assumptions first."""
        return (*self.assumptions, *self.costs)


def inputs_of(model: CostModel) -> tuple[Assumption | Price | Cost, ...]:
    """Every number that a buyer may replace, in the order of the model: assumptions, prices, other costs."""
    return (*model.assumptions, *model.prices, *model.costs)
