"""The record of an evaluation in words: rows of a spreadsheet, a page for each technology, a PDF."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse

from compass.foundation import words
from compass.foundation.pdf import UNPRINTED, pdf
from compass.foundation.separated import csv_bytes
from compass.guide.models.value import COST_PARTS
from compass.guide.states import EvaluationState
from compass.guide.value.scheme import DOMAIN_NAMES, percent
from compass.guide.value.sensitivity import COST

Content = Mapping[str, Any]
TEMPLATE = Path(__file__).parent / "evaluation_record.typ"
PARTS = dict(zip(COST_PARTS, ("Buying it", "Putting it into use", "Running it", "Disposing of it"), strict=True))
OFF = "score of an evaluator taken off"
_HEADS = (
    "kind", "technology", "maker", "question", "domain", "text", "weight_percent", "who", "points", "words", "reason",
    "at", "pounds_without_vat",
)  # fmt: skip


def csv_file(content: Content, content_hash: str) -> bytes:
    """A row for each score, cost, earlier agreed score and total, and the hash where there is one."""
    rows = ([row.get(head, "") for head in _HEADS] for row in _rows(content, content_hash))
    return csv_bytes([_HEADS, *rows])


def _rows(content: Content, content_hash: str) -> Iterator[dict[str, str]]:
    named = {one["slug"]: {"technology": one["name"], "maker": one["maker"]} for one in content["technologies"]}
    texts = {one["key"]: one["text"] for one in content["questions"]}
    yield from content["scores"]
    for row in content["changed_agreed_scores"]:
        yield {
            **named[row["slug"]], "kind": "earlier agreed score", "question": row["question"],
            "text": texts[row["question"]], "who": row["who"], "points": row["points"], "reason": row["reason"],
            "at": row["at"],
        }  # fmt: skip
    for row in content["technologies"]:
        for part, said in PARTS.items():
            if row[part] is not None:
                told = {"text": said, "reason": row["cost_source"], "pounds_without_vat": row[part]}
                yield {**named[row["slug"]], "kind": "whole-life cost", **told}
    for row in content["stated_costs"]:
        whole = sum((Decimal(row[part]) for part in COST_PARTS), Decimal(0))
        told = {"text": row["cost_source"], "reason": row["why"] or "", "at": row["at"]}
        yield {**named[row["slug"]], "kind": "cost as stated then", **told, "pounds_without_vat": str(whole)}
    for row in content["result"]["totals"] if content["result"] else []:
        told = {"text": f"Place {row['place']}", "points": row["total"], "words": "of 100"}
        yield {**named[row["slug"]], "kind": "total", **told}
    if content_hash:
        yield {"kind": "content hash (SHA-256)", "text": content_hash}


def questions_of(content: Content, slug: str) -> list[dict[str, Any]]:
    """Every question about one technology, in order: its domain and text, the agreed score, and everybody's."""
    given: dict[str, list[dict[str, Any]]] = {}
    agreed: dict[str, Any] = {}
    for row in content["scores"]:
        if row["slug"] != slug:
            continue
        if row["kind"] == "agreed":
            agreed[row["question"]] = row
        else:
            given.setdefault(row["question"], []).append(row | {"who": _who(row)})
    changed: dict[str, list[dict[str, Any]]] = {}
    for row in content["changed_agreed_scores"]:
        if row["slug"] == slug:
            changed.setdefault(row["question"], []).append(row)
    return [
        {
            "domain": DOMAIN_NAMES[one["domain"]],
            "text": one["text"],
            "agreed": agreed.get(one["key"]),
            "given": given.get(one["key"], []),
            "earlier": [_earlier(row) for row in changed.get(one["key"], [])],
        }
        for one in content["questions"]
    ]


def _who(row: Mapping[str, str]) -> str:
    return row["who"] + (" (taken off)" if row["kind"] == OFF else "")


def _earlier(row: Mapping[str, str]) -> str:
    """`Before, Ada Obi wrote 3 on 2 May 2026 at 3:04pm: too large.`"""
    return f"Before, {row['who']} wrote {row['points']} on {_at(row['at'])}: {row['reason']}"


def _at(said: str | None) -> str:
    return words.instant(datetime.fromisoformat(said)) if said else ""


def facts(content: Content, content_hash: str) -> list[tuple[str, str]]:
    """What stands above the record; what there is none of is left out."""
    organisation = content["organisation"]
    ended = content["closed_at"] or content["abandoned_at"]
    state = str(EvaluationState(content["state"]).label)
    told = [
        ("Purchase", content["title"]),
        ("For", f"{organisation['name']} ({organisation['ods_code']})"),
        ("Stage", f"{state} on {_at(ended)}" if ended else state),
        ("Abandoned because", content["abandoned_because"] or ""),
        ("Led by", words.listing([f"{one['name']} from {_at(one['since'])}" for one in content["leads"]])),
        ("Evaluators", words.listing([_evaluator(one) for one in content["evaluators"]])),
        ("Why one evaluator was enough", content["one_evaluator_because"] or ""),
        ("Questions", f"{content['scheme']['code']}, version {content['scheme']['version']}"),
        ("Weight of whole-life cost", _percent(content["cost_weight_percent"])),
        ("Costs", f"In pounds without VAT over {words.plural(content['years'], 'year')}"),
        ("Fingerprint (content hash)", content_hash or "None before the evaluation is closed"),
    ]
    return [(label, said) for label, said in told if said]


