"""The market for a technology in words: guidance on it, ways to buy it, who pays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from compass.foundation.words import civil_date, listing
from evidence.models import Benefit, CareSetting, FundingKind, GuidanceState, Recommendation, RouteKind

SETTINGS = {setting.value: str(setting.label) for setting in CareSetting}
BENEFITS = {benefit.value: str(benefit.label) for benefit in Benefit}
_ROUTES = {kind.value: str(kind.label) for kind in RouteKind}
_FUNDING = {kind.value: str(kind.label) for kind in FundingKind}
# The degrees of guidance are kept apart: to be usable while evidence is gathered is no recommendation.
_GUIDANCE = {
    Recommendation.RECOMMENDED.value: "Recommended.",
    Recommendation.WITH_DATA_COLLECTION.value: "Recommended only where data on outcomes are collected.",
    Recommendation.WITH_EVIDENCE_GENERATION.value: (
        "Can be used while more evidence is gathered. This is not a recommendation for routine use."
    ),
    Recommendation.RESEARCH_ONLY.value: "Use it in research only.",
    Recommendation.NOT_RECOMMENDED.value: "Not recommended.",
    Recommendation.NOT_VERIFIED.value: "There is guidance on it. What that recommends was not checked here.",
}


def market(row: Mapping[str, Any], on: date) -> dict[str, Any]:
    """Guidance, ways to buy and who pays as of a civil date, and one sentence of what is not stated here."""
    parts = {
        "guidance": [guidance_line(one) for one in row["guidance"]],
        "routes": [route_line(one, on) for one in row["routes"]],
        "funding": [funding_line(one, on) for one in row["funding"]],
        "settings": [SETTINGS[one] for one in row["care_settings"]],
        "benefits": [BENEFITS[one] for one in row["benefits"]],
    }
    names = {
        "guidance": "national guidance", "routes": "agreements to buy it through", "funding": "who pays",
        "settings": "where it is used",
    }  # fmt: skip
    missing = [words for name, words in names.items() if not parts[name]]
    return parts | {"missing": f"Not stated here: {listing(missing)}." if missing else ""}


def guidance_line(one: Mapping[str, Any]) -> dict[str, str]:
    """What one guidance says, and whether it still stands."""
    said = _GUIDANCE[one["recommendation"]]
    if one["state"] == GuidanceState.WITHDRAWN:
        said = f"This guidance was withdrawn. It said: {said}"
    elif one["state"] == GuidanceState.REPLACED:
        by = f" by {one['replaced_by']}" if one["replaced_by"] else ""
        said = f"This guidance was replaced{by}. It said: {said}"
    name = " ".join(filter(None, (one["publisher"], f"{one['reference']}: {one['title']}")))
    return {"words": said, "name": name, "url": one["url"]}


def route_line(one: Mapping[str, Any], on: date) -> dict[str, Any]:
    """One way to buy; one that has ended is said to have ended."""
    about = [_ROUTES[one["kind"]], *([one["organiser"]] if one["organiser"] else [])]
    about += [f"lot {one['lot']}"] if one["lot"] else []
    about += [f"reference {one['reference']}"] if one["reference"] else []
    return {
        "name": one["name"],
        "about": ", ".join(about),
        "when": days_words(one["starts_on"], one["ends_on"], on),
        "ended": one["ends_on"] is not None and one["ends_on"] < on,
        "url": one["source_url"] or one["url"],
    }


def funding_line(one: Mapping[str, Any], on: date) -> dict[str, Any]:
    """One who pays; what has ended is said to have ended."""
    return {
        "name": one["name"],
        "about": f"{_FUNDING[one['kind']]}. Paid by {one['payer']}",
        "note": one["note"],
        "when": days_words(one["starts_on"], one["ends_on"], on),
        "ended": one["ends_on"] is not None and one["ends_on"] < on,
        "url": one["source_url"] or one["url"],
    }


def days_words(starts_on: date | None, ends_on: date | None, on: date) -> str:
    """How a period, both days inclusive, lies to a civil date."""
    if ends_on is not None and ends_on < on:
        return f"Ended on {civil_date(ends_on)}."
    until = f"until {civil_date(ends_on)}, that day included" if ends_on else "end date not stated"
    if starts_on is not None and starts_on > on:
        return f"Starts on {civil_date(starts_on)}, {until}."
    return f"{until[0].upper()}{until[1:]}."
