"""The record of an evaluation as plain JSON: what it rests on, who scored what and why, what it came to.

The hash of a closed one is taken over this. Costs, weights and scores are text, times ISO 8601.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db.models import F

from compass.foundation.public_keys import reference
from compass.guide.models import Candidate, Evaluation, Evaluator, ModeratedScore
from compass.guide.models.value import COST_PARTS
from compass.guide.queries.value import Record, Rows, record_of
from compass.guide.value.scheme import DOMAIN_NAMES, SCALE, WHOLE, domain_weights
from compass.guide.value.scoring import Entry, Parts, parts_of, rounded, total
from compass.guide.value.sensitivity import COST, allowed, lines_of, stretches

SCHEMA = "medtech-compass/evaluation-record/1"
_TECHNOLOGY = ("name", "maker", "slug", *COST_PARTS, "cost", "cost_source")


def kept_or_now(evaluation: Evaluation) -> tuple[dict[str, Any], str]:
    """The record as it was kept at closing and its hash; of one that is not closed as it stands, and no hash."""
    kept = getattr(evaluation, "record", None)
    return (kept.content, kept.content_hash) if kept else (content_of(evaluation), "")


def content_of(evaluation: Evaluation) -> dict[str, Any]:
    """The whole record as things stand."""
    record = record_of(evaluation)
    organisation = evaluation.organisation
    return {
        "schema": SCHEMA,
        "key": str(evaluation.key),
        "reference": reference(evaluation.key),
        "title": evaluation.title,
        "organisation": {"ods_code": organisation.ods_code, "name": str(organisation)},
        "state": evaluation.state,
        "scheme": {"code": evaluation.scheme_code, "version": evaluation.scheme_version},
        "years": evaluation.years,
        "cost_weight_percent": str(evaluation.cost_weight),
        "started_at": _iso(evaluation.started_at),
        "closed_at": _iso(evaluation.closed_at),
        "abandoned_at": _iso(evaluation.abandoned_at),
        "abandoned_because": evaluation.abandoned_why or None,
        "one_evaluator_because": evaluation.alone_why or None,
        "currency": "GBP",
        "costs_include_vat": False,
        "leads": _leads(evaluation),
        "questions": [row | {"weight": str(row["weight"])} for row in record.criteria],
        "technologies": [
            {key: None if row[key] is None else str(row[key]) for key in _TECHNOLOGY} for row in record.candidates
        ],
        "evaluators": _evaluators(record),
        "scores": [*_scores(record)],
        "changed_agreed_scores": _changed_agreed(record),
        "stated_costs": _stated_costs(record),
        "result": _result(record),
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _scores(record: Record) -> Iterator[dict[str, str]]:
    """Each evaluator's and each agreed score with its reason."""
    asked = {row["key"]: row for row in record.criteria}
    named = {row["pk"]: row for row in record.candidates}
    kinds = (
        ("score", [row for row in record.scores if not row["off"]]),
        ("score of an evaluator taken off", [row for row in record.scores if row["off"]]),
        ("agreed", record.moderated),
    )
    for kind, rows in kinds:
        for row in rows:
            technology, question = named[row["candidate_id"]], asked[row["key"]]
            yield {
                "kind": kind, "technology": technology["name"], "maker": technology["maker"],
                "slug": technology["slug"], "question": row["key"], "domain": DOMAIN_NAMES[question["domain"]],
                "text": question["text"], "weight_percent": str(question["weight"]), "who": row["who"],
                "points": str(row["points"]), "words": SCALE[row["points"]], "reason": row["reason"],
                "at": row["at"].isoformat(),
            }  # fmt: skip


def _leads(evaluation: Evaluation) -> list[dict[str, str]]:
    """Who led it, one after the other, each with the time from which they did."""
    events: Any = Evaluation.pgh_event_model  # type: ignore[attr-defined]  # made by pghistory
    rows = events.objects.filter(pgh_obj_id=evaluation.pk).order_by("pgh_id")
    found: list[dict[str, str]] = []
    before = None
    for lead, name, at in rows.values_list("lead_id", "lead__name", "pgh_created_at"):
        if lead != before:
            found.append({"name": name, "since": at.isoformat()})
        before = lead
    return found


def _evaluators(record: Record) -> Rows:
    """Who scores and who was taken off, by name; somebody who was taken off and added again is there for each time."""
    events: Any = Evaluator.pgh_event_model  # type: ignore[attr-defined]  # made by pghistory
    rows = events.objects.filter(evaluation=record.evaluation, removed_at__isnull=False).order_by("removed_at")
    off: dict[int, Rows] = {}
    for person, at, why in rows.values_list("person_id", "removed_at", "removed_why").distinct():
        off.setdefault(person, []).append({"taken_off_at": _iso(at), "taken_off_because": why})
    standing = {"taken_off_at": None, "taken_off_because": None}
    return [
        {"name": row["name"]} | said
        for row in record.evaluators
        for said in [*off.get(row["person_id"], ()), *([] if row["removed_at"] else [standing])]
    ]


