"""Charts of a local cost: which number moves the result most, and when the cash released covers the cost."""

from __future__ import annotations

from decimal import Decimal
from textwrap import wrap
from typing import Any

from compass.foundation import charts
from evidence.cost import Result

BARS = 12  # a longer tornado is not read; the table has every number
_LINE = 36  # letters of a bar's name on one line; two lines stand beside a bar
CASES = (("Least favourable", "low"), ("Central", "central"), ("Most favourable", "high"))
_POUNDS = {"format": ",.0f", "title": "Pounds"}


def tornado(result: Result, what: str, title: str) -> str:
    """SVG: for each number the range of `cost` (net present) or `capacity` (present); empty where nothing moves it."""
    centre = result.central.net_present_cost if what == "cost" else result.central.present_capacity
    ends = [
        (swing.title, getattr(swing, f"{what}_at_low"), getattr(swing, f"{what}_at_high"))
        for swing in result.swings
        if getattr(swing, f"{what}_at_low") != getattr(swing, f"{what}_at_high")
    ]
    ends.sort(key=lambda bar: abs(bar[2] - bar[1]), reverse=True)
    values = [
        {"number": _in_lines(f"{place}. {name}"), "from": _plain(centre), "to": _plain(end), "at": at}
        for place, (name, low, high) in enumerate(ends[:BARS], start=1)
        for at, end in (("Lowest likely number", low), ("Highest likely number", high))
    ]
    if not values:
        return ""
    lines = {"title": None, "labelExpr": "split(datum.label, '\\n')"}
    y = {"field": "number", "type": "nominal", "sort": None, "axis": lines}
    bars = {
        "mark": {"type": "bar", "height": {"band": 0.7}},
        "encoding": {
            "y": y,
            "x": {"field": "from", "type": "quantitative", "scale": {"zero": False}, "axis": _POUNDS},
            "x2": {"field": "to"},
            "color": {"field": "at", "type": "nominal", "sort": None, "legend": {"title": None}},
        },
    }
    rule = {"mark": "rule", "encoding": {"x": {"datum": _plain(centre), "type": "quantitative"}}}
    drawing = {"data": {"values": values}, "height": {"step": 36}, "layer": [bars, rule]}
    return charts.svg(drawing, title=title)


def cash_so_far(result: Result, title: str) -> str:
    """SVG: cash released less cost at the end of each year, a line a case; above nought the cost is covered."""
    values: list[dict[str, Any]] = [
        {"year": year.number, "pounds": _plain(year.cash_so_far), "case": words}
        for words, name in CASES
        for year in getattr(result, name).years
    ]
    # One domain for both, so that colour and shape share one legend.
    by_case = {
        "field": "case",
        "type": "nominal",
        "scale": {"domain": [words for words, _ in CASES]},
        "legend": {"title": None},
    }
    lines = {
        "mark": {"type": "line", "point": {"size": 70}},
        "encoding": {
            "x": {"field": "year", "type": "ordinal", "axis": {"title": "Year", "labelAngle": 0}},
            "y": {"field": "pounds", "type": "quantitative", "axis": _POUNDS},
            "color": by_case,
            "shape": by_case,
        },
    }
    nought = {"mark": "rule", "encoding": {"y": {"datum": 0, "type": "quantitative"}}}
    return charts.svg({"data": {"values": values}, "height": 260, "layer": [nought, lines]}, title=title)


def _in_lines(name: str) -> str:
    """The name on at most two lines; what is longer ends in an ellipsis, for the table has it whole."""
    return "\n".join(wrap(name, _LINE, max_lines=2, placeholder=" …"))


def _plain(amount: Decimal) -> float:
    """For drawing only: a chart's pixels need no pence."""
    return float(amount)
