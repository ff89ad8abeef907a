"""Words, tables and the chart of the value workbench."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from django.urls import reverse

from compass.foundation.charts import SERIES, svg
from compass.foundation.words import listing, money, plural, sum_of_money
from compass.guide.presenters.cards import passport_tag
from compass.guide.queries.value import Record
from compass.guide.queries.value_record import parts_in
from compass.guide.value.scheme import DOMAIN_NAMES, SCALE, WHOLE, domain_weights, percent
from compass.guide.value.scoring import Parts, rounded, total
from compass.guide.value.sensitivity import COST, Line, Stretch, allowed, lines_of, stretches
from passports.validity import USABLE

_SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right", "triangle-left",
           "arrow", "wedge")  # fmt: skip
_DASHES = ([1, 0], [6, 4], [2, 3], [10, 3, 2, 3])


@dataclass(frozen=True)
class Table:
    """A table with the name of each row first."""

    caption: str
    heads: list[str]
    rows: list[list[str]]


@dataclass(frozen=True)
class Result:
    """The result of an evaluation: sentences, tables and a drawing; `missing` says why there is none."""

    missing: str
    headline: str = ""
    changes: str = ""
    tables: tuple[Table, ...] = ()
    drawing: str = ""


def technologies(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each with the verdict on its passport today, and the address of what its page says it changes, if it has one."""
    return [
        {
            **row,
            "tag": passport_tag(row),
            "usable": row["passport_status"] in USABLE,
            "claims": reverse("innovation", args=[row["slug"]]) + "#claims" if row["public"] else "",
        }
        for row in rows
    ]


def choices() -> list[tuple[str, str]]:
    """The five points of the scale, best first."""
    return [(str(points), f"{points}: {words}") for points, words in SCALE.items()]


def result_of(record: Record) -> Result:
    """The result from the agreed scores and the stated costs."""
    parts = parts_in(record)
    if parts is None:
        left = len(record.criteria) * len(record.candidates) - len(record.moderated)
        return Result(missing=_missing(left, [row["name"] for row in record.candidates if row["cost"] is None]))
    return _result(record, parts)


def _missing(left: int, uncosted: Sequence[str]) -> str:
    said = [plural(left, "agreed score")] if left else []
    said += [f"the whole-life cost of {listing(list(uncosted))}"] if uncosted else []
    return f"There is no result yet. Missing: {listing(said)}."


def _result(record: Record, parts: Sequence[Parts]) -> Result:
    cost_weight = record.evaluation.cost_weight
    weights = domain_weights((q.domain, q.weight) for q in record.questions)
    names = _names(record)
    totals = {one.key: total(one, weights, cost_weight) for one in parts}
    best = max(totals.values())
    first = [names[key] for key, points in totals.items() if points == best]
    lines = lines_of(parts, COST, weights, cost_weight)
    low, high = allowed(COST, weights, cost_weight)
    found = stretches(lines, low, high)
    own = Fraction(cost_weight) / 100
    return Result(
        missing="",
        headline=f"{listing(first)} {'is' if len(first) == 1 else 'are together'} first with {rounded(best)} of 100.",
        changes=changes_in_words(found, own, names),
        tables=(
            _scores(record, parts, weights, totals, names),
            _held(parts, weights, record, names),
            _drawn(lines, found, own, names),
        ),
        drawing=_chart(lines, (low, high), own, names),
    )


def _names(record: Record) -> dict[str, str]:
    """Names by key; makers beside them where two technologies are called the same."""
    named = [row["name"] for row in record.candidates]
    return {
        str(row["pk"]): row["name"] if named.count(row["name"]) == 1 else f"{row['name']} ({row['maker']})"
        for row in record.candidates
    }


def changes_in_words(found: Sequence[Stretch], own: Fraction, names: Mapping[str, str]) -> str:
    """Where the first place changes with the weight of cost, as a sentence."""
    if len(found) == 1:
        return (
            f"The first place stays the same at every weight of cost that the rule allows: from "
            f"{_share(found[0].start)} to {_share(found[0].end)}. The other weights keep their proportions."
        )
    edges = [
        f"{'above' if two.start >= own else 'below'} {_share(two.start)} cost, where "
        f"{_who(two.first if two.start >= own else one.first, names)}"
        for one, two in pairwise(found)
    ]
    return f"The first place changes {listing(edges)}."


def _who(first: Sequence[str], names: Mapping[str, str]) -> str:
    return f"{listing([names[key] for key in first])} {'comes' if len(first) == 1 else 'come together'} first"


def _share(share: Fraction) -> str:
    return percent(rounded(share * 100))