def _changed_agreed(record: Record) -> Rows:
    """Agreed scores that were written down and later replaced, in the order of time; one that stands is in `scores`."""
    events: Any = ModeratedScore.pgh_event_model  # type: ignore[attr-defined]  # made by pghistory
    rows = events.objects.filter(candidate__evaluation=record.evaluation).order_by("pgh_id")
    last: dict[tuple[int, str], dict[str, Any]] = {}
    found = []
    for row in rows.values(
        "candidate_id", "points", "reason", key=F("criterion__key"), who=F("moderated_by__name"), at=F("moderated_at")
    ):
        place = row["candidate_id"], row["key"]
        before = last.get(place)
        if before and (before["points"], before["reason"]) != (row["points"], row["reason"]):
            found.append(before | {"replaced_at": row["at"], "replaced_by": row["who"]})
        last[place] = row
    slugs = {row["pk"]: row["slug"] for row in record.candidates}
    return [
        {
            "slug": slugs[row["candidate_id"]], "question": row["key"], "points": str(row["points"]),
            "reason": row["reason"], "who": row["who"], "at": _iso(row["at"]), "replaced_by": row["replaced_by"],
            "replaced_at": _iso(row["replaced_at"]),
        }
        for row in found
    ]  # fmt: skip


def _stated_costs(record: Record) -> Rows:
    """Every cost that was stated, in the order of time, with its source, and why where scoring had opened."""
    events: Any = Candidate.pgh_event_model  # type: ignore[attr-defined]  # made by pghistory
    rows = events.objects.filter(evaluation=record.evaluation, purchase_cost__isnull=False).order_by("pgh_id")
    slugs = {row["pk"]: row["slug"] for row in record.candidates}
    return [
        {
            "slug": slugs[row["pgh_obj_id"]], **{part: str(row[part]) for part in COST_PARTS},
            "cost_source": row["cost_source"], "why": row["cost_why"] or None, "at": _iso(row["pgh_created_at"]),
        }
        for row in rows.values("pgh_obj_id", *COST_PARTS, "cost_source", "cost_why", "pgh_created_at", "pgh_label")
        if row["pgh_obj_id"] in slugs and row["pgh_label"] != "delete"
    ]  # fmt: skip


def _result(record: Record) -> dict[str, Any] | None:
    """Totals with their places, and who is first over every weight; None while a score or a cost is missing."""
    parts = parts_in(record)
    if parts is None:
        return None
    cost_weight = record.evaluation.cost_weight
    weights = domain_weights((q.domain, q.weight) for q in record.questions)
    slugs = {str(row["pk"]): row["slug"] for row in record.candidates}
    totals = {one.key: total(one, weights, cost_weight) for one in parts}
    return {
        "totals": [
            {
                "slug": slugs[one.key],
                "place": 1 + sum(other > totals[one.key] for other in totals.values()),
                "total": str(rounded(totals[one.key])),
                "domains": {d: str(rounded(Fraction(weights[d]) * one.domains[d])) for d in DOMAIN_NAMES},
                "cost": str(rounded(Fraction(cost_weight) * one.cost)),
            }
            for one in sorted(parts, key=lambda p: -totals[p.key])
        ],
        "sensitivity": [
            _sensitivity(moved, parts, weights, cost_weight, slugs)
            for moved, own in ((COST, cost_weight), *weights.items())
            if own != WHOLE  # nothing is left to keep in proportion
        ],
    }


def parts_in(record: Record) -> list[Parts] | None:
    """The parts of every technology's score; None while an agreed score or a cost is missing."""
    agreed: dict[int, dict[str, int]] = {row["pk"]: {} for row in record.candidates}
    for row in record.moderated:
        agreed[row["candidate_id"]][row["key"]] = row["points"]
    wanted = len(record.criteria) * len(record.candidates)
    if wanted > len(record.moderated) or any(row["cost"] is None for row in record.candidates):
        return None
    entries = [Entry(str(row["pk"]), agreed[row["pk"]], row["cost"]) for row in record.candidates]
    return parts_of(record.questions, entries)


def _sensitivity(
    moved: str, parts: list[Parts], weights: Mapping[str, Any], cost_weight: Any, slugs: Mapping[str, str]
) -> dict[str, Any]:
    """One weight from 0 to 100 %: what it is, what the rule allows, and who is first in each stretch."""
    low, high = allowed(moved, weights, cost_weight)
    found = stretches(lines_of(parts, moved, weights, cost_weight), Fraction(0), Fraction(1))
    return {
        "weight": moved,
        "percent": str(cost_weight if moved == COST else weights[moved]),
        "rule_allows_percent": [str(rounded(low * 100)), str(rounded(high * 100))],
        "first": [
            {
                "from_percent": str(rounded(one.start * 100)),
                "to_percent": str(rounded(one.end * 100)),
                "slugs": [slugs[key] for key in one.first],
            }
            for one in found
        ],
    }