def _evaluator(one: Mapping[str, Any]) -> str:
    if not one["taken_off_at"]:
        return str(one["name"])
    return f"{one['name']} (taken off on {_at(one['taken_off_at'])}: {one['taken_off_because']})"


def printed(content: Content, content_hash: str, *, made_at: datetime) -> bytes:
    """The record as PDF/UA-1. Raises compass.foundation.pdf.PdfError."""
    told = {
        "title": f"Record of an evaluation, {content['reference']}",
        "author": "MedTech Compass",
        "mark": "Demonstration data" if settings.DEMONSTRATION else "",
        "facts": [list(one) for one in facts(content, content_hash)],
        "tables": [one for one in (_totals(content), _sensitivity(content), _costs(content), _stated(content)) if one],
        "missing": "" if content["result"] else "There is no result: scores or costs are missing.",
        "technologies": [
            {"name": f"{one['name']}, {one['maker']}", "questions": [_printed(q) for q in asked]}
            for one in content["technologies"]
            for asked in [questions_of(content, one["slug"])]
        ],
        "heads": ["Who", "Points", "Reason"],
        "check": (
            "This belongs to one organisation and one purchase. It is not a rating by MedTech Compass. Check it at "
            f"{settings.SITE_URL}{reverse('evaluation', args=[content['key']])}."
        ),
        "unprinted": UNPRINTED,
    }  # fmt: skip
    return pdf(TEMPLATE, told, made_at=made_at)


def _printed(question: Mapping[str, Any]) -> dict[str, Any]:
    agreed = question["agreed"]
    rows = [[row["who"], f"{row['points']}: {row['words']}", row["reason"]] for row in question["given"]]
    if agreed:
        rows.append([f"Agreed, {agreed['who']}", f"{agreed['points']}: {agreed['words']}", agreed["reason"]])
    return {"text": f"{question['domain']}: {question['text']}", "rows": rows, "earlier": question["earlier"]}


def _names(content: Content) -> dict[str, str]:
    return {one["slug"]: one["name"] for one in content["technologies"]}


def _totals(content: Content) -> dict[str, Any]:
    if not content["result"]:
        return {}
    names = _names(content)
    rows = [
        [str(one["place"]), names[one["slug"]], *(one["domains"][d] for d in DOMAIN_NAMES), one["cost"], one["total"]]
        for one in content["result"]["totals"]
    ]
    return {"caption": "Result", "heads": ["Place", "Technology", *DOMAIN_NAMES.values(), "Cost", "Total of 100"],
            "rows": rows}  # fmt: skip


def _sensitivity(content: Content) -> dict[str, Any]:
    if not content["result"]:
        return {}
    names, said = _names(content), {COST: "Whole-life cost", **DOMAIN_NAMES}
    rows = [
        [
            said[one["weight"]],
            _percent(one["percent"]),
            " to ".join(_percent(end) for end in dict.fromkeys(one["rule_allows_percent"])),
            "; ".join(
                f"{_percent(part['from_percent'])} to {_percent(part['to_percent'])}: "
                f"{words.listing([names[slug] for slug in part['slugs']])}"
                for part in one["first"]
            ),
        ]
        for one in content["result"]["sensitivity"]
    ]
    heads = ["Weight", "Now", "The rule allows", "First place, at every weight"]
    return {"caption": "Who is first when one weight changes", "heads": heads, "rows": rows}


def _costs(content: Content) -> dict[str, Any]:
    rows = [
        [one["name"], *(_pounds(one[part]) for part in (*COST_PARTS, "cost")), one["cost_source"] or "Not stated"]
        for one in content["technologies"]
    ]
    return {"caption": "Whole-life costs", "heads": ["Technology", *PARTS.values(), "Together", "Source"], "rows": rows}


def _stated(content: Content) -> dict[str, Any]:
    names = _names(content)
    rows = [
        [_at(one["at"]), names[one["slug"]], _pounds(str(sum(Decimal(one[part]) for part in COST_PARTS))),
         one["cost_source"], one["why"] or "Before scoring opened"]
        for one in content["stated_costs"]
    ]  # fmt: skip
    heads = ["When", "Technology", "Together", "Source", "Why then"]
    return {"caption": "Every cost as it was stated", "heads": heads, "rows": rows} if rows else {}


def _percent(said: str) -> str:
    return percent(Decimal(said))


def _pounds(said: str | None) -> str:
    return words.money(Decimal(said)) if said is not None else "Not stated"
