"""The cost model of a technology: read, units checked, calculated. Pure; `docs/cost-model.md` says it in words."""

from evidence.cost.calculation import Amount, Scenario
from evidence.cost.model import MARKINGS, Assumption, Cost, CostModel, Effect, Price, Tier
from evidence.cost.own_numbers import Carried, carried_over, differing, inputs_of
from evidence.cost.reading import Reading, read_cost_model, read_overrides
from evidence.cost.scenarios import Result, Swing, calculate
from evidence.cost.schema import schema
from evidence.cost.values import Problem

__all__ = [
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
    "calculate",
    "carried_over",
    "differing",
    "inputs_of",
    "read_cost_model",
    "read_overrides",
    "schema",
]
