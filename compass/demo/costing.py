"""Cost models of invented technologies, whole and in the form of `evidence/cost/cost_model.schema.json`. Pure."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from compass.demo.chance import between, pick
from compass.demo.library import Product
from evidence.cost.model import DISCOUNT_RATE, DISCOUNT_SOURCE, DISCOUNT_URL, PATIENTS, PATIENTS_UNIT

# A unit that costs more than this is bought once for many patients.
_CAPITAL = Decimal(200)
# By a word of the saving: what changes, its unit, what one costs the NHS (a round number), and the marking.
_EFFECTS = (
    ("bed days", "Bed days", "bed_day", "345", "CAPACITY_RELEASING"),
    ("visit", "Clinic visits", "appointment", "140", "CAPACITY_RELEASING"),
    ("appointment", "Appointments", "appointment", "140", "CAPACITY_RELEASING"),
    ("admission", "Emergency admissions", "admission", "1900", "CAPACITY_RELEASING"),
    ("cash", "Tests and materials no longer needed", "use", "24", "CASH_RELEASING"),
    ("", "Tests and materials no longer needed", "use", "18", "CASH_RELEASING"),
)


def cost_model(product: Product, price_year: int) -> dict[str, Any]:
    """The model of one trust that uses the product, with price and effects of its own."""
    key = product.name
    patients = between(6, 60, key, "patients") * 10
    assumptions = [
        _number(product, PATIENTS, "Patients for whom it is used in a year", PATIENTS_UNIT,
                patients * 7 // 10, patients, patients * 13 // 10),
        _number(product, "staff", "Members of staff to be trained", "staff_member", 8, 12, 20),
        _number(product, "training_time", "Training", "hour/staff_member", "0.5", "0.75", "1"),
        _number(product, "minutes", "Staff time", "minute/patient", 5, between(8, 15, key, "minutes"), 25),
    ]  # fmt: skip
    price, counted = _price(product)
    effects, needed = _effects(product)
    return {
        "version": "1.0",
        "currency": "GBP",
        "price_year": price_year,
        "vat": {"rate": "20", "recoverable": product.kind == "DIGITAL"},
        "discount": {"rate": DISCOUNT_RATE, "source_title": DISCOUNT_SOURCE, "source_url": DISCOUNT_URL},
        "life_years": between(3, 5, key, "life"),
        "assumptions": [*assumptions, *counted, *needed],
        "prices": [price],
        "costs": _costs(product),
        "effects": effects,
    }


def _number(product: Product, name: str, title: str, unit: str, *ends: object) -> Any:
    low, central, high = ends
    return {
        "name": name,
        "title": title,
        "unit": unit,
        "low": str(low),
        "central": str(central),
        "high": str(high),
        "source_title": f"Invented service evaluation, {product.company}",
        "source_url": "",
        "note": "",
    }


def _price(product: Product) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The price with what it is multiplied by."""
    given, unit = product.price, product.unit
    amount = given or Decimal(between(20, 90, product.name, "price"))
    title = product.name if given else f"{product.name} (planned price)"
    counted: list[dict[str, Any]] = []
    if unit == "per test":
        charged, times = "GBP/test", ["tests", PATIENTS]
        counted = [_number(product, "tests", "Tests for each patient", "test/patient", 1, "1.1", "1.3")]
    elif unit.endswith("per year") and not unit.startswith("per patient"):
        charged, times = "GBP/site/year", ["sites"]
        counted = [_number(product, "sites", "Departments, wards or hospitals", "site", 1, 1, 1)]
    elif unit.endswith("per month"):
        charged, times, amount = "GBP/patient", [PATIENTS], amount * 3
        title = f"{product.name}, three months"
    elif unit.startswith("per patient") or given is None:
        charged, times = "GBP/patient", [PATIENTS]
    elif unit in {"each", "per chair", "per bedroom"} and amount > _CAPITAL:
        devices = between(1, 2, product.name, "devices") if amount > 20 * _CAPITAL else between(4, 16, product.name)
        charged, times = "GBP/device", ["devices"]
        counted = [_number(product, "devices", "Devices for one trust", "device", devices, devices, devices + 2)]
    elif unit == "each":
        charged, times = "GBP/device", ["devices", PATIENTS]
        counted = [_number(product, "devices", "Devices for each patient", "device/patient", 1, 1, "1.2")]
    else:
        charged, times = "GBP/use", ["uses", PATIENTS]
        counted = [_number(product, "uses", "Times it is used for each patient", "use/patient", 1, "1.2", 2)]
    tiers = [{"from": "0", "price": str(amount)}]
    if amount < _CAPITAL:
        tiers.append({"from": "1000", "price": str((amount * Decimal("0.9")).quantize(Decimal("0.01")))})
    row = {"name": "price", "title": title, "unit": charged, "vat": True, "tiers": tiers, "times": times}
    return row, counted


def _costs(product: Product) -> list[dict[str, Any]]:
    key = product.name
    rows = [
        _cost(product, "training_cost", "Staff time for training", "TRAINING", 28, 34, 41,
              unit="GBP/hour", times=["training_time", "staff"]),
        _cost(product, "staff_cost", "Staff time in use", "STAFF_TIME", 28, 34, 41,
              unit="GBP/hour", times=["minutes", PATIENTS]),
    ]  # fmt: skip
    if product.kind == "DIGITAL":
        joining = between(3, 14, key, "integration") * 1000
        ends = joining // 2, joining, joining * 2
        rows.append(
            _cost(product, "joining", "Connection to the patient record", "INTEGRATION", *ends, unit="GBP", times=[])
        )
    else:
        rows.append(
            _cost(product, "disposal", "Collection and disposal", "DISPOSAL", 40, 90, 200, unit="GBP", times=[])
        )
    return rows


def _cost(
    product: Product, name: str, title: str, kind: str, *ends: int, unit: str, times: list[str]
) -> dict[str, Any]:
    numbers: dict[str, Any] = _number(product, name, title, unit, *ends)
    return numbers | {"kind": kind, "vat": kind not in {"TRAINING", "STAFF_TIME"}, "times": times}


def _effects(product: Product) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What changes for the trust, with the assumptions behind it."""
    _, what, unit, cost, marking = next(row for row in _EFFECTS if row[0] in product.saving)
    changed = Decimal(between(15, 60, product.name, "effect")) / 100
    hours = Decimal(pick(("0.2", "0.3", "0.4", "0.6"), product.name, "hours"))
    needed = [
        _number(product, "change", f"{what}: change for each patient", f"{unit}/patient",
                -changed * 2, -changed, -changed / 4),
        _number(product, "unit_cost", f"{what}: cost of one", f"GBP/{unit}",
                int(cost) * 8 // 10, cost, int(cost) * 12 // 10),
        _number(product, "hours", "Staff time freed or needed", "hour/patient", -hours * 2, -hours, "0.1"),
        _number(product, "hour_cost", "Cost of an hour of staff time", "GBP/hour", 28, 34, 41),
    ]  # fmt: skip
    effects = [
        _effect("fewer", f"{what} avoided", marking, "change", "unit_cost"),
        _effect("time", "Staff time freed", "CAPACITY_RELEASING", "hours", "hour_cost"),
    ]
    return effects, needed


def _effect(name: str, title: str, marking: str, change: str, unit_cost: str) -> dict[str, Any]:
    return {
        "name": name, "title": title, "marking": marking, "change": change, "unit_cost": unit_cost, "times": [PATIENTS],
    }  # fmt: skip