def _scores(
    record: Record, parts: Sequence[Parts], weights: Mapping[str, Any], totals: Mapping[str, Fraction],
    names: Mapping[str, str],
) -> Table:  # fmt: skip
    """Points out of the weight of each domain and of cost, best technology first."""
    costs = {str(row["pk"]): row["cost"] for row in record.candidates}
    cost_weight = record.evaluation.cost_weight
    heads = ["Technology", *(f"{words} (of {weights[d].normalize():f})" for d, words in DOMAIN_NAMES.items())]
    stated = "Whole-life cost"
    if any(sum_of_money(cost) != money(cost) for cost in costs.values()):
        stated = "Whole-life cost, rounded to the pound"
    heads += [f"Cost (of {cost_weight.normalize():f})", stated, "Total (of 100)"]
    rows = [
        [
            names[one.key],
            *(str(rounded(Fraction(weights[d]) * one.domains[d])) for d in DOMAIN_NAMES),
            str(rounded(Fraction(cost_weight) * one.cost)),
            sum_of_money(costs[one.key]),
            str(rounded(totals[one.key])),
        ]
        for one in sorted(parts, key=lambda p: -totals[p.key])
    ]
    return Table("Scores", heads, rows)


def _held(parts: Sequence[Parts], weights: Mapping[str, Any], record: Record, names: Mapping[str, str]) -> Table:
    """For each weight: who is first over all its values, and which of them the rule allows."""
    cost_weight = record.evaluation.cost_weight
    rows = []
    for moved, words in {COST: "Whole-life cost", **DOMAIN_NAMES}.items():
        own = cost_weight if moved == COST else weights[moved]
        if own == WHOLE:  # nothing is left to keep in proportion
            continue
        found = stretches(lines_of(parts, moved, weights, cost_weight), Fraction(0), Fraction(1))
        said = [f"{_share(s.start)} to {_share(s.end)}: {listing([names[k] for k in s.first])}" for s in found]
        low, high = allowed(moved, weights, cost_weight)
        within = f"{_share(low)} to {_share(high)}" if low < high else f"{_share(low)} alone"
        rows.append([words, percent(own), within, "; ".join(said)])
    heads = ["Weight", "Now", "The rule allows", "First place, at every weight"]
    return Table("Who is first when one weight changes", heads, rows)


def _drawn(lines: Sequence[Line], found: Sequence[Stretch], own: Fraction, names: Mapping[str, str]) -> Table:
    """The numbers of the drawing: at both ends, at today's weight, and wherever the first place changes."""
    at = sorted({found[0].start, own, *(s.end for s in found)})
    rows = [[_share(x), *(str(rounded(line.at(x))) for line in lines)] for x in at]
    return Table("Total score by the weight of cost", ["Weight of cost", *(names[x.key] for x in lines)], rows)


def _chart(lines: Sequence[Line], ends: tuple[Fraction, Fraction], own: Fraction, names: Mapping[str, str]) -> str:
    """Straight lines of the total over the weight of cost; a rule stands at today's weight."""
    values = [
        {"weight": float(x * 100), "score": float(line.at(x)), "technology": names[line.key]}
        for line in lines
        for x in sorted({*ends, own, (ends[0] + ends[1]) / 2})
    ]
    many = [names[line.key] for line in lines]
    series: dict[str, Any] = {
        "mark": {"type": "line", "strokeWidth": 3},
        "encoding": {
            "x": {"field": "weight", "type": "quantitative", "title": "Weight of whole-life cost, %",
                  "axis": {"tickCount": 5}},
            "y": {"field": "score", "type": "quantitative", "title": "Total, of 100", "scale": {"zero": False}},
            "color": {"field": "technology", "type": "nominal", "title": "",
                      "scale": {"domain": many, "range": [SERIES[n % len(SERIES)] for n in range(len(many))]},
                      "legend": {"columns": 2, "labelLimit": 280, "symbolStrokeWidth": 3}},
            "strokeDash": {"field": "technology", "type": "nominal", "title": "",
                           "scale": {"domain": many, "range": [_DASHES[n % len(_DASHES)] for n in range(len(many))]}},
        },
    }  # fmt: skip
    today = {
        "data": {"values": [{"weight": float(own * 100)}]},
        "mark": {"type": "rule", "strokeDash": [2, 2]},
        "encoding": {"x": {"field": "weight", "type": "quantitative"}},
    }
    # A shape of its own for each, so that lines are told apart on a grey print too.
    marked = {
        "mark": {"type": "point", "filled": True, "size": 110, "opacity": 1},
        "encoding": {
            **{axis: series["encoding"][axis] for axis in ("x", "y", "color")},
            "shape": {"field": "technology", "type": "nominal", "title": "",
                      "scale": {"domain": many, "range": [_SHAPES[n % len(_SHAPES)] for n in range(len(many))]}},
        },
    }  # fmt: skip
    drawn = {"height": 300, "data": {"values": values}, "layer": [series, marked, today]}
    return svg(drawn, title="Total score of each technology over the weight of whole-life cost")
