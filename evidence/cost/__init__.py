"""The cost model of a technology: read, units checked, calculated. Pure; `docs/cost-model.md` says it in words."""

from evidence.cost.calculation import Amount, Scenario
from evidence.cost.model import MARKINGS, Assumption, Cost, CostModel, Effect, Price, Tier, inputs_of
from evidence.cost.own_numbers import Carried, base_of, carried_over, differing
from evidence.cost.reading import HIGHEST, LOWEST, Reading, read_cost_model, read_overrides
from evidence.cost.scenarios import Result, Swing, calculate
from evidence.cost.schema import schema
from evidence.cost.values import Problem

__all__ = [
    "HIGHEST",
    "LOWEST",
    "MARKINGS",
    "Amount",
    "Assumption",
    "Carried",
    "Cost",
    "CostModel",
    "Effect",
    "Price",
    "Problem",
    "Reading",
    "Result",
    "Scenario",
    "Swing",
    "Tier",
    "base_of",
    "calculate",
    "carried_over",
    "differing",
    "inputs_of",
    "read_cost_model",
    "read_overrides",
    "schema",
]
